# SPDX-License-Identifier: EUPL-1.2
"""Timestamps and security stores that anybody can write, and changes after signing: nothing is believed unseen."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from asn1crypto import cms, keys, x509
from cryptography import x509 as made_x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from helpers.logs import ExpectedLogs
from helpers.pdfs import make_pdf
from pyhanko.pdf_utils.generic import ArrayObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator.registry import SimpleCertificateStore
from rigs.pki.front import Service
from rigs.pki.pki import MOMENT, Pki
from signing.levels.conftest import MakeRaiser, Raise, signed_by

from eset_desktop.signing.levels import errors
from eset_desktop.signing.levels.fetching import Fetching
from eset_desktop.signing.levels.gap import with_token
from eset_desktop.signing.levels.material import Material
from eset_desktop.signing.levels.raising import Raiser
from eset_desktop.signing.levels.reading import read
from eset_desktop.signing.levels.stamps import PdfStamps
from eset_desktop.signing.levels.values import Level
from eset_desktop.signing.trust.anchors import Anchors
from eset_desktop.signing.validation.believed import Believed

LONG_AGO = datetime(2019, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Stranger:
    """A time-stamping service that somebody made at home; it tells any time."""

    stamper: DummyTimeStamper

    def document(self, pdf: bytes, *, store: bool) -> bytes:
        """Return a document with its timestamp over a security store that names the first signature."""
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        if store:
            (signature,) = writer.prev.embedded_signatures
            DocumentSecurityStore.supply_dss_in_writer(
                writer, signature.pkcs7_content, certs=[signature.signer_cert], ocsps=[], crls=[]
            )
        return bytes(PdfTimeStamper(self.stamper).timestamp_pdf(writer, "sha256").getvalue())

    def token(self, digest: bytes) -> cms.ContentInfo:
        """Return a token over a SHA-256."""
        return asyncio.run(self.stamper.async_timestamp(digest, "sha256"))


@pytest.fixture(scope="module")
def stranger() -> Stranger:
    """Make the service."""
    key = rsa.generate_private_key(65537, 2048)
    name = made_x509.Name([made_x509.NameAttribute(NameOID.COMMON_NAME, "TSA de ningú")])
    usage = made_x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    certificate = (
        made_x509.CertificateBuilder(name, name, key.public_key(), 7)
        .not_valid_before(LONG_AGO - timedelta(days=1))
        .not_valid_after(MOMENT + timedelta(days=3000))
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return Stranger(
        DummyTimeStamper(
            x509.Certificate.load(certificate.public_bytes(Encoding.DER)),
            keys.PrivateKeyInfo.load(private),
            SimpleCertificateStore(),  # type: ignore[no-untyped-call]  # pyHanko does not say
            fixed_dt=LONG_AGO,
        )
    )


def stamped_inside(pdf: bytes, token: cms.ContentInfo) -> bytes:
    """Return a document whose signature has a token in its gap."""
    (mark,) = read(BytesIO(pdf), len(pdf)).signatures
    written = with_token(mark, token)
    assert written is not None
    return pdf[: written.start] + written.data + pdf[written.start + len(written.data) :]


@pytest.mark.parametrize("store", [True, False])
def test_a_document_timestamp_of_nobody_is_as_if_it_were_not_there(
    signed: dict[str, bytes], raised: Raise, stranger: Stranger, *, store: bool
) -> None:
    how, _ = raised(stranger.document(signed["ec1"], store=store))
    assert (how.before.level, how.before.stamped_at) == (Level.B_B, None)
    assert (how.facts.level, how.facts.stamped_at) == (Level.B_LTA, MOMENT)


def test_it_proves_nothing_where_no_service_is_configured_either(
    signed: dict[str, bytes], raised: Raise, stranger: Stranger, new_raiser: MakeRaiser
) -> None:
    raiser = new_raiser()
    raiser.stamps.tsas = ()
    with pytest.raises(errors.NoTsa):
        raised(stranger.document(signed["ec1"], store=True), raiser=raiser)


def test_a_token_of_nobody_inside_a_signature_does_not_count(
    signed: dict[str, bytes], raised: Raise, stranger: Stranger
) -> None:
    how, _ = raised(stamped_inside(signed["ec1"], stranger.token(bytes(32))))
    assert (how.before.level, how.before.stamped_at) == (Level.B_B, None)
    assert (how.facts.level, how.facts.stamped_at) == (Level.B_LTA, MOMENT)


def test_a_true_token_over_something_else_does_not_count(
    pki: Pki, signed: dict[str, bytes], raised: Raise, new_raiser: MakeRaiser
) -> None:
    pki.moment = MOMENT - timedelta(days=100)
    elsewhere = new_raiser().stamp(b"another document")
    pki.moment = MOMENT
    how, _ = raised(stamped_inside(signed["ec1"], elsewhere), Level.B_T)
    assert (how.before.level, how.facts.level) == (Level.B_B, Level.B_T)
    assert how.facts.stamped_at == MOMENT


def test_no_forged_time_lets_a_revoked_signer_through(pki: Pki, raised: Raise, stranger: Stranger) -> None:
    pdf = stamped_inside(signed_by(pki, "revoked", make_pdf()), stranger.token(bytes(32)))
    with pytest.raises(errors.CertificateRevoked):
        raised(pdf)
    assert not pki.asked[Service.TSA]


def test_a_service_that_nobody_trusts_gives_no_level(
    pki: Pki, signed: dict[str, bytes], raised: Raise, new_raiser: MakeRaiser
) -> None:
    raiser = new_raiser()
    raiser.believed = Believed(
        Anchors.of_certificates([pki.der("interm")])
    )  # issues signers, no time-stamping services
    with pytest.raises(errors.TsaUntrusted):
        raised(signed["ec1"], Level.B_T, raiser=raiser)


def test_what_was_changed_after_signing_is_not_lent_a_timestamp(
    pki: Pki, signed: dict[str, bytes], raised: Raise, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("Error in diff operation between revision 1 and 2")
    writer = IncrementalPdfFileWriter(BytesIO(signed["ec1"]))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/MediaBox"] = ArrayObject(reversed(page["/MediaBox"]))
    writer.update_container(page)
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]  # pyHanko does not say
    with pytest.raises(errors.SignatureBroken):
        raised(out.getvalue())
    assert not pki.asked


def stored(pki: Pki, pdf: bytes, raiser: Raiser, *, about: str = "", archived: bool = True) -> bytes:
    """Return a document with a security store that proves nothing of its signer, and a true timestamp over it.

    Args:
        about: Whose evidence lies in it; empty for nobody's.
        archived: Whether the timestamp is there.
    """
    now = pki.moment or MOMENT
    material = Material(Fetching(raiser.line, raiser.cache, now), raiser.believed, now)
    if about:
        (other,) = PdfFileReader(BytesIO(signed_by(pki, about, make_pdf()))).embedded_regular_signatures
        asyncio.run(material.prove_signer(other.signed_data, None))
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    (signature,) = writer.prev.embedded_regular_signatures
    DocumentSecurityStore.supply_dss_in_writer(
        writer,
        signature.pkcs7_content,
        certs=[signature.signer_cert, *signature.other_embedded_certs],
        ocsps=list(material.fetching.ocsps.values()),
        crls=list(material.fetching.crls.values()),
    )
    if not archived:
        out = BytesIO()
        writer.write(out)  # type: ignore[no-untyped-call]  # pyHanko does not say
        return out.getvalue()
    stamper = PdfTimeStamper(PdfStamps(raiser.stamps))
    return bytes(stamper.timestamp_pdf(writer, "sha256").getvalue())


@pytest.mark.parametrize("about", ["", "signer1"], ids=["empty", "another"])
@pytest.mark.parametrize("archived", [True, False])
def test_a_store_that_does_not_prove_the_signer_lasts_no_longer_than_its_timestamp(
    pki: Pki, signed: dict[str, bytes], raised: Raise, new_raiser: MakeRaiser, about: str, *, archived: bool
) -> None:
    _, stamped = raised(signed["ec1"], Level.B_T)
    pdf = stored(pki, stamped, new_raiser(), about=about, archived=archived)
    how, after = raised(pdf)
    assert (how.before.level, how.before.renew_by) == (Level.B_T, None)
    assert how.facts.level is Level.B_LTA
    assert not raised(after)[0].changed


def test_a_store_that_is_silent_about_a_revocation_is_not_believed(
    pki: Pki, raised: Raise, new_raiser: MakeRaiser
) -> None:
    pdf = stored(pki, signed_by(pki, "revoked", make_pdf()), new_raiser())
    with pytest.raises(errors.CertificateRevoked):
        raised(pdf)


def test_evidence_that_came_after_the_archive_timestamp_is_not_under_it(
    pki: Pki, signed: dict[str, bytes], raised: Raise, new_raiser: MakeRaiser
) -> None:
    _, lasting = raised(stored(pki, signed["ec1"], new_raiser()), Level.B_LT)
    how, _ = raised(lasting)
    assert how.before.level is Level.B_LT
    assert how.facts.level is Level.B_LTA


def test_a_timestamp_of_whose_service_nothing_is_known_does_not_date_what_lasts(
    pki: Pki, signed: dict[str, bytes], raised: Raise, new_raiser: MakeRaiser
) -> None:
    """As of a service whose key was lost: revoked, and silent about it. The archive timestamp counts from its own day."""
    _, stamped = raised(signed["ec1"], Level.B_T)
    raiser, later = new_raiser(), MOMENT + timedelta(hours=2)
    raiser.believed = Believed(Anchors.of_certificates([*pki.roots, pki.der("interm")]))
    pki.moment = later
    pdf = stored(pki, stamped, raiser, about="ec1")
    how, _ = raised(pdf, now=later, raiser=raiser)
    assert (how.before.level, how.before.stamped_at, how.changed) == (Level.B_LTA, later, False)
    how, _ = raised(stored(pki, stamped, raiser, about="ec1", archived=False), now=later, raiser=raiser)
    assert (how.before.level, how.facts.level) == (Level.B_T, Level.B_LTA)
