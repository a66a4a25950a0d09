# SPDX-License-Identifier: EUPL-1.2
"""The window's account of a list that another process signs, when that process is gone."""

from eset_desktop.batches.account import Account
from eset_desktop.batches.errors import SigningStopped
from eset_desktop.signing.batch.states import BatchState, ItemState
from eset_desktop.signing.batch.values import BatchItem, FrozenList, ItemResult
from eset_desktop.signing.sources import PlainFile

ITEMS = tuple(BatchItem(str(n), f"Decret {n}", PlainFile.at(f"/{n}.pdf"), f"{n:064}", 1) for n in range(2))


def test_what_was_looked_at_once_more_when_it_died_waits_and_can_be_signed() -> None:
    account = Account(FrozenList(ITEMS), lambda _: None)
    account.take({n: ItemResult(item, ItemState.READY) for n, item in enumerate(ITEMS)}, 0.0)
    account.confirm()
    account.move(BatchState.RUNNING)
    account.take({1: ItemResult(ITEMS[1], ItemState.CHECKING)}, 0.0)
    account.stop_by(SigningStopped(), {})
    assert account.state is BatchState.PAUSED
    assert account.waiting(ItemState.READY) == (0, 1)
