# SPDX-License-Identifier: EUPL-1.2
"""The process that raises levels: ``python -m eset_desktop.signing.levels.worker``; client and central service start it.

It holds no key. What it reads comes from strangers and what it asks may hang: whoever started it ends it after a while.
"""

import asyncio
from typing import Final

import msgspec

from eset_desktop.errors import EsetError
from eset_desktop.platform_limits import limit_memory
from eset_desktop.signing.levels.errors import DocumentUnreadable, LevelError
from eset_desktop.signing.levels.messages import Answer, Done, RaiseLevel
from eset_desktop.signing.levels.raising import Raiser
from eset_desktop.signing.levels.values import Services
from eset_desktop.workers.host import Handler, serve
from eset_desktop.workers.messages import failure_of

MEMORY: Final = 1 << 30
"""Bytes above what it starts with: documents are read in pieces, so that none of honest make comes near."""


class LevelsWorker:
    """Answers requests; keeps connections and answers of services from one to the next."""

    def __init__(self) -> None:
        self._key: tuple[Services, tuple[bytes, ...]] | None = None
        self._raiser: Raiser

    def handle(self, frame: bytes) -> bytes:
        """Answer one request; whatever goes wrong becomes a :class:`Failure`."""
        answer: Answer
        try:
            answer = self._answer(msgspec.msgpack.decode(frame, type=RaiseLevel))
        except EsetError as error:
            answer = failure_of(error)
        except Exception as error:  # noqa: BLE001 - boundary: the worker's main; the text could hold personal data
            answer = failure_of(LevelError(kind=type(error).__name__))
        return msgspec.msgpack.encode(answer)

    def _answer(self, request: RaiseLevel) -> Answer:
        try:
            raiser = self._raiser_of(request.services, request.anchors)
            return Done(asyncio.run(raiser.raise_level(request.document.path, request.wanted, request.now)))
        except (OSError, MemoryError) as error:
            raise DocumentUnreadable(reason=type(error).__name__) from error

    def _raiser_of(self, services: Services, anchors: tuple[bytes, ...]) -> Raiser:
        if self._key != (services, anchors):
            self._raiser = Raiser.of(services, anchors)
            self._key = (services, anchors)
        return self._raiser


def start() -> Handler:
    """Return the handler of requests."""
    limit_memory(MEMORY)
    return LevelsWorker().handle


if __name__ == "__main__":
    serve(start)
