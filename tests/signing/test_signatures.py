# SPDX-License-Identifier: EUPL-1.2
"""Signatures made by the real process hold before three judges: our check, pyHanko's validation and Poppler."""

import hashlib
import re
import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import cms
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding
from helpers.pdfs import make_pdf
from helpers.signing_keys import LocalKey
from helpers.signing_once import SignedPdf, sign_once
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from eset_desktop.clock import ManualClock
from eset_desktop.demo.authority import Authority, KeyKind, Signer, Variant
from eset_desktop.signing.client import SigningClient
from eset_desktop.signing.confirmation import confirmation_of
from eset_desktop.signing.errors import OwnCheckFailed
from eset_desktop.signing.pades.own_check import check_own_signature
from eset_desktop.signing.values import CheckedSignature, Identity

Sign = Callable[[bytes], SignedPdf]


@pytest.fixture
def sign(client: SigningClient, own_key: LocalKey) -> Sign:
    return lambda pdf: sign_once(client, own_key, pdf, confirmation="0" * 64)


def contents(pdf: bytes) -> bytes:
    """The last signature's reserved room."""
    return bytes.fromhex(re.findall(rb"/Contents <([0-9A-Fa-f]+)>", pdf)[-1].decode())


@pytest.fixture
def trust(authority: Authority) -> ValidationContext:
    root = asn1_x509.Certificate.load(authority.root.public_bytes(Encoding.DER))
    return ValidationContext(trust_roots=[root], moment=authority.today, best_signature_time=authority.today)


@pytest.mark.parametrize("kind", KeyKind)
def test_pyhanko_finds_it_intact_and_trusted(
    client: SigningClient, issue: Callable[..., Signer], kind: KeyKind, pdf: bytes, trust: ValidationContext
) -> None:
    signed = sign_once(client, LocalKey(issue(kind, Variant.GOOD)), pdf)
    (embedded,) = PdfFileReader(BytesIO(signed.data)).embedded_signatures
    status = validate_pdf_signature(embedded, trust)
    assert status.bottom_line
    assert status.intact
    assert status.valid
    assert status.trusted
    assert status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    assert str(embedded.sig_object["/SubFilter"]) == "/ETSI.CAdES.detached"


def poppler(path: Path) -> str:
    if shutil.which("pdfsig") is None:
        pytest.skip("pdfsig (Debian's poppler-utils) is not installed")
    done = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=False)
    return done.stdout


def test_poppler_finds_both_of_two_signatures_valid(sign: Sign, pdf: bytes, tmp_path: Path) -> None:
    twice = tmp_path / "twice.pdf"
    twice.write_bytes(sign(sign(pdf).data).data)
    told = poppler(twice)
    assert told.count("Signature is Valid.") == 2
    assert told.count("Total document signed") == 1


def test_poppler_finds_a_changed_byte(sign: Sign, pdf: bytes, tmp_path: Path) -> None:
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(sign(pdf).data.replace(b"Bon dia", b"Bon diu"))
    assert "Signature is Valid" not in poppler(changed)


def test_the_original_bytes_are_a_prefix_and_the_rest_is_small(sign: Sign, pdf: bytes) -> None:
    signed = sign(pdf)
    assert signed.data.startswith(pdf)
    assert len(signed.data) - len(pdf) < 70_000


def test_two_signatures_in_turn_both_hold(sign: Sign, pdf: bytes, trust: ValidationContext) -> None:
    first = sign(pdf)
    second = sign(first.data)
    assert second.data.startswith(first.data)
    assert first.evidence.field_name != second.evidence.field_name
    older, newer = PdfFileReader(BytesIO(second.data)).embedded_signatures
    status = validate_pdf_signature(older, trust)
    assert status.bottom_line
    assert status.modification_level <= ModificationLevel.FORM_FILLING
    assert validate_pdf_signature(newer, trust).bottom_line


def test_the_metadata_is_left_alone(sign: Sign) -> None:
    with pikepdf.open(BytesIO(sign(make_pdf(title="Decret")).data)) as document:
        assert dict(document.docinfo.items()) == {"/Title": "Decret"}


def test_room_for_a_later_timestamp_is_reserved(sign: Sign, pdf: bytes) -> None:
    """32 kB of CMS: the library counts hexadecimal digits, so a mistake would halve it."""
    room = contents(sign(pdf).data)
    assert len(room) == 32 * 1024
    assert len(room.rstrip(b"\0")) < 8 * 1024


def test_the_signature_is_of_the_baseline_profile(sign: Sign, pdf: bytes, clock: ManualClock) -> None:
    """ETSI EN 319 142-1 §6.3: /M, no signing-time, content-type, message-digest, signing-certificate-v2."""
    signed = sign(pdf).data
    (signer_info,) = cms.ContentInfo.load(contents(signed))["content"]["signer_infos"]
    attributes = {attribute["type"].native for attribute in signer_info["signed_attrs"]}
    assert attributes == {"content_type", "message_digest", "signing_certificate_v2"}
    assert signer_info["digest_algorithm"]["algorithm"].native == "sha256"
    (embedded,) = PdfFileReader(BytesIO(signed)).embedded_signatures
    assert embedded.self_reported_timestamp == clock.now()


def test_nothing_is_drawn_and_no_text_is_added(sign: Sign, pdf: bytes) -> None:
    """No provisional label and no number can come into signed bytes: what is added holds no page content at all."""
    added = sign(pdf).data[len(pdf) :]
    assert b"/Rect [ 0 0 0 0 ]" in added
    assert not [
        word
        for word in (b" Tj", b"stream", b"/Reason", b"/AP", b"/ModDate", b"/Info ")
        if word in plain(added)
    ]
    assert len(plain(added)) < 1_500


