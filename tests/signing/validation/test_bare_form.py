# SPDX-License-Identifier: EUPL-1.2
"""The oldest signatures of PDFs are told intact or broken; none of them passes."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import core
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from helpers import tampered

from eset_desktop.signing.validation.problems import Problem
from eset_desktop.signing.validation.report import Coverage, FileReport, Integrity, Verdict

Check = Callable[..., FileReport]

GAP = b"<%b>" % (b"0" * 1024)
RANGE = b"[0 0000000001 0000000002 0000000003]"
KEY = rsa.generate_private_key(65537, 2048)


def certificate() -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Prova")])
    start = datetime(2026, 1, 1, tzinfo=UTC)
    builder = x509.CertificateBuilder(name, name, KEY.public_key(), 1, start, start + timedelta(days=999))
    return builder.sign(KEY, hashes.SHA256()).public_bytes(Encoding.DER)


def signed(digest: hashes.HashAlgorithm, cert: bytes) -> bytes:
    """A PDF whose signature is a bare value over it (ISO 32000-1 §12.8.3.2)."""
    value = (
        b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.x509.rsa_sha1/Cert %b/ByteRange %b/Contents %b>>"
    )
    pdf: bytes = tampered.plain(
        [
            b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]/SigFlags 3>>>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>/Annots[4 0 R]>>",
            b"<</Type/Annot/Subtype/Widget/FT/Sig/T(S)/Rect[0 0 0 0]/F 132/V 5 0 R/P 3 0 R>>",
            value % (cert, RANGE, GAP),
        ]
    )
    first = pdf.index(GAP)
    second = first + len(GAP)
    pdf = pdf.replace(RANGE, b"[0 %010d %010d %010d]" % (first, second, len(pdf) - second))
    made = KEY.sign(pdf[:first] + pdf[second:], padding.PKCS1v15(), digest)
    octets = core.OctetString(made).dump().hex().encode().ljust(1024, b"0")
    return bytes(pdf[: first + 1] + octets + pdf[second - 1 :])


CERT = b"<%b>" % certificate().hex().encode()


@pytest.mark.parametrize("digest", [hashes.SHA1(), hashes.SHA256()])  # noqa: S303 - what the form has
def test_an_intact_one_is_told_so_and_does_not_pass(check: Check, digest: hashes.HashAlgorithm) -> None:
    report = check(signed(digest, CERT))
    assert report.verdict is Verdict.INDETERMINATE
    (found,) = report.signatures
    assert (found.signer, found.integrity, found.coverage) == (
        "Prova",
        Integrity.INTACT,
        Coverage.WHOLE_FILE,
    )
    assert Problem.ATTRIBUTES in found.problems
    assert (Problem.WEAK in found.problems) is isinstance(digest, hashes.SHA1)


@pytest.mark.parametrize("cert", [CERT, b"[%b]" % CERT])
def test_a_changed_one_is_broken(check: Check, cert: bytes) -> None:
    report = check(signed(hashes.SHA256(), cert).replace(b"0 0 595 842", b"0 0 596 842"))
    assert (report.verdict, report.signatures[0].integrity) == (Verdict.FAILED, Integrity.BROKEN)
    assert Problem.DIGEST in report.signatures[0].problems


@pytest.mark.parametrize("cert", [b"<30>", b"null", b"[]", b"(acta)"])
def test_without_its_certificate_nothing_is_told(check: Check, cert: bytes) -> None:
    report = check(signed(hashes.SHA256(), cert))
    assert report.verdict is Verdict.INDETERMINATE
    assert Problem.NO_CERTIFICATE in report.signatures[0].problems


def test_a_value_that_is_none_is_broken(check: Check) -> None:
    pdf = signed(hashes.SHA256(), CERT)
    start = pdf.index(b"/Contents <") + len(b"/Contents <")
    changed = pdf[: start + 40] + (b"0" if pdf[start + 40 : start + 41] != b"0" else b"1") + pdf[start + 41 :]
    assert check(changed).verdict is Verdict.FAILED


def test_what_comes_after_it_cannot_be_compared(check: Check) -> None:
    report = check(tampered.updated(signed(hashes.SHA256(), CERT), tampered.other_page_content))
    assert report.verdict is not Verdict.PASSED
    assert Problem.CHANGES_UNKNOWN in report.signatures[0].problems
