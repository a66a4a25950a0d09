# SPDX-License-Identifier: EUPL-1.2
"""What the window and the process that signs lists say to each other; frames of :mod:`eset_desktop.workers.frames`.

The key never leaves its own worker and no PIN comes here: the process asks the window for each signature value.
Every batch has a number; what is said of an earlier one is not heard any more.
"""

from collections.abc import Sequence
from dataclasses import replace

import msgspec

# an error is made again from its code where its class is known: those that only signing beside documents loads
import eset_desktop.signing.container.errors  # noqa: F401
from eset_desktop.batches.port import Order
from eset_desktop.errors import EsetError
from eset_desktop.signing.batch.states import BatchState, ItemState
from eset_desktop.signing.batch.values import FrozenList, ItemResult, Written
from eset_desktop.signing.values import Checked, Identity
from eset_desktop.workers.messages import Failure, error_of, failure_of


class Enter(msgspec.Struct, frozen=True, tag="enter"):
    """First of all: whose cache; ``key`` is the profile's data key."""

    profile: str
    key: bytearray

    def __repr__(self) -> str:
        return f"Enter({self.profile!r})"


class Begin(msgspec.Struct, frozen=True, tag="begin"):
    """Another batch takes the place of the one before.

    Attributes:
        confirmed: What the person confirmed, when this is the rest of it.
    """

    number: int
    order: Order
    confirmed: FrozenList | None = None


class Check(msgspec.Struct, frozen=True, tag="check"):
    """Look at every document; answered by :class:`Over`."""

    number: int


class Run(msgspec.Struct, frozen=True, tag="run"):
    """Sign; answered by :class:`Over`.

    Attributes:
        identity: Of the key that the window holds open.
        each: Whether a person is asked at each signature.
    """

    number: int
    identity: Identity
    each: bool


class Cancel(msgspec.Struct, frozen=True, tag="cancel"):
    """Stop a batch that is being checked or run."""

    number: int


class Given(msgspec.Struct, frozen=True, tag="given"):
    """What was asked for: a signature value; nothing, where it was a secret: that stays with the window."""

    ask: int
    value: bytes = b""


class NotGiven(msgspec.Struct, frozen=True, tag="not_given"):
    """Why not."""

    ask: int
    failure: Failure


Request = Enter | Begin | Check | Run | Cancel | Given | NotGiven


class Entered(msgspec.Struct, frozen=True, tag="entered"):
    """The cache is open."""


class Moved(msgspec.Struct, frozen=True):
    """One document in another state, by its place in the order."""

    index: int
    state: ItemState
    checked: Checked | None = None
    failure: Failure | None = None
    written: Written | None = None


class Told(msgspec.Struct, frozen=True, tag="told"):
    """What moved since it was told last.

    Attributes:
        rate: Documents signed in a second; 0.0 while unknown.
    """

    number: int
    moved: tuple[Moved, ...]
    rate: float = 0.0


class AskValue(msgspec.Struct, frozen=True, tag="ask_value"):
    """The key shall sign; answered by :class:`Given` or :class:`NotGiven`.

    Attributes:
        typed: Whether a secret was typed for it.
    """

    number: int
    ask: int
    attested: bytes
    typed: bool


class AskSecret(msgspec.Struct, frozen=True, tag="ask_secret"):
    """A person shall type the secret for one document; answered by :class:`Given` or :class:`NotGiven`."""

    number: int
    ask: int
    index: int


class Over(msgspec.Struct, frozen=True, tag="over"):
    """The check or the run ended; everything that moved was told before.

    Attributes:
        seconds: That the batch ran, without pauses.
        failure: Of what asked for it: nothing was done.
        trace: Where the program itself failed, for the log: places and the kind of exception, nothing of what it held.
    """

    number: int
    state: BatchState
    seconds: float = 0.0
    cause: Failure | None = None
    failure: Failure | None = None
    trace: str = ""


Answer = Entered | Told | AskValue | AskSecret | Over | Failure


def moved_of(index: int, result: ItemResult) -> Moved:
    """Return what is told of a document."""
    failure = failure_of(result.error) if result.error else None
    return Moved(index, result.state, result.checked, failure, result.written)


def result_of(before: ItemResult, moved: Moved) -> ItemResult:
    """Return how a document stands after what was told; the check freezes hash and size where they were not known."""
    item, checked = before.item, moved.checked or before.checked
    if moved.checked is not None:
        item = replace(item, sha256=moved.checked.sha256, size=moved.checked.size)
    error = error_of(moved.failure, EsetError) if moved.failure else None
    return ItemResult(item, moved.state, checked, error, moved.written)


def rest_of(order: Order, indexes: Sequence[int]) -> Order:
    """Return some of an order's items as an order."""
    items = tuple(order.frozen.items[index] for index in indexes)
    return Order(FrozenList(items), order.documents, order.requests, order.way)
