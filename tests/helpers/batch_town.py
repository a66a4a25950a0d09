# SPDX-License-Identifier: EUPL-1.2
"""A real profile, the process that signs in it, and lists to be signed."""

from collections.abc import Callable

from helpers.opened_profile import OpenedProfile
from helpers.pdfs import make_pdf

from eset_desktop.batches.channel import Channel
from eset_desktop.batches.port import Order
from eset_desktop.batches.remote import RemoteBatch, RemoteBatches
from eset_desktop.operations.signed_under import signed_under
from eset_desktop.operations.signing_lists import ListToSign, freeze_all
from eset_desktop.signing.batch.values import Event, Written
from eset_desktop.signing.container.offer import Offer
from eset_desktop.signing.inspection import inspect_pdf
from eset_desktop.signing.values import Integrity


class Town:
    """A profile, its process, and lists to be signed."""

    def __init__(self, made: OpenedProfile) -> None:
        self.made = made
        self.channels: list[Channel] = []
        self.batches = RemoteBatches(self._start, self._found, stop_seconds=1.0)
        self.heard: list[Event] = []
        self.started: Callable[[], None] = lambda: None
        self._count = 0

    def _start(self) -> Channel:
        channel = Channel(self.made.place.profile.folder, self.made.place.key)
        self.channels.append(channel)
        self.started()
        return channel

    def _found(self, order: Order, confirmation: str) -> dict[str, tuple[Written, ...]]:
        beside = order.way is not None
        return signed_under(
            self.made.place.session, order.frozen.items, order.documents, confirmation, beside=beside
        )

    def let_process_end(self) -> None:
        """End the present process: the next list starts another."""
        for each in self.channels:
            each.close()

    def documents(self, count: int) -> list[str]:
        """Add documents, all different."""
        self._count += 1
        return [
            self.made.add(f"Decret {self._count}-{n}", make_pdf(1, padding=b"%d-%d" % (self._count, n)))
            for n in range(count)
        ]

    def listed(self, documents: list[str]) -> ListToSign:
        """Freeze documents."""
        return freeze_all(self.made.place.session, documents)

    def batch(
        self, documents: list[str], way: Offer | None = None, requests: dict[str, str] | None = None
    ) -> RemoteBatch:
        """Return a batch of documents."""
        listed = self.listed(documents)
        order = Order(listed.frozen, dict(listed.documents), requests or {}, way)
        self.heard.clear()
        return self.batches.batch(order, self.heard.append)

    def signatures(self, documents: list[str]) -> list[int]:
        """How many signatures the standing version of each document has, all of them good."""
        blobs = self.made.place.blobs
        facts = [inspect_pdf(blobs.read(head.sha256)) for head in self.made.heads(documents)]
        assert all(each.integrity is Integrity.GOOD for found in facts for each in found)
        return [len(found) for found in facts]
