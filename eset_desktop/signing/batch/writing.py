# SPDX-License-Identifier: EUPL-1.2
"""Finishing and writing signed documents beside the signing of others: bytes by several threads, their order by one.

What takes long (finishing, copying, waiting for the disk) is done for some documents at once; what makes them count is
done one after the other, in the order in which they were signed.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final, Self

from eset_desktop.errors import EsetError
from eset_desktop.signing.batch.values import SigningDoor, Value, Writer, Written
from eset_desktop.signing.errors import SigningError, WorkerDied
from eset_desktop.signing.values import SignedTail

_AT_ONCE: Final = 3
"""Documents that wait for the disk together: it syncs several at hardly more than the price of one."""
_UNWRITTEN: Final = 6
"""Signed documents that may wait: what a batch holds in memory."""


Ended = Callable[[int, Written | EsetError], None]
"""Told what became of a document, by its index; called in order, from one thread."""


class Writing:
    """Takes values and tells what was written; at the end of the block everything taken is written or failed."""

    def __init__(self, door: SigningDoor, writer: Writer, ended: Ended) -> None:
        self._door = door
        self._writer = writer
        self._ended = ended
        self._room = threading.Semaphore(_UNWRITTEN)
        self._bytes = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="signed bytes")
        self._order = ThreadPoolExecutor(1, thread_name_prefix="signed documents")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._bytes.shutdown(wait=True)
        self._order.shutdown(wait=True)

    def wait_for_room(self) -> None:
        """Return when another document may be signed; each call before one :meth:`take` or :meth:`give_room_back`."""
        self._room.acquire()

    def give_room_back(self) -> None:
        """Let another document have the room that was waited for: this one is not signed."""
        self._room.release()

    def take(self, index: int, value: Value) -> None:
        """Finish and write a document."""
        self._order.submit(self._settle, index, value, self._bytes.submit(self._stage, value))

    def _stage(self, value: Value) -> SignedTail:
        signed = self._finished(value)
        self._writer.stage(value.item, signed)
        return signed

    def _settle(self, index: int, value: Value, staged: "Future[SignedTail]") -> None:
        try:
            signed = staged.result()
            place = self._writer.write(value.item, signed)
        except EsetError as error:
            self._ended(index, error)
        except Exception as error:  # noqa: BLE001 - boundary: the thread's main; a document may not stay half way unnoticed
            self._ended(index, SigningError(kind=type(error).__name__))
        else:
            size = value.prepared.size + len(signed.tail)
            self._ended(index, Written(place, signed.evidence.output_sha256, size, signed.evidence))
        finally:
            self._room.release()

    def _finished(self, value: Value) -> SignedTail:
        try:
            return self._door.begin_finish(value).result()
        except WorkerDied:
            # the value is made and the PDF worker holds nothing that matters: another one finishes
            return self._door.begin_finish(value).result()
