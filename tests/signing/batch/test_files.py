# SPDX-License-Identifier: EUPL-1.2
"""Signed files: whole or not at all, never over somebody else's, and a large one in place is as before or signed."""

import hashlib
import os
import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from helpers.logs import ExpectedLogs
from helpers.pdfs import make_pdf
from helpers.signing_batches import HerePdf
from helpers.signing_keys import LocalKey

from eset_desktop.crashpoints import armed
from eset_desktop.platform import atomic_file
from eset_desktop.signing import errors
from eset_desktop.signing.batch import appending
from eset_desktop.signing.batch.errors import OutputExists, OutputLinked, OutputNoFile, OutputUnwritable
from eset_desktop.signing.batch.files import BesideWriter, InPlaceWriter
from eset_desktop.signing.batch.running import Batch
from eset_desktop.signing.batch.states import BatchState, ItemState
from eset_desktop.signing.batch.values import BatchItem, BatchReport, FrozenList, Writer
from eset_desktop.signing.inspection import inspect_pdf
from eset_desktop.signing.sources import PlainFile
from eset_desktop.signing.values import Integrity, SignedTail, Wanted

Sign = Callable[..., BatchReport]


class Killed(BaseException):
    """The process died there."""


@pytest.fixture
def sign(here: HerePdf, key: LocalKey) -> Sign:
    def run(writer: Writer, *paths: Path, wanted: Wanted = Wanted()) -> BatchReport:  # noqa: B008 - a frozen value
        items = tuple(BatchItem(str(path), path.name, PlainFile.at(path), "", 0, wanted) for path in paths)
        batch = Batch(FrozenList(items), here, writer)
        batch.check()
        return batch.run(key)

    return run


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "decret.pdf"
    path.write_bytes(make_pdf())
    return path


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def is_signed(path: Path, original: bytes) -> bool:
    data = path.read_bytes()
    (found,) = inspect_pdf(data)
    return data.startswith(original) and found.integrity is Integrity.GOOD and found.covers_whole_file


def test_beside_the_original_or_in_a_folder(sign: Sign, document: Path, tmp_path: Path) -> None:
    original = document.read_bytes()
    document.chmod(0o640)
    (tmp_path / "signats").mkdir()
    report = sign(BesideWriter(), document)
    assert report.results[0].written
    assert report.results[0].written.place == str(tmp_path / "decret-signat.pdf")
    assert is_signed(tmp_path / "decret-signat.pdf", original)
    assert (tmp_path / "decret-signat.pdf").stat().st_mode & 0o777 == 0o640
    sign(BesideWriter(tmp_path / "signats"), document)
    assert is_signed(tmp_path / "signats" / "decret-signat.pdf", original)
    assert document.read_bytes() == original
    assert not list(tmp_path.glob(".*"))


def test_a_place_that_is_taken_is_told_before_the_pin(
    sign: Sign, document: Path, tmp_path: Path, key: LocalKey
) -> None:
    (tmp_path / "decret-signat.pdf").write_bytes(b"mine")
    report = sign(BesideWriter(), document)
    assert isinstance(report.results[0].error, OutputExists)
    assert not key.signed
    assert (tmp_path / "decret-signat.pdf").read_bytes() == b"mine"
    assert sign(BesideWriter(force=True), document).results[0].state is ItemState.SIGNED


def test_a_file_that_appears_while_it_is_signed_is_not_replaced(
    here: HerePdf, key: LocalKey, document: Path, tmp_path: Path
) -> None:
    target = tmp_path / "decret-signat.pdf"
    key.before = partial(_write, target, b"mine")
    item = BatchItem("a", "a", PlainFile.at(document), "", 0)
    batch = Batch(FrozenList((item,)), here, BesideWriter())
    batch.check()
    assert isinstance(batch.run(key).results[0].error, OutputExists)
    assert target.read_bytes() == b"mine"


def test_a_document_that_changes_before_it_is_written_is_not_written(
    here: HerePdf, key: LocalKey, document: Path, tmp_path: Path
) -> None:
    key.before = partial(_write, document, make_pdf(text=b"BT ET"))
    item = BatchItem("a", "a", PlainFile.at(document), "", 0)
    for writer in (BesideWriter(), InPlaceWriter(), InPlaceWriter(appended_from=0)):
        document.write_bytes(make_pdf())
        batch = Batch(FrozenList((item,)), here, writer)
        batch.check()
        assert isinstance(batch.run(key).results[0].error, errors.DocumentChanged)
        assert document.read_bytes() == make_pdf(text=b"BT ET")
    assert [path.name for path in tmp_path.iterdir()] == ["decret.pdf"]