def plain(added: bytes) -> bytes:
    """What was added, without the signature itself and the trailer's reference to the old metadata."""
    return re.sub(rb"<[0-9A-Fa-f]{60000,}>|/Info \d+ 0 R", b"", added)


def test_the_evidence_tells_what_was_signed_by_whom_and_with_what(
    sign: Sign, pdf: bytes, identity: Identity, clock: ManualClock
) -> None:
    signed = sign(pdf)
    evidence = signed.evidence
    start, length, second, rest = evidence.byte_range
    covered = signed.data[start : start + length] + signed.data[second : second + rest]
    assert evidence.input_sha256 == hashlib.sha256(pdf).hexdigest()
    assert evidence.output_sha256 == hashlib.sha256(signed.data).hexdigest()
    assert evidence.document_digest == hashlib.sha256(covered).hexdigest()
    assert evidence.certificate_sha256 == identity.fingerprint
    assert evidence.algorithm == "EC-secp256r1 ECDSA SHA-256"
    assert evidence.signed_at == clock.now()
    assert evidence.confirmation == "0" * 64
    assert {"python", "pyHanko", "cryptography"} <= evidence.software.keys()


def test_a_document_of_ten_megabytes(sign: Sign) -> None:
    large = make_pdf(padding=hashlib.shake_256(b"x").digest(10_000_000))
    assert sign(large).data.startswith(large)


def test_the_confirmed_list_has_one_hash_each() -> None:
    lists = [
        [("A", "1"), ("B", "2")],
        [("B", "2"), ("A", "1")],
        [("A", "1")],
        [("A", "2"), ("B", "1")],
        [("A\n2 1 B", "1")],
        [],
    ]
    assert len({confirmation_of(each) for each in lists}) == len(lists)


def own_check(pdf: bytes, signed: bytes, certificate: bytes) -> CheckedSignature:
    """Our check of what was appended to ``pdf``."""
    return check_own_signature(hashlib.sha256(signed[: len(pdf)]), len(pdf), signed[len(pdf) :], certificate)


class TestOwnCheck:
    """Nothing that differs from the signature that was asked for passes."""

    @pytest.fixture
    def signed(self, sign: Sign, pdf: bytes) -> bytes:
        return sign(pdf).data

    def test_the_real_one_passes(self, signed: bytes, pdf: bytes, identity: Identity) -> None:
        checked = own_check(pdf, signed, identity.certificate)
        assert checked.byte_range[0] == 0
        assert sum(checked.byte_range[2:]) == len(signed)

    @pytest.mark.parametrize(
        ("step", "change"),
        [
            ("digest", lambda s: s.replace(b"Bon dia", b"Bon diu")),
            ("coverage", lambda s: s[10:]),
            ("coverage", lambda s: s + b"\n%more"),
            ("coverage", lambda s: s[:-1]),
            ("one_signature", lambda s: s.replace(b"/ByteRange", b"/BiteRange")),
            ("one_signature", lambda s: s + b"/ByteRange [0 1 2 3]"),
            ("digest", lambda s: s.replace(b"/Adobe.PPKLite", b"/Adobe.PPKLyte")),
        ],
    )
    def test_a_change_of_the_bytes_is_found(
        self, signed: bytes, pdf: bytes, identity: Identity, step: str, change: Callable[[bytes], bytes]
    ) -> None:
        with pytest.raises(OwnCheckFailed) as caught:
            own_check(pdf, change(signed), identity.certificate)
        assert caught.value.details == {"step": step}

    def test_a_change_of_any_byte_of_the_signature_is_found(
        self, signed: bytes, pdf: bytes, identity: Identity
    ) -> None:
        start = re.search(rb"/Contents <", signed[len(pdf) :])
        assert start is not None
        begin = len(pdf) + start.end()
        used = len(contents(signed).rstrip(b"\0")) * 2
        certificate = identity.certificate.hex().upper().encode()
        inside = range(signed.index(certificate), signed.index(certificate) + len(certificate))
        for place in (n for n in range(begin, begin + used, 7) if n not in inside):
            changed = bytearray(signed)
            changed[place] = ord("1") if changed[place] == ord("0") else ord("0")
            self.refuse_or_equal(bytes(changed), signed, pdf, identity)

    def refuse_or_equal(self, changed: bytes, signed: bytes, pdf: bytes, identity: Identity) -> None:
        """What no check looks at (a certificate of the chain, a version) may differ; what is signed may not."""
        try:
            own_check(pdf, changed, identity.certificate)
        except OwnCheckFailed:
            return
        before, after = (cms.ContentInfo.load(contents(each))["content"] for each in (signed, changed))
        for part in ("signed_attrs", "signature", "digest_algorithm"):
            assert after["signer_infos"][0][part].dump() == before["signer_infos"][0][part].dump()

    def test_another_persons_certificate_is_found(
        self, signed: bytes, pdf: bytes, issue: Callable[..., Signer]
    ) -> None:
        other = issue(KeyKind.RSA, Variant.GOOD).certificate.public_bytes(Encoding.DER)
        with pytest.raises(OwnCheckFailed) as caught:
            own_check(pdf, signed, other)
        assert caught.value.details == {"step": "certificate"}

    def test_an_unexpected_failure_is_never_a_pass(self, signed: bytes, pdf: bytes) -> None:
        with pytest.raises(OwnCheckFailed):
            own_check(pdf, signed, None)  # type: ignore[arg-type]  # the unexpected one
