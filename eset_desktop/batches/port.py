# SPDX-License-Identifier: EUPL-1.2
"""What a batch over the cache is ordered with, and what whoever ordered it may ask of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from eset_desktop.signing.batch.values import BatchItem, BatchReport, FrozenList, Listener
from eset_desktop.signing.container.offer import Offer
from eset_desktop.signing.keys.port import OpenKey, Secret

Secrets = Callable[[BatchItem], Secret | None]
"""Asks a person for the secret of one signature, where each wants its own."""


@dataclass(frozen=True, slots=True)
class Order:
    """A list of standing versions to be signed.

    Attributes:
        frozen: What is on the list; an item's id is its version's.
        documents: The document of each item, by the item's id.
        requests: The signature request that a document is signed for, by the document; the others are asked for by nobody.
        way: Beside or in containers; None: inside.
    """

    frozen: FrozenList
    documents: dict[str, str]
    requests: dict[str, str] = field(default_factory=dict)
    way: Offer | None = None


class Batch(Protocol):
    """A list on its way; see :class:`eset_desktop.signing.batch.running.Batch`. All but ``cancel`` and ``report`` block."""

    def check(self) -> BatchReport:
        """Look at every document, before any PIN."""
        ...

    def run(self, key: OpenKey, secrets: Secrets | None = None) -> BatchReport:
        """Sign until done, cancelled or paused."""
        ...

    def cancel(self) -> None:
        """Stop after the document under way."""
        ...

    def report(self) -> BatchReport:
        """Return what became of each document so far."""
        ...


class Batches(Protocol):
    """Makes batches, one after the other: the one before has ended, or is let go of."""

    def batch(self, order: Order, listener: Listener) -> Batch:
        """Return the batch of a list; returns at once."""
        ...

    def warm_up(self) -> None:
        """Load what signs, behind whatever the person is looking at."""
        ...

    def close(self) -> None:
        """Let go of everything; the batch under way was stopped before."""
        ...
