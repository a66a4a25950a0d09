# SPDX-License-Identifier: EUPL-1.2
"""Signatures beside documents for a batch: what :class:`~eset_desktop.signing.batch.inside.InsideDoor` is for those inside.

Nothing of a document is understood here, only hashed, so no process of its own is needed; it works on threads, and what
it keeps between two steps is in what it returns.
"""

import hashlib
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import BinaryIO, Final

from eset_desktop.clock import Clock
from eset_desktop.signing.batch.values import BatchItem, Value
from eset_desktop.signing.checks import check_identity
from eset_desktop.signing.container import asice
from eset_desktop.signing.container.asice import Content, PreparedContainer, prepare_container
from eset_desktop.signing.container.cades import PreparedCades, digest_of, finish_cades, prepare_cades
from eset_desktop.signing.container.making import MANIFEST_MIME, Circumstances, evidence_beside
from eset_desktop.signing.container.offer import Offer
from eset_desktop.signing.errors import DocumentChanged, OwnCheckFailed
from eset_desktop.signing.pades.opening import open_document
from eset_desktop.signing.sources import Source
from eset_desktop.signing.values import Checked, Identity, Prepared, SignedTail

_THREADS: Final = 2


@dataclass(frozen=True, slots=True)
class Named:
    """What a document is called where its signature speaks of it, and its type."""

    name: str
    mime: str


class BesideDoor:
    """Makes signatures in files of their own: a ``.p7s``, or a container that holds the document too.

    A signed ``tail`` is that file, whole; a document in a container is in memory while it is written.

    Args:
        way: Which of the two.
        names: What each document is called, by the list's item: two may have the same bytes.
        clock: The claimed moment of each signature.
    """

    def __init__(self, way: Offer, names: Mapping[str, Named], clock: Clock) -> None:
        self._way = way
        self._names = names
        self._clock = clock
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="beside")

    def begin_check(self, item: BatchItem) -> "Future[Checked]":
        """Look whether a document is what was frozen; any can be signed beside."""
        return self._threads.submit(self._check, item)

    def begin_prepare(self, item: BatchItem, identity: Identity) -> "Future[Prepared]":
        """Make a signature that lacks nothing but its value."""
        return self._threads.submit(self._prepare, item, identity)

    def begin_finish(self, value: Value) -> "Future[SignedTail]":
        """Put the value in and check the result."""
        return self._threads.submit(self._finish, value)

    def close(self) -> None:
        """Make nothing any more."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _check(self, item: BatchItem) -> Checked:
        digest, size = _measured(item)
        return Checked(digest.hex(), size)

    def _prepare(self, item: BatchItem, identity: Identity) -> Prepared:
        at = self._clock.now()
        check_identity(identity, at)
        digest, size = _measured(item)
        named = self._names[item.id]
        mime = named.mime
        if self._way is Offer.CONTAINER:
            digest, mime = _container(item.source, named).digest, MANIFEST_MIME
        made = prepare_cades(digest, identity, at=at, mime=mime)
        return Prepared(made.attested, b"", (0, 0), digest, item.sha256, size, "", at, item.wanted.acting)

    def _finish(self, value: Value) -> SignedTail:
        identity, prepared = value.identity, value.prepared
        named, inside = self._names[value.item.id], self._way is Offer.CONTAINER
        mime = MANIFEST_MIME if inside else named.mime
        made = prepare_cades(prepared.digest, identity, at=prepared.at, mime=mime)
        if made.attested != prepared.attested:
            raise OwnCheckFailed(step="attributes")
        about = Circumstances(identity, prepared.at, value.seal, acting=prepared.acting)
        written, size = finish_cades(made, value.value), prepared.size
        if inside:
            container = _container(value.item.source, named)
            written, size = _contained(container, made, written, about), len(container.manifest)
        evidence = evidence_beside(made, size, hashlib.sha256(written).hexdigest(), about)
        return SignedTail(written, evidence, identity.name)


def _container(source: Source, named: Named) -> PreparedContainer:
    return prepare_container([Content(named.name, named.mime, partial(_opened, source))])


def _opened(source: Source) -> BinaryIO:
    return open_document(source).stream


def _measured(item: BatchItem) -> tuple[bytes, int]:
    with open_document(item.source) as document:
        digest, size = digest_of(document.stream)
    if digest.hex() != item.sha256:
        raise DocumentChanged
    return digest, size


def _contained(
    container: PreparedContainer, made: PreparedCades, signature: bytes, about: Circumstances
) -> bytes:
    if container.digest != made.digest:
        raise DocumentChanged
    out = BytesIO()
    asice.write_container(container, signature, out, at=about.at)
    out.seek(0)
    asice.check_container(out, container, about.identity.certificate)
    return out.getvalue()
