# SPDX-License-Identifier: EUPL-1.2
"""What a batch is made of and what it tells: plain values, light to import, for the window and the command line."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Final, Protocol

from eset_desktop.errors import EsetError
from eset_desktop.signing.batch.states import BatchState, ItemState
from eset_desktop.signing.confirmation import confirmation_of
from eset_desktop.signing.sources import Source
from eset_desktop.signing.values import Checked, Evidence, Identity, Prepared, SignedTail, Wanted

_PLAIN: Final = Wanted()


@dataclass(frozen=True, slots=True)
class BatchItem:
    """One document of a confirmed list: these bytes and no others.

    Attributes:
        id: Names it inside the batch: a path, a version.
        title: As the person saw it.
        source: Where the bytes are.
        sha256: Of the bytes, hexadecimal: what the person confirmed.
        size: In bytes.
        wanted: How it is to be signed.
    """

    id: str
    title: str
    source: Source
    sha256: str
    size: int
    wanted: Wanted = _PLAIN


@dataclass(frozen=True, slots=True)
class FrozenList:
    """What a person confirms, in the order shown."""

    items: tuple[BatchItem, ...]

    def __post_init__(self) -> None:
        """Refuse a list that names one document twice."""
        if len({item.id for item in self.items}) != len(self.items):
            raise ValueError("one item twice")

    @property
    def seal(self) -> str:
        """SHA-256 (hexadecimal) of the list; it stands in the evidence of each signature."""
        return confirmation_of((item.title, item.sha256) for item in self.items)


@dataclass(frozen=True, slots=True)
class Written:
    """A signed document that stands where it belongs.

    Attributes:
        place: A path, or the id of a version.
        sha256: Of the signed bytes, hexadecimal.
        size: Of the signed bytes.
        evidence: How the signature came about.
    """

    place: str
    sha256: str
    size: int
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Value:
    """A document with the value that its key gave.

    Attributes:
        item: The document.
        prepared: Its signature without the value.
        value: What the key made of it.
        identity: Whose key.
        seal: Of the list that was confirmed.
    """

    item: BatchItem
    prepared: Prepared
    value: bytes
    identity: Identity
    seal: str


class SigningDoor(Protocol):
    """Makes the signatures of a batch: inside documents or beside them."""

    def begin_check(self, item: BatchItem) -> "Future[Checked]":
        """Say whether a document can be signed as wanted."""
        ...

    def begin_prepare(self, item: BatchItem, identity: Identity) -> "Future[Prepared]":
        """Make a signature that lacks nothing but its value."""
        ...

    def begin_finish(self, value: Value) -> "Future[SignedTail]":
        """Put the value in and check the result."""
        ...


class Writer(Protocol):
    """Puts signed documents where they belong: ``stage`` for several at once, then ``write`` one by one in the list's order."""

    def check(self, item: BatchItem) -> None:
        """Return when an item's signed document would have its place, as far as one can know before the PIN.

        Raises:
            EsetError: It would not.
        """
        ...

    def stage(self, item: BatchItem, signed: SignedTail) -> None:
        """Bring what needs no order to the disk; in any order and from any thread.

        Raises:
            EsetError: The document is as it was.
        """
        ...

    def write(self, item: BatchItem, signed: SignedTail) -> str:
        """Make the item's bytes followed by ``signed.tail`` stand, whole or not at all, and return the place.

        Nothing but those bytes may be written, here or before: the original is compared with
        ``signed.evidence.input_sha256`` and the result with ``output_sha256`` on the way to the disk.

        Raises:
            EsetError: The document is as it was.
        """
        ...


@dataclass(frozen=True, slots=True)
class ItemResult:
    """What became of one document.

    Attributes:
        checked: What the check before the PIN found; ``None`` when it was refused or not reached.
        error: Why it was refused or failed.
        written: The signed document.
    """

    item: BatchItem
    state: ItemState
    checked: Checked | None = None
    error: EsetError | None = None
    written: Written | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is.

    Attributes:
        ended: Documents that are signed, refused, failed or cancelled.
        signed: Those that are signed.
        total: All of them.
        rate: Documents signed in a second lately; 0.0 while unknown.
        left: Seconds until the end at that rate; ``None`` while unknown.
    """

    ended: int
    signed: int
    total: int
    rate: float = 0.0
    left: float | None = None


@dataclass(frozen=True, slots=True)
class ItemMoved:
    """A document is in another state."""

    result: ItemResult
    progress: Progress


@dataclass(frozen=True, slots=True)
class BatchMoved:
    """The batch is in another state; ``cause`` says why it is paused."""

    state: BatchState
    progress: Progress
    cause: EsetError | None = None


Event = ItemMoved | BatchMoved
Listener = Callable[[Event], None]
"""Called from the batch's threads, one event after the other; must return at once and raise nothing."""


@dataclass(frozen=True, slots=True)
class BatchReport:
    """The one list of results, in the order of the confirmed list."""

    state: BatchState
    seal: str
    results: tuple[ItemResult, ...]
    cause: EsetError | None = None
    seconds: float = 0.0
    """From the first ``begin`` to now, without pauses."""

    def of(self, state: ItemState) -> tuple[ItemResult, ...]:
        """Return the results in one state."""
        return tuple(each for each in self.results if each.state is state)
