# SPDX-License-Identifier: EUPL-1.2
"""What lies in the folder of a stick, in the order in which it comes about: request, packages, list of packages.

``eset-<device code>-<request>/request.json`` is the only file that anybody can read: a public key and what is asked for. It
is authenticated by the code that the receiver's screen shows. Beside it each computer that helps has a folder of its own with
its packages ``00001.eset`` … and ``list.eset``. A package is by itself: ``length (4) | entry (JSON) | content``. The format
stands in ``docs/stick.md``.
"""

import base64
import hmac
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from eset_desktop.clock import RandomBytes
from eset_desktop.interop.stick_errors import NewerFormat, PackageDamaged, WrongCode
from eset_desktop.interop.stick_seal import CHUNK, HEADER, TAG, Content

FORMAT: Final = 1
REQUEST: Final = "request.json"
LIST: Final = "list.eset"
LIST_NUMBER: Final = 0
"""The number under which the list of packages is sealed."""
PACKAGE_BYTES: Final = 64 << 20
"""No file is larger: each fits the smallest file system and is soon written again."""

ROWS: Final = "rows"
BYTES: Final = "bytes"
PIECE: Final = "piece"
"""Kinds of package: objects of a stream, whole documents, a piece of a document that is too large for one."""

_CODE_BYTES: Final = 10
_LENGTH: Final = 4
_LARGEST_ENTRY: Final = 8 << 20


class Request(msgspec.Struct, frozen=True):
    """What a computer asks for; nothing of it is secret.

    Attributes:
        id: Identifier of the request.
        person: Whose computer it is.
        body: The town hall.
        device_code: The computer's short code.
        public_key: X25519, base64.
        streams: What its person may read, by the service's last word.
        made_at: When it was made.
        mac: HMAC-SHA256 of all this under the code, in hexadecimal.
    """

    format: int
    id: str
    person: str
    body: str
    device_code: str
    public_key: str
    streams: tuple[str, ...]
    made_at: str
    mac: str = ""

    @property
    def folder(self) -> str:
        """Return the name of its folder on the stick."""
        return f"eset-{self.device_code}-{self.id}"


class Blob(msgspec.Struct, frozen=True, array_like=True):
    """A document's bytes in a package."""

    sha256: str
    size: int


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a package holds: its first member, and what the list says of it.

    Attributes:
        number: Of the package.
        kind: :data:`ROWS`, :data:`BYTES` or :data:`PIECE`.
        stream: Rows: the stream, and below its cursor and digest when they were read.
        part: Rows: its place among the stream's packages. Piece: its place among the document's.
        parts: Piece: how many there are. Rows: 0 until the stream's last package, which says it.
        after: Rows: the sender's place in its own table after the last row.
        blobs: Bytes: what it holds, in this order. Piece: what it is of.
        length: Bytes of content.
    """

    number: int
    kind: str
    stream: str = ""
    epoch: str = ""
    seq: int = 0
    count: int = 0
    sum: int = 0
    part: int = 0
    parts: int = 0
    after: int = 0
    blobs: tuple[Blob, ...] = ()
    length: int = 0


class Listing(msgspec.Struct, frozen=True):
    """Every package of a sender; ``complete``: all that it has is there."""

    format: int
    body: str
    entries: tuple[Entry, ...]
    complete: bool


def file_name(number: int) -> str:
    """Return the name of a package's file."""
    return f"{number:05d}.eset"


def file_size(entry: Entry) -> int:
    """Return the size of a package's file in bytes."""
    content = _LENGTH + len(msgspec.json.encode(entry)) + entry.length
    return HEADER + content + TAG * max(1, -(-content // CHUNK))


def new_code(random: RandomBytes) -> str:
    """Return a new code: 80 random bits as people can read them out."""
    return shown(random(_CODE_BYTES))


def shown(code: bytes) -> str:
    """Return a code as people read it out."""
    text = base64.b32encode(code).decode()
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


def code_bytes(code: str) -> bytes:
    """Return a typed code as bytes, whatever its case, dashes and blanks.

    Raises:
        WrongCode: No code looks so.
    """
    plain = "".join(code.split()).replace("-", "").upper()
    try:
        found = base64.b32decode(plain.replace("0", "O").replace("1", "I").replace("8", "B"))
    except ValueError:
        raise WrongCode from None
    if len(found) != _CODE_BYTES:
        raise WrongCode
    return found


def signed(request: Request, code: bytes) -> Request:
    """Return a request with its proof that it was made by who knows the code."""
    bare = msgspec.json.encode(msgspec.structs.replace(request, mac=""))
    return msgspec.structs.replace(request, mac=hmac.digest(code, bare, "sha256").hex())


def request_from(data: bytes) -> Request:
    """Return the request that a file holds; not yet checked against any code.

    Raises:
        PackageDamaged: It is no request.
        NewerFormat: A later release made it.
    """
    try:
        found = msgspec.json.decode(data)
        if isinstance(found, dict) and isinstance(found.get("format"), int) and found["format"] > FORMAT:
            raise NewerFormat
        return msgspec.convert(found, Request)
    except msgspec.MsgspecError:
        raise PackageDamaged from None


def is_signed(request: Request, code: bytes) -> bool:
    """Tell whether a request was made with this code and not changed since."""
    return hmac.compare_digest(signed(request, code).mac, request.mac)


def packed(entry: Entry, content: Iterable[bytes]) -> Iterator[bytes]:
    """Yield what is sealed as a package."""
    head = msgspec.json.encode(entry)
    yield len(head).to_bytes(_LENGTH, "big") + head
    yield from content


def unpacked(content: Content) -> Entry:
    """Read a package's entry from its beginning; raises PackageDamaged."""
    size = int.from_bytes(content.take(_LENGTH), "big")
    if size > _LARGEST_ENTRY:
        raise PackageDamaged
    try:
        return msgspec.json.decode(content.take(size), type=Entry)
    except msgspec.MsgspecError:
        raise PackageDamaged from None


def listing_from(data: bytes) -> Listing:
    """Return the list of packages; raises PackageDamaged, NewerFormat."""
    try:
        found = msgspec.json.decode(data, type=Listing)
    except msgspec.MsgspecError:
        raise PackageDamaged from None
    if found.format > FORMAT:
        raise NewerFormat
    return found


def is_whole(entries: Sequence[Entry]) -> bool:
    """Tell whether packages of rows are all those of their stream at one moment."""
    ordered = sorted(entries, key=lambda each: each.part)
    moments = {(each.epoch, each.seq, each.count, each.sum) for each in entries}
    return (
        len(moments) == 1
        and [each.part for each in ordered] == list(range(len(ordered)))
        and ordered[-1].parts == len(ordered)
    )
