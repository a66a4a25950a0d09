# SPDX-License-Identifier: EUPL-1.2
"""The object store in an S3-compatible service, by obstore.

Every request has a time limit and is tried again with a growing pause; large objects go up in parts and are there only
when all parts are. Reading goes by ranges of its own: a client on a slow line keeps no request to the store open.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from central.errors.stored import BucketMissing, StoreAway
from central.objects_settings import S3Settings
from central.objects_store import ObjectMissing, Pieces, checked, checked_prefix

if TYPE_CHECKING:  # obstore has its types for checkers only
    from obstore.store import ClientConfig, S3Config

_PART: Final = 5 << 20
"""Smallest part of a multipart upload but the last (S3 User Guide, "Multipart upload limits"); 10,000 of them at most."""
_STRETCH: Final = 1 << 20
_AT_ONCE: Final = 8
_WAITING: Final = 8
_TIMEOUT: Final = timedelta(seconds=30)
_CONNECT: Final = timedelta(seconds=5)
_PATIENCE: Final = timedelta(seconds=60)
_RETRIES: Final = 6
_NO_BUCKET: Final = "<Code>NoSuchBucket</Code>"
"""How S3 says it (API Reference, "Error responses"); no name of an object holds it."""

_T = TypeVar("_T")


class S3Objects:
    """Objects in a bucket.

    Args:
        settings: Where it is.
        retries: How often a failed request is tried again.
        patience: How long that may take.
    """

    def __init__(
        self, settings: S3Settings, *, retries: int = _RETRIES, patience: timedelta = _PATIENCE
    ) -> None:
        self._presigned = settings.presigned
        self._store = _client(settings, retries, patience)

    def put(self, name: str, data: bytes) -> None:
        """Store bytes."""
        _asked(lambda: obstore.put(self._store, checked(name), data, use_multipart=False))

    def put_all(self, items: Iterable[tuple[str, bytes]]) -> None:
        """Store several objects, a few at a time."""
        with ThreadPoolExecutor(_AT_ONCE, "s3") as pool:
            for _ in pool.map(lambda item: self.put(*item), items):
                pass

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        """Store what an iterable gives; when it raises, the parts that went up are given up."""
        source = iter(pieces)
        begin = b"".join(_first(source, _PART))
        if len(begin) < _PART:
            self.put(name, begin)
        else:
            self._write_large(checked(name), begin, source)

    def _write_large(self, name: str, begin: bytes, source: Iterator[bytes]) -> None:
        """Send parts from a thread of its own: what obstore asks for bytes may not ask obstore for anything."""
        belt = _Belt()

        def send() -> None:
            try:
                _asked(
                    lambda: obstore.put(
                        self._store, name, belt, use_multipart=True, chunk_size=_PART, max_concurrency=2
                    )
                )
            finally:
                belt.stop()

        with ThreadPoolExecutor(1, "s3") as pool:
            sending = pool.submit(send)
            try:
                belt.put(begin)
                for piece in source:
                    belt.put(piece)
            except BaseException as error:
                belt.fail(error)
                raise
            belt.put(b"")
            sending.result()

    def settle(self, name: str) -> None:
        """Do nothing: what can be seen in a bucket is durable."""
        del name

    def size(self, name: str) -> int | None:
        """Return the number of bytes, or None when there is no such object."""
        try:
            return _asked(lambda: obstore.head(self._store, checked(name)))["size"]
        except ObjectMissing:
            return None

    def read(self, name: str, start: int = 0, end: int | None = None) -> Pieces:
        """Return bytes in pieces.

        Raises:
            ObjectMissing: There is no such object.
        """
        size = self.size(name)
        if size is None:
            self._stretch(
                name, 0, 1
            )  # which can say that the bucket is not there: an answer to HEAD has no words
            raise ObjectMissing(name)
        stop = size if end is None else min(end, size)
        starts = range(start, stop, _STRETCH)
        # The first stretch is read at once: an object that vanished is told by this call.
        first = [self._stretch(name, each, stop) for each in starts[:1]]
        return self._pieces(name, first, starts[1:], stop)

    def _pieces(self, name: str, first: Iterable[bytes], starts: Iterable[int], stop: int) -> Pieces:
        yield from first
        for each in starts:
            yield self._stretch(name, each, stop)

    def _stretch(self, name: str, start: int, stop: int) -> bytes:
        end = min(start + _STRETCH, stop)
        return bytes(_asked(partial(obstore.get_range, self._store, name, start=start, end=end)))

    def delete(self, names: Iterable[str]) -> None:
        """Remove objects."""
        wanted = [checked(name) for name in names]
        if wanted:
            _asked(lambda: obstore.delete(self._store, wanted))

    def names(self, prefix: str) -> Iterator[str]:
        """Yield the names below a prefix."""
        pages = obstore.list(self._store, checked_prefix(prefix))
        while page := _asked(lambda: next(pages, None)):
            yield from (each["path"] for each in page)

    def clear_unfinished(self, before: datetime) -> None:
        """Do nothing: the bucket's own rule for unfinished multipart uploads does it (docs/administrator.md)."""
        del before

    def address(self, name: str, lifetime: timedelta) -> str | None:
        """Return a presigned address when the settings want one."""
        return obstore.sign(self._store, "GET", checked(name), lifetime) if self._presigned else None


