# SPDX-License-Identifier: EUPL-1.2
"""What the signing page is to sign and how: looked at before anything is asked, and anew when something of it changed."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from eset_desktop.batches.port import Batch, Order
from eset_desktop.signing.batch.states import BATCH_ENDS, BatchState, ItemState
from eset_desktop.signing.batch.values import BatchReport, FrozenList, Listener
from eset_desktop.signing.container.offer import Offer
from eset_desktop.store.queries.signature_rows import RequestRow
from ui.desk import Desk
from ui.outcome import Outcome
from ui.signing_list import LookedAt, look_at, no_longer_asked
from ui.signing_run import SigningRun
from ui.signing_turns import SigningTurns
from ui.views.sign_other_ways import offered


class SignOrder(QObject):
    """The documents that a person chose, and the list that is made of them.

    Signals:
        looked: Every document was looked at.

    Attributes:
        wanted: The documents (ids) of the list.
        run: The list on its way.
        turns: Whose turn it is to sign each document.
        asked: The signature requests that the list answers.
        way: Beside the documents or in containers; None: inside.
        visible: Whether signatures are to be seen on the page.
        ready: Settled when every document was looked at.
    """

    looked = Signal()

    def __init__(self, desk: Desk, run: SigningRun, turns: SigningTurns, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.wanted: list[str] = []
        self._gone: tuple[RequestRow, ...] = ()
        self.run = run
        self.turns = turns
        self.asked: tuple[RequestRow, ...] = ()
        self.way: Offer | None = None
        self.visible = False
        self.ready: Outcome[Any] = Outcome.of(None)
        self._looks = 0

    def take(
        self, documents: Sequence[str], asked: Sequence[RequestRow] = (), way: Offer | None = None
    ) -> None:
        """Begin with other documents: their standing versions are frozen and looked at."""
        self.asked, self.way = tuple(asked), way
        self.again(documents)

    def again(self, documents: Sequence[str]) -> None:
        """Look at some of them anew."""
        self.wanted = list(documents)
        self.freeze()

    def freeze(self) -> None:
        """Look at the list, signed as it will be; another wish looks at it anew."""
        if not self.wanted:
            return
        session, wanted, asked = self._desk.session, self.wanted, self.asked
        visible = self.visible and self.way is None
        looked = self._desk.background.read(lambda: look_at(session, wanted, asked, visible=visible))
        self._looks += 1
        self.ready = looked.then(partial(self._take, self._looks))

    def forget(self) -> None:
        """Let go of it all."""
        self.run.drop()
        self._looks += 1
        self.wanted, self.asked, self.ready = [], (), Outcome.of(None)

    def batch(self, frozen: FrozenList, of_item: dict[str, str], listener: Listener) -> Batch:
        """Return the batch of a list that was looked at."""
        asked = {row.document_id: row.id for row in self.asked}
        return self._desk.batches.batch(Order(frozen, of_item, asked, self.way), listener)

    @property
    def otherwise(self) -> tuple[str, ...]:
        """Return what may be signed in another way, once nothing is left to be signed in this one."""
        run = self.run
        is_over = run.state in BATCH_ENDS or (run.state is BatchState.OPEN and run.checked)
        if self.way is not None or not is_over:
            return ()
        waiting = [row.document for row in run.rows if row.state is ItemState.READY]
        risky = tuple(each for each in waiting if self.turns.told_of(each))
        return () if len(risky) < len(waiting) else (*offered(run.rows), *risky)

    def look_at_requests(self, changed: Callable[[], None]) -> None:
        """Look whether everything is still asked for; if not, ``changed`` is called and the list looked at without it."""
        session, asked, turn = self._desk.session, self.asked, self.run.turn
        if asked and self.run.rows and self.run.state is BatchState.OPEN:
            found = self._desk.background.look(lambda: no_longer_asked(session, asked))
            self._desk.registry.follow(found.map(partial(self._leave_out, turn, changed)))

    def _leave_out(self, turn: int, changed: Callable[[], None], gone: tuple[RequestRow, ...]) -> None:
        if turn != self.run.turn:  # another list came on screen meanwhile
            self.look_at_requests(changed)
            return
        same = {row.id for row in gone} == {row.id for row in self._gone}
        if not same and self.run.state is BatchState.OPEN:
            changed()

    def _take(self, look: int, looked: LookedAt) -> Outcome[BatchReport]:
        if look != self._looks:  # the list was left meanwhile, or is being looked at anew
            return self.ready
        self._gone = looked.gone
        if self.way is None:
            self.turns.take(tuple(looked.listed.documents.values()))
        else:
            self.turns.give_back(())  # beside there is room for everybody at once
        looked_at = self.run.take(looked.rows, looked.listed.frozen, looked.listed.documents)
        looked_at.when(lambda _: self.looked.emit(), lambda _: None)
        return looked_at
