# SPDX-License-Identifier: EUPL-1.2
"""Taking signed copies of trusted lists into the ``trust`` folder (loads XML and signature libraries).

The list of the lists must be signed by one of the certificates that the European Commission has published (those that
the ``trust/lotl`` folder holds, or failing that those that come with pyHanko); each other list by one that the list of
the lists names for its territory (TS 119 615 §4.1, §4.2).
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from lxml.etree import LxmlError  # type: ignore[import-untyped]  # no types in the package
from pyhanko.sign.validation.qualified.eutl_parse import latest_known_lotl_tlso_certs
from signxml.exceptions import SignXMLException
from signxml.xades.xades import XAdESSignatureConfiguration, XAdESVerifier

from eset_desktop.platform import private_folder, write_atomically
from eset_desktop.signing.trust.anchors import LISTS, Anchors, TrustedList, lotl_signers
from eset_desktop.signing.trust.errors import (
    ListNotKept,
    ListOlder,
    ListSignatureInvalid,
    ListUnknown,
    NotAList,
)
from eset_desktop.signing.trust.reading import NAMESPACE, parse, read_list, territory_of

EUROPE: Final = "EU"
"""Territory of the list of the lists."""

MAX_BYTES: Final = 64 << 20
"""The largest lists of today take ten megabytes."""


def import_list(data: bytes, folder: Path, now: datetime) -> TrustedList:
    """Check a list, keep its signed copy and what it says, and return that.

    Args:
        data: The XML as it was published.
        folder: The ``trust`` folder.
        now: The time, aware.

    Raises:
        TrustError: One of its subclasses: why not; nothing was changed.
    """
    if len(data) > MAX_BYTES:
        raise NotAList
    territory = territory_of(parse(data))
    if not (territory.isascii() and territory.isalpha() and len(territory) <= 3):
        raise NotAList
    known = Anchors.load(folder)
    signers = _lotl_signers(folder) if territory == EUROPE else _named(known, territory)
    covered, signer = _verified(data, signers, now)
    read = read_list(
        parse(covered),
        imported_at=now,
        sha256=hashlib.sha256(data).hexdigest(),
        signer_sha256=hashlib.sha256(signer).hexdigest(),
    )
    if read.territory != territory:
        raise NotAList
    before = known.list_of(territory)
    if before is not None and read.sequence < before.sequence:
        raise ListOlder(territory=territory)
    _keep(data, read, folder / LISTS)
    return read


def european_first(files: Iterable[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """Return named files in the order of import: the list of the lists says who may sign the others."""
    return sorted(files, key=lambda each: not _is_european(each[1]))


def _is_european(data: bytes) -> bool:
    try:
        return territory_of(parse(data)) == EUROPE
    except NotAList:
        return False


def _lotl_signers(folder: Path) -> Sequence[bytes]:
    return lotl_signers(folder) or [each.dump() for each in latest_known_lotl_tlso_certs()]


def _named(known: Anchors, territory: str) -> Sequence[bytes]:
    europe = known.list_of(EUROPE)
    pointers = [each for each in europe.pointers if each.territory == territory] if europe else []
    if not pointers:
        raise ListUnknown(territory=territory)
    return [each for pointer in pointers for each in pointer.signers]


def _verified(data: bytes, signers: Sequence[bytes], now: datetime) -> tuple[bytes, bytes]:
    """Return the bytes that a valid signature of one of the signers covers, and which one's it is.

    Raises:
        ListSignatureInvalid: There is none.
    """
    for der in signers:
        config = XAdESSignatureConfiguration(require_x509=True, expect_references=True, verification_time=now)
        try:
            certificate = x509.load_der_x509_certificate(der)
            pem = certificate.public_bytes(Encoding.PEM).decode("ascii")
            results = XAdESVerifier().verify(data, x509_cert=pem, expect_config=config)
        except (SignXMLException, LxmlError, ValueError, KeyError, TypeError):
            continue
        for result in results:
            whole = result.signed_xml
            if whole is not None and whole.tag == f"{{{NAMESPACE}}}TrustServiceStatusList":
                return bytes(result.signed_data), der
    raise ListSignatureInvalid


def _keep(data: bytes, read: TrustedList, folder: Path) -> None:
    """Write copy and record; the record names the copy, so that half of it is never taken for a list."""
    try:
        private_folder(folder)
        write_atomically(folder / f"{read.territory}.xml", data)
        write_atomically(folder / f"{read.territory}.json", msgspec.json.encode(read))
    except OSError as error:
        raise ListNotKept(reason=error.strerror or type(error).__name__) from error
