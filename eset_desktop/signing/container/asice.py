# SPDX-License-Identifier: EUPL-1.2
"""One or many files in a container with one signature over all of them: ASiC-E with CAdES (ETSI EN 319 162-1 §4.4).

A zip that begins with its own type, uncompressed; a manifest in ``META-INF`` names each file with its digest, and the
signature is over the manifest. Files are read twice, in pieces: to be hashed, and to be copied into the container, where
they must be the same still.
"""

import base64
import hashlib
import io
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Final, cast
from urllib.parse import quote
from xml.sax.saxutils import quoteattr

from eset_desktop.signing.container.cades import SIGNATURE_MIME, check_cades, digest_of
from eset_desktop.signing.container.errors import FileChanged, NameTwice, NothingToSign
from eset_desktop.signing.container.offer import MIMES, SUFFIXES, Offer
from eset_desktop.signing.errors import OwnCheckFailed
from eset_desktop.signing.plain_files import shown

MIME: Final = MIMES[Offer.CONTAINER]
SUFFIX: Final = SUFFIXES[Offer.CONTAINER]
MANIFEST: Final = "META-INF/ASiCManifest001.xml"
SIGNATURE: Final = "META-INF/signature001.p7s"

_TYPE_FILE: Final = "mimetype"
_ASIC: Final = "http://uri.etsi.org/02918/v1.2.1#"
_DSIG: Final = "http://www.w3.org/2000/09/xmldsig#"
_SHA256: Final = "http://www.w3.org/2001/04/xmlenc#sha256"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_REGULAR_FILE: Final = 0o100644 << 16
_PIECE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Content:
    """A file that goes into a container.

    Attributes:
        name: Its name there; no folders.
        mime: Its type.
        open: Opens it for reading, twice.
    """

    name: str
    mime: str
    open: Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class PreparedContainer:
    """A container that lacks only its signature.

    Attributes:
        files: What goes into it.
        digests: SHA-256 of each.
        manifest: What is signed.
    """

    files: tuple[Content, ...]
    digests: tuple[bytes, ...]
    manifest: bytes

    @property
    def digest(self) -> bytes:
        """SHA-256 of the manifest."""
        return hashlib.sha256(self.manifest).digest()


def prepare_container(files: Sequence[Content]) -> PreparedContainer:
    """Read the files and return what is to be signed for all of them.

    Raises:
        NothingToSign: There are none.
        NameTwice: Two have one name, or one has a name that means something in containers.
        OSError: One cannot be read.
    """
    if not files:
        raise NothingToSign
    _check_names([each.name for each in files])
    digests = []
    for each in files:
        with each.open() as stream:
            digests.append(digest_of(stream)[0])
    return PreparedContainer(tuple(files), tuple(digests), _manifest(files, digests))


def write_container(prepared: PreparedContainer, signature: bytes, out: BinaryIO, *, at: datetime) -> None:
    """Write the container.

    Args:
        prepared: From :func:`prepare_container`.
        signature: DER of the CAdES signature over the manifest.
        out: Where to; seekable.
        at: Time of its entries, in the zone it has.

    Raises:
        FileChanged: A file is not what was signed; what was written is of no use.
        OSError: A file cannot be read, or there is no room.
    """
    stamp = max(_EPOCH, at.timetuple()[:6])
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED, allowZip64=True) as container:
        container.writestr(_entry(_TYPE_FILE, stamp), MIME.encode())
        for file, digest in zip(prepared.files, prepared.digests, strict=True):
            _copy(container, file, digest, stamp)
        container.writestr(_entry(MANIFEST, stamp), prepared.manifest)
        container.writestr(_entry(SIGNATURE, stamp), signature)


def check_container(stream: BinaryIO, prepared: PreparedContainer, certificate: bytes) -> None:
    """Return when a container of ours holds what was signed, all of it and nothing else.

    Args:
        stream: The container as it was written.
        prepared: What was signed.
        certificate: DER of the certificate that was chosen.

    Raises:
        OwnCheckFailed: It does not; details name what.
    """
    try:
        with zipfile.ZipFile(stream) as container:
            wanted = [_TYPE_FILE, *(each.name for each in prepared.files), MANIFEST, SIGNATURE]
            if container.namelist() != wanted or container.read(_TYPE_FILE) != MIME.encode():
                raise OwnCheckFailed(step="entries")
            if container.read(MANIFEST) != prepared.manifest:
                raise OwnCheckFailed(step="manifest")
            check_cades(container.read(SIGNATURE), prepared.digest, certificate)
            for file, digest in zip(prepared.files, prepared.digests, strict=True):
                with container.open(file.name) as entry:
                    _same(digest_of(io.BufferedReader(cast("io.RawIOBase", entry)))[0], digest)
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError) as error:
        raise OwnCheckFailed(step=type(error).__name__) from error


def _same(found: bytes, wanted: bytes) -> None:
    if found != wanted:
        raise OwnCheckFailed(step="file")


def _check_names(names: Iterable[str]) -> None:
    """Names are told apart as Windows does, and none may lead out of the container or mean something in it."""
    seen: set[str] = set()
    for name in names:
        folded = unicodedata.normalize("NFC", name).casefold()
        if folded in seen or not _allowed(name) or folded in {_TYPE_FILE, "meta-inf"}:
            raise NameTwice(file=shown(name))
        seen.add(folded)


def _allowed(name: str) -> bool:
    """Half characters, from names in no known encoding, cannot be written into a manifest."""
    if name in {"", ".", ".."} or any(each in "/\\:" or ord(each) < 0x20 for each in name):
        return False
    return not any(0xD800 <= ord(each) < 0xE000 for each in name)


def _manifest(files: Sequence[Content], digests: Sequence[bytes]) -> bytes:
    """Write the manifest (EN 319 162-1 annex A.4); names are URIs in it, percent-encoded (RFC 3986)."""
    references = "".join(
        f"  <asic:DataObjectReference URI={quoteattr(quote(file.name))} MimeType={quoteattr(file.mime)}>\n"
        f'    <ds:DigestMethod Algorithm="{_SHA256}"/>\n'
        f"    <ds:DigestValue>{base64.b64encode(digest).decode()}</ds:DigestValue>\n"
        "  </asic:DataObjectReference>\n"
        for file, digest in zip(files, digests, strict=True)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
        f'<asic:ASiCManifest xmlns:asic="{_ASIC}" xmlns:ds="{_DSIG}">\n'
        f'  <asic:SigReference URI="{SIGNATURE}" MimeType="{SIGNATURE_MIME}"/>\n'
        f"{references}</asic:ASiCManifest>\n"
    ).encode()


def _entry(name: str, stamp: tuple[int, ...]) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, stamp)  # type: ignore[arg-type]  # the first six numbers of a time are six
    entry.external_attr = _REGULAR_FILE
    return entry


def _copy(container: zipfile.ZipFile, file: Content, digest: bytes, stamp: tuple[int, ...]) -> None:
    measured = hashlib.sha256()
    with file.open() as source, container.open(_entry(file.name, stamp), "w", force_zip64=True) as target:
        while piece := source.read(_PIECE):
            measured.update(piece)
            target.write(piece)
    if measured.digest() != digest:
        raise FileChanged(file=file.name)