class _Belt:
    """Bytes on their way from one thread to another, a few pieces at a time; ends with an empty piece."""

    def __init__(self) -> None:
        self._pieces: deque[bytes | BaseException] = deque()
        self._changed = threading.Condition()
        self._stopped = False

    def put(self, piece: bytes) -> None:
        """Add a piece; waits while there are enough. What nobody will take any more is dropped."""
        with self._changed:
            self._changed.wait_for(lambda: self._stopped or len(self._pieces) < _WAITING)
            self._pieces.append(piece)
            self._changed.notify_all()

    def fail(self, error: BaseException) -> None:
        """Let whoever takes pieces fail."""
        with self._changed:
            self._pieces.append(error)
            self._changed.notify_all()

    def stop(self) -> None:
        """Nobody takes pieces any more."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def __iter__(self) -> Iterator[bytes]:
        """Return itself."""
        return self

    def __next__(self) -> bytes:
        """Return the next piece."""
        with self._changed:
            self._changed.wait_for(lambda: bool(self._pieces))
            piece = self._pieces.popleft()
            self._changed.notify_all()
        if isinstance(piece, BaseException):
            raise piece
        if not piece:
            raise StopIteration
        return piece


def _first(source: Iterator[bytes], most: int) -> Iterator[bytes]:
    """Yield pieces until there are enough bytes or no more."""
    found = 0
    while found < most and (piece := next(source, b"")):
        found += len(piece)
        yield piece


def _client(settings: S3Settings, retries: int, patience: timedelta) -> S3Store:
    options: ClientConfig = {
        "allow_http": settings.plain_http,
        "timeout": _TIMEOUT,
        "connect_timeout": _CONNECT,
        "user_agent": "eset-central",
    }
    if settings.ca:
        options["root_certificate"] = settings.ca
    config: S3Config = {"virtual_hosted_style_request": settings.virtual_host}
    if settings.endpoint:
        config["endpoint"] = settings.endpoint
    if settings.region:
        config["region"] = settings.region
    if settings.key:
        config |= {"access_key_id": settings.key, "secret_access_key": settings.secret}
    return S3Store(
        settings.bucket,
        prefix=settings.prefix or None,
        config=config,
        client_options=options,
        retry_config={"max_retries": retries, "retry_timeout": patience},
    )


def _asked(work: Callable[[], _T]) -> _T:
    """Return what the store answers.

    Raises:
        ObjectMissing: It holds no such object.
        BucketMissing: It has no such bucket.
        StoreAway: It failed, or could not be reached.
    """
    try:
        return work()
    except (FileNotFoundError, BaseError) as error:
        # Not "from error": its text may hold a signed address.
        if _NO_BUCKET in str(error):
            raise BucketMissing from None
        if isinstance(error, FileNotFoundError):
            raise ObjectMissing(str(error)) from None
        raise StoreAway(kind=type(error).__name__) from None
