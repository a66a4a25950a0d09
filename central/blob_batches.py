# SPDX-License-Identifier: EUPL-1.2
"""Many small contents in one request: each is verified and taken, or not, by itself."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from sqlalchemy import Connection

from central import accounts, custody
from central.callers import Caller
from central.composing import Composer
from central.errors.requests import RequestMalformed
from central.present import publish
from central.store import holdings
from eset_desktop.clock import iso
from eset_desktop.crashpoints import crashpoint
from sync.protocol import BlobStatus, Limits

STORED: Final = "stored"
EXISTS: Final = "exists"
UNREFERENCED: Final = "unreferenced"
DAMAGED: Final = "damaged"

_HASH_BYTES: Final = 32
_LENGTH_BYTES: Final = 4


def records(data: bytes) -> list[tuple[str, bytes]]:
    """Return the hashes and contents of a batch: 32 bytes SHA-256, 4 bytes length (big-endian), the bytes; again and again.

    Raises:
        RequestMalformed: It does not end with a record, or one is larger than allowed.
    """
    return list(_records(data))


def _records(data: bytes) -> Iterator[tuple[str, bytes]]:
    at = 0
    while at < len(data):
        start = at + _HASH_BYTES + _LENGTH_BYTES
        size = int.from_bytes(data[at + _HASH_BYTES : start], "big")
        if start > len(data) or start + size > len(data) or size > Limits().batched_blob_bytes:
            raise RequestMalformed(reason="record")
        yield data[at : at + _HASH_BYTES].hex(), data[start : start + size]
        at = start + size


def receive(composer: Composer, caller: Caller, batch: Sequence[tuple[str, bytes]]) -> list[BlobStatus]:
    """Take a batch and return what became of each record, in order.

    Raises:
        DeviceUnknown: The device was renewed meanwhile, or revoked; nothing is the body's.
    """
    right = [hashlib.sha256(data).hexdigest() == sha256 for sha256, data in batch]
    sound = {sha256: data for (sha256, data), is_right in zip(batch, right, strict=True) if is_right}
    judged = _judged(composer, caller, {sha256: len(data) for sha256, data in sound.items()})
    fresh = {sha256: data for sha256, data in sound.items() if judged[sha256] == STORED}
    if fresh:
        composer.blobs.put_all(fresh.values())
        crashpoint("central.blob_stored")
        sizes = {sha256: len(data) for sha256, data in fresh.items()}

        def work(connection: Connection) -> tuple[str, ...]:
            sender = accounts.check_standing(connection, caller.device)
            return publish(connection, caller.body, sizes, iso(composer.clock.now()), sender)

        for stream in composer.database.attempt(work):
            composer.moved(stream)
    return [
        BlobStatus(sha256, judged[sha256] if is_right else DAMAGED)
        for (sha256, _), is_right in zip(batch, right, strict=True)
    ]


def _judged(composer: Composer, caller: Caller, sizes: Mapping[str, int]) -> dict[str, str]:
    """Return what is to be done with contents whose hashes are right."""
    with composer.database.read() as connection:
        referred = holdings.referred(connection, caller.streams, sizes)
    there = custody.confirmed(composer, caller, {each: sizes[each] for each in referred})
    return {each: EXISTS if each in there else STORED if each in referred else UNREFERENCED for each in sizes}