@pytest.mark.parametrize(("old", "new"), [(b"1", b"2"), (b"1", b"1")], ids=["changed", "only touched"])
def test_what_was_written_since_it_was_signed_is_read_again_before_appending(
    sign: Sign, document: Path, old: bytes, new: bytes
) -> None:
    """Of one size: only the hash tells."""
    document.write_bytes(make_pdf(padding=old))
    other = make_pdf(padding=new)

    class Late(InPlaceWriter):
        def stage(self, item: BatchItem, signed: SignedTail) -> None:
            document.write_bytes(other)
            super().stage(item, signed)

    (result,) = sign(Late(appended_from=0), document).results
    if old == new:
        assert is_signed(document, other)
    else:
        assert isinstance(result.error, errors.DocumentChanged)
        assert document.read_bytes() == other


def test_a_place_that_is_no_folder_is_told_before_the_pin(
    sign: Sign, document: Path, tmp_path: Path, key: LocalKey
) -> None:
    (tmp_path / "fitxer").write_bytes(b"mine")
    report = sign(BesideWriter(tmp_path / "fitxer" / "signats"), document)
    assert isinstance(report.results[0].error, OutputUnwritable)
    assert not key.signed
    assert (report.state, document.read_bytes()) == (BatchState.DONE, make_pdf())


def test_a_folder_that_is_not_there_is_made(sign: Sign, document: Path, tmp_path: Path) -> None:
    sign(BesideWriter(tmp_path / "2026" / "signats"), document)
    assert is_signed(tmp_path / "2026" / "signats" / "decret-signat.pdf", document.read_bytes())


@pytest.mark.parametrize("force", [False, True])
def test_two_documents_of_one_name_do_not_take_each_other_s_place(
    sign: Sign, document: Path, tmp_path: Path, force: bool
) -> None:
    other = tmp_path / "altres" / document.name
    other.parent.mkdir()
    other.write_bytes(make_pdf(text=b"BT ET"))
    report = sign(BesideWriter(tmp_path / "signats", force=force), document, other)
    assert report.results[0].state is ItemState.SIGNED
    assert isinstance(report.results[1].error, OutputExists)
    assert is_signed(tmp_path / "signats" / "decret-signat.pdf", document.read_bytes())


@pytest.mark.parametrize("appended_from", [0, 1 << 30], ids=["appended", "anew"])
def test_in_place_twice(sign: Sign, document: Path, tmp_path: Path, appended_from: int) -> None:
    original = document.read_bytes()
    report = sign(InPlaceWriter(appended_from=appended_from), document)
    assert report.results[0].written
    assert is_signed(document, original)
    assert hashlib.sha256(document.read_bytes()).hexdigest() == report.results[0].written.sha256
    sign(InPlaceWriter(appended_from=appended_from), document)
    assert [each.integrity for each in inspect_pdf(document.read_bytes())] == [Integrity.GOOD] * 2
    assert [path.name for path in tmp_path.iterdir()] == ["decret.pdf"]


@pytest.mark.parametrize("point", ["append.noted", "append.appended"])
def test_killed_while_appending_the_file_can_be_had_back(document: Path, point: str) -> None:
    original = document.read_bytes()

    def die(name: str) -> None:
        if name == point:
            raise Killed

    with armed(die), pytest.raises(Killed):
        appending.append(document, len(original), b"a tail")
    assert appending.undo(document) is (point == "append.appended")
    assert document.read_bytes() == original
    assert not appending.undo(document)


def after_appending(deed: Callable[[], object]) -> Callable[[str], None]:
    def done(name: str) -> None:
        if name == "append.appended":
            deed()

    return done


def test_a_note_that_is_gone_already_is_no_failure(document: Path) -> None:
    original, note = document.read_bytes(), document.with_name(f".{document.name}.eset-signing")
    with armed(after_appending(note.unlink)):
        appending.append(document, len(original), b"a tail")
    assert document.read_bytes() == original + b"a tail"


def test_a_note_that_cannot_be_taken_away_does_not_cut_off_the_signature_later(
    document: Path, monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs
) -> None:
    """As where another program holds it open."""
    original = document.read_bytes()
    expected_logs.allow("could only be emptied: PermissionError")

    def held(*_: object, **__: object) -> None:
        raise PermissionError

    with (
        monkeypatch.context() as patched,
        armed(after_appending(lambda: patched.setattr(Path, "unlink", held))),
    ):
        appending.append(document, len(original), b"a tail")
    assert not appending.undo(document)
    assert document.read_bytes() == original + b"a tail"


def test_where_the_note_stays_the_file_is_as_it_was(document: Path) -> None:
    original, note = document.read_bytes(), document.with_name(f".{document.name}.eset-signing")

    def replace() -> None:
        note.unlink()
        note.mkdir()

    with armed(after_appending(replace)), pytest.raises((IsADirectoryError, PermissionError)):
        appending.append(document, len(original), b"a tail")
    assert document.read_bytes() == original


