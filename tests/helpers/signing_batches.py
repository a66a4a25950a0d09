# SPDX-License-Identifier: EUPL-1.2
"""For tests of batches: PDF work done in this process, and a writer that remembers."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TypeVar

import msgspec

from eset_desktop.clock import ManualClock
from eset_desktop.errors import EsetError
from eset_desktop.signing.batch.values import BatchItem, Value
from eset_desktop.signing.errors import SigningError
from eset_desktop.signing.messages import Answer, CheckPdf, FinishPdf, Fit, PreparePdf, Ready, Request, Signed
from eset_desktop.signing.values import Checked, Identity, Prepared, SignedTail
from eset_desktop.signing.worker import SigningWorker
from eset_desktop.workers.messages import Failure, error_of

T = TypeVar("T")


class HerePdf:
    """The PDF worker's own code, called at once.

    Attributes:
        before: Called with each request; may raise what the worker's process would.
    """

    def __init__(self, clock: ManualClock) -> None:
        self._worker = SigningWorker()
        self._clock = clock
        self.before: Callable[[Request], None] = lambda _: None

    def begin_check(self, item: BatchItem) -> "Future[Checked]":
        question = CheckPdf(item.source, item.wanted, item.sha256)
        return self._ask(question, lambda answer: _as(answer, Fit).checked)

    def begin_prepare(self, item: BatchItem, identity: Identity) -> "Future[Prepared]":
        question = PreparePdf(item.source, identity, self._clock.now(), item.wanted, item.sha256)
        return self._ask(question, lambda answer: _as(answer, Ready).prepared)

    def begin_finish(self, value: Value) -> "Future[SignedTail]":
        source, made = value.item.source, value.value
        question = FinishPdf(source, value.prepared, made, value.identity, value.seal)
        return self._ask(question, lambda answer: _as(answer, Signed).signed)

    def _ask(self, question: Request, take: Callable[[Answer], T]) -> "Future[T]":
        future: Future[T] = Future()
        try:
            self.before(question)
            answer = self._worker.handle(msgspec.msgpack.encode(question))
            future.set_result(take(msgspec.msgpack.decode(answer, type=Answer)))
        except EsetError as error:
            future.set_exception(error)
        return future


def _as(answer: Answer, kind: type[T]) -> T:
    if isinstance(answer, Failure):
        raise error_of(answer, SigningError)
    assert isinstance(answer, kind)
    return answer


@dataclass
class Shelf:
    """A writer that keeps what it is given.

    Attributes:
        kept: The items written, in order, with what is appended to each.
        script: Errors to answer with, by item.
    """

    kept: list[tuple[str, SignedTail]] = field(default_factory=list)
    script: dict[str, list[EsetError]] = field(default_factory=dict)

    def check(self, item: BatchItem) -> None:
        """Every place is free."""

    def stage(self, item: BatchItem, signed: SignedTail) -> None:
        """Nothing needs to be done before."""

    def write(self, item: BatchItem, signed: SignedTail) -> str:
        """Keep it, unless the script says otherwise."""
        if self.script.get(item.id):
            raise self.script[item.id].pop(0)
        self.kept.append((item.id, signed))
        return item.id
