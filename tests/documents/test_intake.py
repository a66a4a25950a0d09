# SPDX-License-Identifier: EUPL-1.2
"""A file is taken in whole and at rest, or not at all."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import pytest
from helpers.pdfs import make_pdf

from eset_desktop.clock import ManualClock
from eset_desktop.documents import errors
from eset_desktop.documents.intake import FileState, PathSource, TakenIn, take_in
from eset_desktop.documents.metadata import describe_pdf
from eset_desktop.documents.values import PdfFacts

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
FACTS = PdfFacts(1, "", restricted=False, repaired=False, signed=False)


@dataclass
class Scripted:
    """A file that another program writes: each look and each reading may find it changed."""

    data: bytes = b"%PDF-1.7 some bytes"
    age: timedelta = timedelta(hours=1)
    name: str = "sol·licitud.pdf"
    on_read: list[Callable[["Scripted"], None]] = field(default_factory=list)
    looks: int = 0

    def state(self) -> FileState:
        self.looks += 1
        return FileState(len(self.data), round((NOW - self.age).timestamp() * 1e9))

    def open(self) -> BinaryIO:
        stream = BytesIO(self.data)
        if self.on_read:
            self.on_read.pop(0)(self)
        return stream


@dataclass
class Pauses:
    """Remembers how long it was asked to wait, and lets something happen meanwhile."""

    meanwhile: Callable[[], None] = lambda: None
    asked: list[float] = field(default_factory=list)

    def __call__(self, seconds: float) -> None:
        self.asked.append(seconds)
        self.meanwhile()


def take(source: Scripted, pause: Pauses | None = None, limit: int = 1000) -> TakenIn:
    return take_in(source, lambda _: FACTS, clock=ManualClock(NOW), pause=pause or Pauses(), limit=limit)


def test_a_file_at_rest_is_taken_as_it_is() -> None:
    source, pauses = Scripted(), Pauses()
    taken = take(source, pauses)
    assert (taken.data, taken.file_name, taken.facts) == (source.data, "sol·licitud.pdf", FACTS)
    assert taken.sha256 == hashlib.sha256(source.data).hexdigest()
    assert pauses.asked == []


def test_a_file_changed_a_moment_ago_is_looked_at_again() -> None:
    pauses = Pauses()
    take(Scripted(age=timedelta(seconds=0.25)), pauses)
    assert pauses.asked == [pytest.approx(0.75, abs=1e-3)]


def test_a_time_of_change_in_the_future_waits_no_longer() -> None:
    pauses = Pauses()
    take(Scripted(age=timedelta(days=-4000)), pauses)
    assert pauses.asked == [1.0]


def grow(source: Scripted) -> None:
    source.data += b" more"


def rewrite(source: Scripted) -> None:
    source.data = bytes(len(source.data))


@pytest.mark.parametrize(
    "on_read",
    [[grow], [lambda _: None, grow], [rewrite], [lambda s: setattr(s, "data", s.data[:3])]],
    ids=["grows while read", "grows while checked", "rewritten with the same size and time", "shrinks"],
)
def test_a_file_that_changes_while_it_is_read_is_refused(on_read: list[Callable[[Scripted], None]]) -> None:
    with pytest.raises(errors.GrowingFile):
        take(Scripted(on_read=list(on_read)))


def test_a_file_that_grows_during_the_pause_is_refused() -> None:
    source = Scripted(age=timedelta(0))
    with pytest.raises(errors.GrowingFile):
        take(source, Pauses(lambda: grow(source)))


def test_an_empty_file_is_empty_and_a_scanner_that_has_just_begun_is_growing() -> None:
    with pytest.raises(errors.EmptyFile):
        take(Scripted(data=b""))
    begun = Scripted(data=b"", age=timedelta(0))
    with pytest.raises(errors.GrowingFile):
        take(begun, Pauses(lambda: grow(begun)))


def test_the_limit_of_size() -> None:
    assert take(Scripted(data=bytes(1000))).data == bytes(1000)
    with pytest.raises(errors.FileTooLarge):
        take(Scripted(data=bytes(1001)))


def test_a_real_file_with_the_real_description(tmp_path: Path) -> None:
    path = tmp_path / "Decret núm. 3.pdf"
    path.write_bytes(make_pdf(3, title="Decret d'alcaldia"))
    later = ManualClock(datetime.now(UTC) + timedelta(minutes=1))
    taken = take_in(PathSource(path), describe_pdf, clock=later, pause=Pauses())
    assert taken.data == path.read_bytes()
    assert (taken.facts.pages, taken.facts.title) == (3, "Decret d'alcaldia")


@pytest.mark.parametrize("make", [lambda _: None, Path.mkdir], ids=["missing", "a folder"])
def test_what_the_system_does_not_give_is_unreadable(tmp_path: Path, make: Callable[[Path], None]) -> None:
    path = tmp_path / "no-hi-és.pdf"
    make(path)
    with pytest.raises(errors.UnreadableFile):
        take_in(PathSource(path), lambda _: FACTS, clock=ManualClock(NOW), pause=Pauses())