def noted(document: Path, tail: bytes) -> Path:
    """Leave what a crash leaves right before the first byte is appended."""
    size = document.stat().st_size

    def die(name: str) -> None:
        if name == "append.noted":
            raise Killed

    with armed(die), pytest.raises(Killed):
        appending.append(document, size, tail)
    return document.with_name(f".{document.name}.eset-signing")


def test_half_a_tail_is_cut_off_again(document: Path) -> None:
    original = document.read_bytes()
    note = noted(document, b"a whole tail")
    document.write_bytes(original + b"a whole")
    assert appending.undo(document)
    assert document.read_bytes() == original
    assert not note.exists()
    note.write_text("nonsense")
    assert not appending.undo(document)
    assert document.read_bytes() == original


@pytest.mark.parametrize("more", [b"something else", b"a whole tail and more"])
def test_what_somebody_else_wrote_since_is_left_alone(document: Path, more: bytes) -> None:
    note = noted(document, b"a whole tail")
    document.write_bytes(document.read_bytes() + more)
    assert not appending.undo(document)
    assert document.read_bytes() == make_pdf() + more
    assert not note.exists()


def test_a_file_of_another_size_is_not_touched(document: Path) -> None:
    for size in (7, 1 << 20):
        with pytest.raises(errors.DocumentChanged):
            appending.append(document, size, b"a tail")
        assert document.read_bytes() == make_pdf()
    assert [path.name for path in document.parent.iterdir()] == ["decret.pdf"]


def test_a_place_taken_meanwhile_costs_no_signature_where_one_looks_again(
    here: HerePdf, key: LocalKey, document: Path, tmp_path: Path
) -> None:
    other = tmp_path / "acta.pdf"
    other.write_bytes(make_pdf(padding=b"other"))
    key.before = partial(_write, tmp_path / "acta-signat.pdf", b"mine")
    items = tuple(BatchItem(str(path), path.name, PlainFile.at(path), "", 0) for path in (document, other))
    writer = BesideWriter()
    batch = Batch(FrozenList(items), here, writer, still=writer.check)
    batch.check()
    report = batch.run(key)
    assert [each.state for each in report.results] == [ItemState.SIGNED, ItemState.REFUSED]
    assert isinstance(report.results[1].error, OutputExists)
    assert len(key.signed) == 1


@pytest.fixture(params=["pipe", "socket"])
def no_file(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What root could replace as easily as a device."""
    place = tmp_path / "decret-signat.pdf"
    if request.param == "pipe":
        os.mkfifo(place)
    else:
        monkeypatch.chdir(tmp_path)  # a socket's name may not be long
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(place.name)
    return place


def test_what_is_no_file_is_never_replaced(sign: Sign, document: Path, no_file: Path, key: LocalKey) -> None:
    before = no_file.stat()
    for writer in (BesideWriter(force=True), BesideWriter(force=True, names={str(document): no_file})):
        report = sign(writer, document)
        assert isinstance(report.results[0].error, OutputNoFile)
    assert not key.signed
    with pytest.raises(OSError, match="Invalid argument"), atomic_file(no_file) as out:
        out.write(b"x")
    after = no_file.stat()
    assert (after.st_ino, after.st_mode) == (before.st_ino, before.st_mode)
    assert not list(no_file.parent.glob(".*"))


@pytest.mark.parametrize("appended_from", [0, 1 << 30])
def test_in_place_through_a_symbolic_link_signs_what_it_names(
    sign: Sign, document: Path, tmp_path: Path, appended_from: int
) -> None:
    original, link = document.read_bytes(), tmp_path / "link.pdf"
    link.symlink_to(document.name)
    report = sign(InPlaceWriter(appended_from=appended_from), link)
    assert report.results[0].state is ItemState.SIGNED
    assert link.is_symlink()
    assert not document.is_symlink()
    assert is_signed(document, original)


def test_a_replaced_output_that_is_a_link_stays_one(sign: Sign, document: Path, tmp_path: Path) -> None:
    kept = tmp_path / "arxiu.pdf"
    kept.write_bytes(b"old")
    (tmp_path / "decret-signat.pdf").symlink_to(kept)
    assert sign(BesideWriter(force=True), document).results[0].state is ItemState.SIGNED
    assert (tmp_path / "decret-signat.pdf").is_symlink()
    assert is_signed(kept, document.read_bytes())


def test_a_file_with_two_names_is_not_signed_under_one(sign: Sign, document: Path, key: LocalKey) -> None:
    original = document.read_bytes()
    (document.parent / "altre.pdf").hardlink_to(document)
    report = sign(InPlaceWriter(), document)
    assert isinstance(report.results[0].error, OutputLinked)
    assert not key.signed
    assert document.read_bytes() == original
