# SPDX-License-Identifier: EUPL-1.2
"""How the list on the signing page is signed: inside the documents, or beside them."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from eset_desktop.operations.session import Session
from eset_desktop.operations.signing import StoreWriter
from eset_desktop.operations.signing_beside import BesideStoreWriter, door
from eset_desktop.operations.still_asked import StillAsked
from eset_desktop.signing.batch.running import Batch
from eset_desktop.signing.batch.values import FrozenList, Listener
from eset_desktop.signing.client import SigningClient
from eset_desktop.signing.container.offer import Offer
from eset_desktop.store.queries.signature_rows import RequestRow
from ui.painting import AsideWriter
from ui.signing_list import LookedAt

if TYPE_CHECKING:
    from eset_desktop.signing.container.door import BesideDoor


class SigningWays:
    """Makes the batch of a list.

    Attributes:
        way: Beside or in containers; None: inside.
    """

    def __init__(self, session: Session, pdf: SigningClient) -> None:
        self._session = session
        self._pdf = pdf
        self._door: BesideDoor | None = None
        self.way: Offer | None = None

    def prepare(self, looked: LookedAt, way: Offer | None) -> LookedAt:
        """Make ready what signs a frozen list; off the window's thread, because it loads what most lists do not need."""
        self.close()
        if way is not None:
            self._door = door(self._session, looked.listed.documents, way)
        return looked

    def close(self) -> None:
        """Let go of what signed the list before; its batch has ended."""
        door_before, self._door = self._door, None
        if door_before is not None:
            door_before.close()

    def batch(
        self,
        frozen: FrozenList,
        documents: Mapping[str, str],
        asked: Sequence[RequestRow],
        listener: Listener,
    ) -> Batch:
        """Return the batch of a list that was prepared."""
        still = StillAsked(self._session, documents, asked)
        if self.way is None or self._door is None:
            inside = AsideWriter(StoreWriter(self._session, documents))
            return Batch(frozen, self._pdf, inside, listener=listener, still=still)
        writer = BesideStoreWriter(self._session, documents, self.way)
        return Batch(frozen, self._door, writer, listener=listener, still=still)
