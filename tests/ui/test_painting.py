# SPDX-License-Identifier: EUPL-1.2
"""What writes signed documents stands aside while a list is being painted, and never for ever."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import pytest

from eset_desktop.signing.batch.values import BatchItem
from eset_desktop.signing.sources import HeldBytes
from ui.painting import AsideWriter, painting


@dataclass
class Notes:
    """Notes what it is asked to do."""

    done: list[str] = field(default_factory=list)

    def check(self, item: BatchItem) -> None:
        self.done.append(f"check {item.id}")

    def stage(self, item: BatchItem, _: Any) -> None:
        self.done.append(f"stage {item.id}")

    def write(self, item: BatchItem, _: Any) -> str:
        self.done.append(f"write {item.id}")
        return "place"


ITEM = BatchItem("1", "Decret", HeldBytes(b""), "", 0)
SIGNED: Any = None


def test_each_step_is_done_by_the_other_writer() -> None:
    notes = Notes()
    writer = AsideWriter(notes)
    writer.check(ITEM)
    writer.stage(ITEM, SIGNED)
    assert writer.write(ITEM, SIGNED) == "place"
    assert notes.done == ["check 1", "stage 1", "write 1"]


def test_a_step_waits_until_the_list_is_painted() -> None:
    notes = Notes()
    with ThreadPoolExecutor(1) as batch:
        with painting():
            asked = batch.submit(AsideWriter(notes, at_most=20.0).stage, ITEM, SIGNED)
            with pytest.raises(TimeoutError):
                asked.result(0.05)
        asked.result(10)
    assert notes.done == ["stage 1"]


def test_a_window_that_paints_without_end_stops_nothing() -> None:
    notes = Notes()
    with painting():
        assert AsideWriter(notes).write(ITEM, SIGNED) == "place"
    assert notes.done == ["write 1"]
