# SPDX-License-Identifier: EUPL-1.2
"""Beginning a stream by its snapshot: read bit by bit by a carrier, used while it comes, gone on with after any break.

In the same run it goes on at the byte where the line broke; after a restart at the beginning of the frame that was being
read, past the rows that the cache has. What cannot be read as a snapshot is left: the stream is then read as a feed.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

import msgspec

from eset_desktop.crashpoints import crashpoint
from eset_desktop.domain.kinds import BODY, CATALOGUE
from eset_desktop.store.snapshot import Progress
from eset_desktop.zstd import WINDOW_LOG, zstd
from sync.coding import failure_of
from sync.context import CONTROL, Context
from sync.messages import LineError, More, Part, Response, Steps
from sync.problems import NotTheService, ShortAnswer, of_line
from sync.protocol import SNAPSHOT_TYPE, STREAMS_PATH, SnapshotHeader, SnapshotRow

_PIECE: Final = 1 << 20
"""Bytes that are decompressed at once."""
_LONGEST_LINE: Final = 1 << 24

_ROW: Final = msgspec.json.Decoder(SnapshotRow)
_HEADER: Final = msgspec.json.Decoder(SnapshotHeader)


def _decoder() -> zstd.ZstdDecompressor:
    return zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: WINDOW_LOG})


@dataclass(slots=True)
class Reading:
    """A snapshot in the middle of being read.

    Attributes:
        etag: Which one; empty until the service said so.
        offset: Bytes taken in.
        frame: Byte at which the frame begins that is being read.
        before: Rows in the frames before it.
        seen: Rows read.
        header: The first line.
    """

    etag: str = ""
    offset: int = 0
    frame: int = 0
    before: int = 0
    seen: int = 0
    header: SnapshotHeader | None = None
    _decoder: zstd.ZstdDecompressor = field(default_factory=_decoder)
    _rest: bytes = b""

    @classmethod
    def after(cls, progress: Progress | None) -> "Reading":
        """Return one that goes on where the cache says."""
        if progress is None:
            return cls()
        at, rows = progress.frame, progress.before
        return cls(progress.etag, at, at, rows, rows, progress.header)

    def is_at(self, progress: Progress | None) -> bool:
        """Tell whether this is where the cache is, so that it can go on at the next byte."""
        if progress is None:
            return self.header is None
        return (self.etag, self.seen) == (progress.etag, progress.taken)

    def take(self, data: bytes) -> list[SnapshotRow]:
        """Take bytes in and return the rows that they complete.

        Raises:
            zstd.ZstdError, msgspec.DecodeError, ValueError: They are no snapshot.
        """
        rows: list[SnapshotRow] = []
        end = self.offset + len(data)
        while data or not self._decoder.needs_input:
            plain = self._decoder.decompress(data, _PIECE)
            data = b""
            for line in self._lines(plain):
                if self.header is None:
                    self.header = _HEADER.decode(line)
                else:
                    rows.append(_ROW.decode(line))
            if self._decoder.eof:
                data = self._decoder.unused_data
                self._decoder = _decoder()
                if self._rest:
                    msg = "a frame ends in the middle of a line"
                    raise ValueError(msg)
                self.frame, self.before = end - len(data), self.seen + len(rows)
        self.offset = end
        self.seen += len(rows)
        return rows

    def _lines(self, plain: bytes) -> Iterator[bytes]:
        *lines, self._rest = (self._rest + plain).split(b"\n")
        if len(self._rest) > _LONGEST_LINE:
            msg = "a line without end"
            raise ValueError(msg)
        yield from lines


def due(context: Context) -> tuple[str, ...]:
    """Return the streams that are to be begun by their snapshot; until then they are not read as a feed."""
    if not context.snapshots:
        return ()
    return tuple(
        each.stream
        for each in context.replica.cursors()
        if not each.epoch and each.stream in context.snapshots
    )


def is_first(streams: Collection[str]) -> bool:
    """Tell whether what is begun is what a new cache begins with: until it is here nothing else is news."""
    return any(each.startswith((CATALOGUE, BODY)) for each in streams)


def snapshot(context: Context, stream: str) -> Steps[None]:
    """Read a stream's snapshot, from where it was left, to its end.

    Raises:
        SyncProblem: It broke off, or was no snapshot; what was taken stays.
    """
    reading = _reading(context, stream)
    headers = {"Range": f"bytes={reading.offset}-", "If-Range": reading.etag} if reading.offset else {}
    path = f"{STREAMS_PATH}/{quote(stream, safe=':')}/snapshot"
    answer = yield context.exchange.streamed(path, headers)
    if isinstance(answer, Part):
        context.exchange.began(answer)
        try:
            reading = _placed(context, stream, reading, answer)
        except NotTheService:
            yield More(stop=True)
            raise
    while isinstance(answer, Part):
        context.exchange.came(len(answer.data))
        crashpoint("sync.answer")
        try:
            goes_on = _take(context, stream, reading, answer.data)
        except (zstd.ZstdError, msgspec.DecodeError, RecursionError, ValueError):
            _leave(context, stream)
            yield More(stop=True)
            raise NotTheService(why="snapshot") from None
        answer = yield More(stop=not goes_on)
    if stream in context.snapshots:
        _broke_off(context, stream, answer)


def _reading(context: Context, stream: str) -> Reading:
    """Return the reading that was broken off in this run, if the cache is where it was, or one from where the cache is."""
    progress, kept = context.replica.snapshot_progress(stream), context.readings.get(stream)
    if kept is not None and kept.is_at(progress):
        return kept
    context.readings[stream] = Reading.after(progress)
    return context.readings[stream]


def _placed(context: Context, stream: str, reading: Reading, part: Part) -> Reading:
    """Return the reading that an answer's bytes belong to: a new one when the service gives all of it."""
    media, etag = part.headers.get("content-type", "").partition(";")[0].strip(), part.headers.get("etag", "")
    if media != SNAPSHOT_TYPE or not etag or (part.status == 206 and etag != reading.etag):
        raise NotTheService(status=part.status, why="snapshot")
    if part.status != 206:
        reading = context.readings[stream] = Reading(etag)
    return reading


