# SPDX-License-Identifier: EUPL-1.2
"""The words for the codes of signing: places of keys, capacities, cards, states of a batch."""

from collections.abc import Mapping
from typing import Final

from eset_desktop.signing.batch.states import ItemState
from eset_desktop.signing.identities.bodies import BodyWarning
from eset_desktop.signing.keys.port import TokenState
from eset_desktop.signing.values import Capacity, StoreKind
from ui.marks import QT_TRANSLATE_NOOP

STORE: Final[Mapping[str, str]] = {
    StoreKind.PKCS11: QT_TRANSLATE_NOOP("Words", "Card"),
    StoreKind.PKCS12: QT_TRANSLATE_NOOP("Words", "Certificate files"),
    StoreKind.WINDOWS: QT_TRANSLATE_NOOP("Words", "Certificates of this computer"),
    StoreKind.CLOUD: QT_TRANSLATE_NOOP("Words", "Signing service"),
}
CAPACITY: Final[Mapping[str, str]] = {
    Capacity.UNKNOWN: "",
    Capacity.PERSON: QT_TRANSLATE_NOOP("Words", "Citizen"),
    Capacity.PUBLIC_EMPLOYEE: QT_TRANSLATE_NOOP("Words", "Public employee"),
    Capacity.PSEUDONYM: QT_TRANSLATE_NOOP("Words", "Public employee with a pseudonym"),
    Capacity.LINKED_PERSON: QT_TRANSLATE_NOOP("Words", "Person linked to the body"),
    Capacity.REPRESENTATIVE: QT_TRANSLATE_NOOP("Words", "Representative"),
    Capacity.SEAL: QT_TRANSLATE_NOOP("Words", "Electronic seal"),
}
TOKEN: Final[Mapping[str, str]] = {
    TokenState.OK: "",
    TokenState.COUNT_LOW: QT_TRANSLATE_NOOP("Words", "a wrong PIN was typed"),
    TokenState.FINAL_TRY: QT_TRANSLATE_NOOP("Words", "1 try left"),
    TokenState.LOCKED: QT_TRANSLATE_NOOP("Words", "locked"),
    TokenState.NOT_INITIALISED: QT_TRANSLATE_NOOP("Words", "without a PIN"),
}
"""How a card's PIN stands, beside its name."""
TOKEN_WARNING: Final[Mapping[str, str]] = {
    TokenState.OK: "",
    TokenState.COUNT_LOW: QT_TRANSLATE_NOOP(
        "Words", "A wrong PIN was typed before. After some wrong ones the card is locked."
    ),
    TokenState.FINAL_TRY: QT_TRANSLATE_NOOP(
        "Words", "You have 1 try left: if the PIN is wrong, the card is locked."
    ),
    TokenState.LOCKED: QT_TRANSLATE_NOOP(
        "Words",
        "The card is locked: the PIN was wrong too many times. Unlock it with the PUK in the card maker's program, or ask"
        " whoever issued it.",
    ),
    TokenState.NOT_INITIALISED: QT_TRANSLATE_NOOP(
        "Words", "The card has no PIN yet. Choose one in the card maker's program first."
    ),
}
"""What a person must know of a card's PIN before typing it."""
BODY_WARNING: Final[Mapping[str, str]] = {
    BodyWarning.OTHER_BODY: QT_TRANSLATE_NOOP(
        "Words",
        "This certificate is of another body (%1), and the documents are of %2. Go on only if it has to be so.",
    ),
    BodyWarning.NO_BODY: QT_TRANSLATE_NOOP(
        "Words", "This certificate is the person's own: nothing in it says that they act for %2."
    ),
}
"""Told before the PIN; one may sign all the same."""
ITEM: Final[Mapping[str, str]] = {
    ItemState.QUEUED: QT_TRANSLATE_NOOP("Words", "To be checked"),
    ItemState.CHECKING: QT_TRANSLATE_NOOP("Words", "Being checked"),
    ItemState.READY: QT_TRANSLATE_NOOP("Words", "Ready"),
    ItemState.PREPARING: QT_TRANSLATE_NOOP("Words", "Being signed"),
    ItemState.SIGNING: QT_TRANSLATE_NOOP("Words", "Being signed"),
    ItemState.WRITING: QT_TRANSLATE_NOOP("Words", "Being saved"),
    ItemState.SIGNED: QT_TRANSLATE_NOOP("Words", "Signed"),
    ItemState.REFUSED: QT_TRANSLATE_NOOP("Words", "Cannot be signed"),
    ItemState.FAILED: QT_TRANSLATE_NOOP("Words", "Not signed"),
    ItemState.CANCELLED: QT_TRANSLATE_NOOP("Words", "Not signed: you stopped"),
}
"""How far one document of a confirmed list is."""
