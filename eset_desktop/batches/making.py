# SPDX-License-Identifier: EUPL-1.2
"""Batches in this process: how a list is signed (inside the documents, or beside them), and where it is written."""

from typing import TYPE_CHECKING

from eset_desktop.batches.port import Order
from eset_desktop.operations.session import Session
from eset_desktop.operations.signing import StoreWriter
from eset_desktop.operations.signing_beside import BesideStoreWriter, door
from eset_desktop.operations.still_asked import StillAsked
from eset_desktop.signing.batch.inside import InsideDoor
from eset_desktop.signing.batch.running import Batch
from eset_desktop.signing.batch.values import FrozenList, Listener
from eset_desktop.signing.client import SigningClient

if TYPE_CHECKING:
    from eset_desktop.signing.container.door import BesideDoor


class BatchesHere:
    """Makes batches that run in this process, see :class:`eset_desktop.batches.port.Batches`.

    Args:
        session: Whose cache.
        pdf: Signs inside; the caller's to close.
    """

    def __init__(self, session: Session, pdf: SigningClient) -> None:
        self._session = session
        self._pdf = pdf
        self._door: BesideDoor | None = None

    def batch(self, order: Order, listener: Listener, confirmed: FrozenList | None = None) -> Batch:
        """Return the batch of a list; beside documents it loads for half a second what most lists do not need.

        Args:
            order: The list.
            listener: Told of every move.
            confirmed: What the person confirmed, when this goes on with it elsewhere.
        """
        self.close()
        session, documents = self._session, order.documents
        still = StillAsked(session, documents, order.requests)
        if order.way is None:
            inside = StoreWriter(session, documents)
            return Batch(
                order.frozen,
                InsideDoor(self._pdf),
                inside,
                listener=listener,
                still=still,
                confirmed=confirmed,
            )
        made = self._door = door(session, documents, order.way)
        beside = BesideStoreWriter(session, documents, order.way)
        return Batch(order.frozen, made, beside, listener=listener, still=still, confirmed=confirmed)

    def warm_up(self) -> None:
        """Start what signs inside documents."""
        self._pdf.warm_up()

    def close(self) -> None:
        """Let go of what signed the list before; its batch has ended."""
        door_before, self._door = self._door, None
        if door_before is not None:
            door_before.close()