def _take(context: Context, stream: str, reading: Reading, data: bytes) -> bool:
    """Put what came into the cache; False when there is nothing more to come."""
    begin, frame, before = reading.seen, reading.frame, reading.before
    rows = reading.take(data)
    if reading.header is None:
        return True
    progress = context.replica.snapshot_progress(stream)
    if progress is None or progress.etag != reading.etag:
        progress = context.replica.begin_snapshot(stream, reading.etag, reading.header)
    placed = msgspec.structs.replace(progress, frame=frame, before=before)
    after: Progress | None = placed
    for each in context.replica.take_snapshot(stream, placed, rows[max(0, placed.taken - begin) :]):
        after = each
    if after is not None and after.taken < after.header.rows:
        return True
    _leave(context, stream)
    if after is not None and not context.replica.holds(stream, after.header):
        context.diverged.add(stream)
    return False


def _leave(context: Context, stream: str) -> None:
    """Forget a snapshot: from here on the stream is read as a feed, which goes on after the snapshot if that was whole."""
    context.replica.drop_snapshot(stream)
    with context.lock:
        context.snapshots.discard(stream)
        context.begun.add(stream)
        if due(context):  # one question about all of them at the end
            context.level.add(stream)
            context.looked_at[stream] = context.clock.monotonic()
        else:
            context.level -= context.begun
            context.begun.clear()
    context.readings.pop(stream, None)
    context.nudge(CONTROL)


def _broke_off(context: Context, stream: str, answer: object) -> None:
    """Raise for an answer that ended before the snapshot did."""
    match answer:
        case LineError(kind=kind):
            raise of_line(kind)
        case Response(status=404 | 410 | 416):
            _leave(context, stream)
        case Response(status=status) if not 200 <= status < 300:
            raise failure_of(answer, context.clock.now())
        case Response(complete=False):
            raise ShortAnswer(status=answer.status)
        case _:
            _leave(context, stream)
            raise NotTheService(why="snapshot")
