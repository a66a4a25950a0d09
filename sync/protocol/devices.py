# SPDX-License-Identifier: EUPL-1.2
"""Messages about a body's computers: what a device tells of itself, what those who keep the computers see of it."""

import msgspec


class Unsent(msgspec.Struct, frozen=True, omit_defaults=True):
    """An act that only this device holds, in the words an administrator needs to find it again.

    Attributes:
        kind: The object's kind.
        verb: ``create``, ``set`` or the command.
        object: The object's id.
        label: Number or provisional label of its dossier; never a title or a name.
        at: The device's time.
    """

    kind: str
    verb: str
    object: str
    at: str
    label: str = ""


class DeviceReport(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a device tells about itself, for the list of devices; told at every check and when it changed much.

    Attributes:
        client: Program and version.
        schema: Schema of the kinds that it knows.
        unsent: Number of changes that the service has not answered.
        unsent_bytes: Bytes of documents that only the device has.
        oldest_at: The device's time of the oldest of them, empty for none.
        acts: The oldest of them, 50 at most.
    """

    client: str
    schema: int
    unsent: int = 0
    unsent_bytes: int = 0
    oldest_at: str = ""
    acts: tuple[Unsent, ...] = ()


class DeviceFacts(msgspec.Struct, frozen=True, omit_defaults=True):
    """What those who keep a body's computers see of one.

    Attributes:
        code: Its short code inside provisional labels.
        client: Program and version, as it last told.
        state: ``active``, ``renewed`` (another identity goes on in its place) or ``revoked``.
        last_contact: The service's time, empty when it never asked for anything.
        max_n: The highest number of its mutations with a final result.
        reported_at: When it told the rest, by the service's time; empty when it never did.
        unsent: Number of changes that the service had not answered then.
        unsent_bytes: Bytes of documents that only it had then.
        oldest_at: The time of the oldest of them; empty for none.
        acts: The oldest of them.
        signing_only: It holds what waits for its person's signature and nothing else.
    """

    id: str
    code: str
    person: str
    person_name: str
    name: str
    client: str
    state: str
    created_at: str
    last_contact: str = ""
    max_n: int = 0
    reported_at: str = ""
    unsent: int = 0
    unsent_bytes: int = 0
    oldest_at: str = ""
    acts: tuple[Unsent, ...] = ()
    signing_only: bool = False


class DeviceList(msgspec.Struct, frozen=True):
    """The computers of a body, told to its secretary."""

    devices: tuple[DeviceFacts, ...]


class MissingBytes(msgspec.Struct, frozen=True):
    """A version that was announced and whose bytes never came.

    Attributes:
        label: Number or provisional label of its dossier.
        at: When it was announced.
    """

    version: str
    document: str
    label: str
    size: int
    at: str


class OnlyThere(msgspec.Struct, frozen=True, omit_defaults=True):
    """What only a revoked device held, as far as it is known.

    Attributes:
        reported_at: When the device last told of its unsent acts; empty when it never did.
        unsent: How many they were then.
        acts: The oldest of them.
        versions: Documents' bytes that it was to send.
    """

    reported_at: str = ""
    unsent: int = 0
    acts: tuple[Unsent, ...] = ()
    versions: tuple[MissingBytes, ...] = ()
