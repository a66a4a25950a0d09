# SPDX-License-Identifier: EUPL-1.2
"""Signing files of any kind beside them or in a container, with whatever holds the key; evidence as for documents.

`sign` is what a key answers to: it takes the attributes to be signed and returns the bare value
(:class:`eset_desktop.signing.keys.port.OpenKey` has it as ``key.sign(attested).result()``).
"""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import BinaryIO, Final

import msgspec

from eset_desktop.signing.container.asice import (
    Content,
    PreparedContainer,
    check_container,
    prepare_container,
    write_container,
)
from eset_desktop.signing.container.cades import (
    PreparedCades,
    StampOver,
    check_cades,
    digest_of,
    finish_cades,
    prepare_cades,
    with_timestamp,
)
from eset_desktop.signing.container.errors import FileChanged
from eset_desktop.signing.evidence.making import ClockCheck, record
from eset_desktop.signing.values import CheckedSignature, Evidence, Identity, Prepared

Sign = Callable[[bytes], bytes]
MANIFEST_MIME: Final = "text/xml"


class Circumstances(msgspec.Struct, frozen=True):
    """Under which a signature is made.

    Attributes:
        identity: Who signs.
        at: The claimed moment, aware.
        confirmation: SHA-256 of the list that the person confirmed.
        clock: How this computer's clock stands, when that is known.
        acting: In whose place, or by whose delegation (:mod:`eset_desktop.signing.acting`).
    """

    identity: Identity
    at: datetime
    confirmation: str
    clock: ClockCheck | None = None
    acting: str = ""


def sign_detached(
    content: Content, about: Circumstances, sign: Sign, stamp: StampOver | None = None, *, sha256: str = ""
) -> tuple[bytes, Evidence]:
    """Return the detached signature of a file (CAdES, to be named ``NAME.p7s``) and its evidence.

    Args:
        content: The file; read once, in pieces.
        about: Who, when and what was confirmed.
        sign: What the key does.
        stamp: Asks for a time stamp; without it the signature waits for one.
        sha256: What the person confirmed, hexadecimal; empty when that is not known.

    Raises:
        FileChanged: It is not what was confirmed; the key was not asked.
        OwnCheckFailed: The signature made does not hold and was thrown away.
    """
    with content.open() as source:
        digest, size = digest_of(source)
    _confirmed([content], [digest], [sha256] if sha256 else [])
    prepared = prepare_cades(digest, about.identity, at=about.at, mime=content.mime)
    der = _signed(prepared, sign, stamp)
    return der, evidence_beside(prepared, size, hashlib.sha256(der).hexdigest(), about)


def sign_container(
    files: Sequence[Content],
    out: BinaryIO,
    about: Circumstances,
    sign: Sign,
    stamp: StampOver | None = None,
    *,
    hashes: Sequence[str] = (),
) -> Evidence:
    """Write a container with all files and one signature over them (ASiC-E) and return its evidence.

    Args:
        files: What goes into it, in this order.
        out: Where to; seekable and readable, at its beginning. Of no use when this raises.
        about: Who, when and what was confirmed.
        sign: What the key does.
        stamp: Asks for a time stamp; without it the signature waits for one.
        hashes: SHA-256 of each file as the person confirmed it, hexadecimal; none when that is not known.

    Raises:
        NothingToSign: There are no files.
        NameTwice: Their names do not go together.
        FileChanged: One is not what was confirmed (the key was not asked), or changed meanwhile.
        OwnCheckFailed: The container made does not hold.
    """
    container: PreparedContainer = prepare_container(files)
    _confirmed(files, container.digests, hashes)
    prepared = prepare_cades(container.digest, about.identity, at=about.at, mime=MANIFEST_MIME)
    write_container(container, _signed(prepared, sign, stamp), out, at=about.at)
    out.seek(0)
    check_container(out, container, about.identity.certificate)
    out.seek(0)
    return evidence_beside(prepared, len(container.manifest), digest_of(out)[0].hex(), about)


def _confirmed(files: Sequence[Content], digests: Sequence[bytes], hashes: Sequence[str]) -> None:
    """Never is anything signed that was not on the list that the person saw (design §7)."""
    for file, digest, sha256 in zip(files, digests, hashes, strict=bool(hashes)):
        if digest.hex() != sha256:
            raise FileChanged(file=file.name)


def _signed(prepared: PreparedCades, sign: Sign, stamp: StampOver | None) -> bytes:
    der = finish_cades(prepared, sign(prepared.attested))
    if stamp is None:
        return der
    stamped = with_timestamp(der, stamp)
    check_cades(stamped, prepared.digest, prepared.identity.certificate)
    return stamped


def evidence_beside(prepared: PreparedCades, size: int, output_sha256: str, about: Circumstances) -> Evidence:
    """Return what is kept of a signature that is not inside what it is about.

    Args:
        prepared: What was signed.
        size: Of that, in bytes.
        output_sha256: Of the signature's own file, hexadecimal.
        about: Who, when and what was confirmed.
    """
    signed = Prepared(
        attested=prepared.attested, tail=b"", gap=(0, 0), digest=prepared.digest, sha256=prepared.digest.hex(),
        size=size, field_name="", at=about.at, acting=about.acting,
    )  # fmt: skip
    checked = CheckedSignature((0, size, size, 0), prepared.digest.hex())
    return record(
        signed,
        checked,
        about.identity,
        output_sha256=output_sha256,
        confirmation=about.confirmation,
        clock=about.clock,
    )
