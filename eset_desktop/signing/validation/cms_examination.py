# SPDX-License-Identifier: EUPL-1.2
"""Examining CAdES signatures and their older kin in files of their own (EN 319 122-1; RFC 5652): detached or around."""

import hashlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, Final

from asn1crypto import cms, pem

from eset_desktop.signing.validation.cms import (
    Unreadable,
    attributes,
    digest,
    embedded_content,
    examine,
    load,
)
from eset_desktop.signing.validation.examination import Examination, Place, earliest, unreadable
from eset_desktop.signing.validation.problems import Problem
from eset_desktop.signing.validation.report import Coverage, Modifications, Proof, SignatureReport

MAX_BYTES: Final = 64 << 20
"""Of a signature file; with content around it is read into memory."""

_CHUNK: Final = 1 << 20


class NoContent(Exception):
    """The signature is detached and what it speaks of is not there."""


class TooLarge(Exception):
    """More than :data:`MAX_BYTES`."""


async def examine_cms(
    stream: BinaryIO, examination: Examination, content: Callable[[], BinaryIO | None]
) -> list[SignatureReport]:
    """Return what is said of each signer.

    Raises:
        NoContent: It is detached and alone.
        TooLarge: More than is read here.
    """
    raw = stream.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise TooLarge
    try:
        data, rest = load(_unarmoured(raw))
        signers = list(data["signer_infos"])
        inside = embedded_content(data)
    except (Unreadable, ValueError, TypeError, KeyError):
        return [unreadable({Problem.UNREADABLE}, _place(set()))]
    problems = {Problem.PADDING} if rest.strip(b"\0\r\n") else set()
    found = content()
    if inside:
        problems |= _of_another(inside, found)
        return [
            await _report(examination, data, each, lambda name: digest(name, [inside]), problems)
            for each in signers
        ]
    if found is None:
        raise NoContent
    with found:
        return [
            await _report(examination, data, each, lambda name: digest(name, _chunks(found)), problems)
            for each in signers
        ]


def _of_another(inside: bytes, beside: BinaryIO | None) -> set[Problem]:
    """Return what is wrong where the content that a signature brings is not the file that it lies beside."""
    if beside is None:
        return set()
    with beside:
        same = hashlib.sha256(inside).digest() == digest("sha256", _chunks(beside))
    return set() if same else {Problem.CONTENT_INSIDE}


def _unarmoured(raw: bytes) -> bytes:
    if not pem.detect(raw):
        return raw
    _, _, der = pem.unarmor(raw)
    return bytes(der)


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    stream.seek(0)
    while chunk := stream.read(_CHUNK):
        yield chunk


def _place(problems: set[Problem], prefix: str = "") -> Place:
    return Place(Coverage.WHOLE_FILE, Modifications.NONE, frozenset(problems), prefix)


async def _report(
    examination: Examination,
    data: cms.SignedData,
    signer: cms.SignerInfo,
    digest_of: Callable[[str], bytes],
    problems: set[Problem],
) -> SignatureReport:
    ess = _names_certificate(signer)
    signed = examine(data, signer, digest_of, content_type=_content_type(data), ess=False)
    examination.add_signature(signed, 0)
    stamps = await examination.token_stamps(signed, examination.now)
    proofs = [(one.time, Proof.SIGNATURE_TIMESTAMP) for one in stamps if one.trusted and one.time is not None]
    existence = earliest(examination.now, signed.claimed_at, proofs)
    place = _place(problems, "" if ess else "PKCS7-")
    return await examination.report(signed, place, stamps, existence, covering=())


def _content_type(data: cms.SignedData) -> str:
    try:
        return str(data["encap_content_info"]["content_type"].native)
    except (ValueError, TypeError):
        return ""


def _names_certificate(signer: cms.SignerInfo) -> bool:
    """Whether it is CAdES: the signed attributes name the certificate."""
    try:
        return any(
            True
            for name in ("signing_certificate_v2", "signing_certificate")
            for _ in attributes(signer["signed_attrs"], name)
        )
    except (ValueError, TypeError, KeyError):
        return False
