# SPDX-License-Identifier: EUPL-1.2
"""What a store of keys and its worker say to each other (MessagePack, one frame each); the same for every kind."""

import msgspec

from eset_desktop.signing.keys.port import BatchPolicy, TokenState
from eset_desktop.signing.values import Identity
from eset_desktop.workers.messages import Failure


class Probe(msgspec.Struct, frozen=True, tag="probe"):
    """Load what is behind ``place`` and say what it is; a bad driver shows itself here."""

    place: str


class ListKeys(msgspec.Struct, frozen=True, tag="list"):
    """Say which certificates with a key are there now."""

    place: str


class AskState(msgspec.Struct, frozen=True, tag="state"):
    """Say how the PIN of an identity's token stands."""

    place: str
    id: str


class OpenKey(msgspec.Struct, frozen=True, tag="open"):
    """Log in and keep the key.

    Attributes:
        place: Path of the module; empty where there is only one place.
        id: The identity; empty for a certificate file, which tells whose it is when it is open.
        secret: What the person typed.
        policy: How often they type.
        file: The certificate file itself.
    """

    place: str
    id: str
    secret: bytearray | None
    policy: BatchPolicy
    file: bytes = b""


class Sign(msgspec.Struct, frozen=True, tag="sign"):
    """Sign with an open key."""

    key: str
    attested: bytes
    secret: bytearray | None


class CloseKey(msgspec.Struct, frozen=True, tag="close"):
    """Forget an open key."""

    key: str


class Probed(msgspec.Struct, frozen=True, tag="probed"):
    """What the place says of itself."""

    about: str


class Listed(msgspec.Struct, frozen=True, tag="listed"):
    """The certificates found."""

    identities: tuple[Identity, ...]


class Told(msgspec.Struct, frozen=True, tag="told"):
    """How the PIN stands."""

    state: TokenState


class Opened(msgspec.Struct, frozen=True, tag="opened"):
    """A key is open under a name that means nothing elsewhere."""

    key: str
    identity: Identity


class Signature(msgspec.Struct, frozen=True, tag="signature"):
    """The bare signature value."""

    value: bytes


class Done(msgspec.Struct, frozen=True, tag="done"):
    """Nothing to say but yes."""


Request = Probe | ListKeys | AskState | OpenKey | Sign | CloseKey
Answer = Probed | Listed | Told | Opened | Signature | Done | Failure
