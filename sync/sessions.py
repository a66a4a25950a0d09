# SPDX-License-Identifier: EUPL-1.2
"""What one tus session sends, and what stands in the headers of its requests and answers."""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from eset_desktop.store.carrying import SEGMENTS
from eset_desktop.store.replica import Upload
from sync import protocol
from sync.context import Context
from sync.messages import Response
from sync.problems import NotTheService
from sync.protocol import (
    COMPOSING,
    CONCAT_HEADER,
    LENGTH_HEADER,
    METADATA_HEADER,
    OFFSET_HEADER,
    PARTIAL,
    STATE_HEADER,
    TUS_HEADER,
    TUS_VERSION,
    UPLOADS_PATH,
)

VERSION: Final = {TUS_HEADER: TUS_VERSION}
_SMALLEST_WINDOW: Final = 20 << 10
_LATELY: Final = 120.0
"""Seconds after which a broken connection counts as bad luck."""
_FAST: Final = 1 << 20
"""Chunks from this size on: the line is so fast that what is on the way is no matter."""


@dataclass(frozen=True, slots=True)
class Sending:
    """What one session sends.

    Attributes:
        due: The content.
        length: Bytes that are sent.
        url: Address of the session, empty when there is none.
        offset: How many of them the service has.
        form: Whole, a recipe or one of several stretches.
        read: Returns so many of the bytes from an offset.
        note: Remembers address and offset.
    """

    due: Upload
    length: int
    url: str
    offset: int
    form: str
    read: Callable[[int, int], bytes]
    note: Callable[[str, int], None]

    @property
    def doubt(self) -> str:
        """Return the name under which it is remembered that a session may have been begun whose address was lost."""
        return f"{self.form}:{self.due.sha256}"


def is_composing(response: Response) -> bool:
    """Tell whether the service has all bytes and still puts them together."""
    return response.headers.get(STATE_HEADER) == COMPOSING


def described(sending: Sending) -> dict[str, str]:
    """Return the headers of a creation."""
    facts = {"sha256": bytes.fromhex(sending.due.sha256)}
    if sending.length != sending.due.size:
        facts["size"] = str(sending.due.size).encode()
    if sending.form == SEGMENTS:
        facts["form"] = SEGMENTS.encode()
    metadata = [f"{name} {b64encode(value).decode()}" for name, value in facts.items()]
    if sending.form == PARTIAL:
        extra = {CONCAT_HEADER: PARTIAL}
    else:
        metadata.append("resume")
        extra = {}
    return {LENGTH_HEADER: str(sending.length), METADATA_HEADER: ",".join(metadata), **extra}


def window_of(context: Context) -> int:
    """Return how much of an upload may be on the way: two seconds' worth, by the chunks that take eight.

    A line that loses packets needs so much. On one where connections broke lately it is half, for all of it is lost then.
    """
    size = context.chunks_up.size
    if size >= _FAST:
        return 0
    window = max(_SMALLEST_WINDOW, size // 4)
    return window // 2 if context.clock.monotonic() - context.broke_at < _LATELY else window


def version(context: Context) -> dict[str, str]:
    """Return the version's header for a service that knows tus only by our first form; a later one takes it as said."""
    return {} if protocol.CONCATENATION in context.features else dict(VERSION)


def offset_in(response: Response, length: int) -> int:
    """Return the offset that an answer tells; raises NotTheService for none, or one beyond the length."""
    text = response.headers.get(OFFSET_HEADER, "")
    if not text.isdecimal() or int(text) > length:
        raise NotTheService(status=response.status, why="offset")
    return int(text)


def location_in(context: Context, response: Response) -> str:
    """Return the path of a new upload; the service never sends us to another machine (NotTheService)."""
    target = urlsplit(response.headers.get("location", ""))
    home = urlsplit(context.replica.account().url)
    foreign = target.netloc and (target.scheme, target.netloc) != (home.scheme, home.netloc)
    if foreign or not target.path.startswith(f"{UPLOADS_PATH}/") or ".." in target.path:
        raise NotTheService(status=response.status, why="location")
    return target.path
