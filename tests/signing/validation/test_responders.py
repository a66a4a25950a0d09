# SPDX-License-Identifier: EUPL-1.2
"""OCSP answers count only as long as who signed them was good: made to deceive, they say nothing."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property

import pytest
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko_certvalidator.authority import AuthorityWithCert, TrustAnchor
from pyhanko_certvalidator.path import ValidationPath
from pyhanko_certvalidator.registry import CertificateRegistry

from eset_desktop.signing.trust.anchors import Anchors
from eset_desktop.signing.validation.believed import Believed
from eset_desktop.signing.validation.report import Revocation
from eset_desktop.signing.validation.revocation import Datum, Register, read_crl, read_ocsp

SIGNED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
BEGIN, END = datetime(2020, 1, 1, tzinfo=UTC), datetime(2045, 1, 1, tzinfo=UTC)
PURPOSE = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING])


@dataclass
class Holder:
    """Somebody with a key and a certificate by an authority, or by itself."""

    name: str
    issuer: "Holder | None" = None
    until: datetime = END
    extensions: tuple[x509.ExtensionType, ...] = ()
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    @property
    def title(self) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, self.name)])

    @cached_property
    def certificate(self) -> x509.Certificate:
        issuer = self.issuer or self
        builder = (
            x509.CertificateBuilder()
            .subject_name(self.title)
            .issuer_name(issuer.title)
            .public_key(self.key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(BEGIN)
            .not_valid_after(self.until)
        )
        for each in self.extensions:
            builder = builder.add_extension(each, critical=False)
        return builder.sign(issuer.key, SHA256())

    @cached_property
    def read(self) -> asn1.Certificate:
        return asn1.Certificate.load(self.certificate.public_bytes(Encoding.DER))


AUTHORITY = Holder("Arrel de prova", extensions=(x509.BasicConstraints(True, None),))
PERSON = Holder("Signant de prova", AUTHORITY)
NOCHECK = Holder("Resposta sense consulta", AUTHORITY, extensions=(PURPOSE, x509.OCSPNoCheck()))
CHECKED = Holder("Resposta de prova", AUTHORITY, extensions=(PURPOSE,))
PATH = ValidationPath(TrustAnchor(AuthorityWithCert(AUTHORITY.read)), [], PERSON.read)


def answer(
    responder: Holder,
    *more: Holder,
    about: Holder = PERSON,
    issued: datetime = SIGNED,
    proven: datetime = SIGNED + DAY,
    revoked: datetime | None = None,
) -> Datum:
    """Return an OCSP answer of a week with the responder's certificate and others beside it."""
    builder = ocsp.OCSPResponseBuilder().add_response(
        about.certificate, AUTHORITY.certificate, SHA256(),
        ocsp.OCSPCertStatus.REVOKED if revoked else ocsp.OCSPCertStatus.GOOD,
        issued, issued + 7 * DAY, revoked, None,
    )  # fmt: skip
    builder = builder.responder_id(ocsp.OCSPResponderEncoding.NAME, responder.certificate)
    builder = builder.certificates([each.certificate for each in (responder, *more)])
    der = builder.sign(responder.key, SHA256()).public_bytes(Encoding.DER)
    found = read_ocsp(der, proven, embedded=True)
    assert found
    return found


def listed(*revoked: Holder, since: datetime = SIGNED - DAY, issued: datetime = SIGNED) -> Datum:
    """Return the authority's revocation list of a week."""
    builder = x509.CertificateRevocationListBuilder().issuer_name(AUTHORITY.title)
    builder = builder.last_update(issued).next_update(issued + 7 * DAY)
    for each in revoked:
        one = x509.RevokedCertificateBuilder().serial_number(each.certificate.serial_number)
        builder = builder.add_revoked_certificate(one.revocation_date(since).build())
    der = builder.sign(AUTHORITY.key, SHA256()).public_bytes(Encoding.DER)
    found = read_crl(der, issued + DAY, embedded=True)
    assert found
    return found


def standing(*data: Datum) -> Revocation:
    """Return what the data together say of the person's certificate when it signed."""
    root = AUTHORITY.certificate.public_bytes(Encoding.DER)
    believed = Believed(Anchors.of_certificates([root], origin="prova"))
    register = Register(believed, CertificateRegistry.build((AUTHORITY.read, PERSON.read)))
    register.add(data)
    return asyncio.run(register.standing(PERSON.read, PATH, SIGNED, SIGNED)).state


def with_other_tags(der: bytes) -> Iterator[bytes]:
    """What the fuzzer found: a structure of another kind where one is expected, at every depth."""
    for place, byte in enumerate(der[:-1]):
        if byte in {0x17, 0x30, 0x31, 0xA0}:
            yield der[:place] + bytes([byte ^ 0x22]) + der[place + 1 :]


def test_damaged_data_are_none_or_say_nothing_without_an_accident() -> None:
    whole = [(read_crl, listed(PERSON).data.dump()), (read_ocsp, answer(CHECKED).data.dump())]
    for read, der in whole:
        for changed in with_other_tags(der):
            found = read(changed, SIGNED, embedded=True)
            if found is not None:
                found.is_about(PERSON.read)
                standing(found)


def test_a_responder_that_nobody_must_check_is_believed() -> None:
    assert standing(answer(NOCHECK)) is Revocation.GOOD


def test_the_authority_itself_may_answer() -> None:
    assert standing(answer(AUTHORITY)) is Revocation.GOOD


def test_a_responders_certificate_does_not_live_longer_for_others_that_lie_beside_it() -> None:
    """The certificates of a response are not signed (RFC 6960 §4.2.1): anybody adds what lives longer."""
    ended = Holder("Resposta acabada", AUTHORITY, SIGNED + timedelta(hours=1), (PURPOSE, x509.OCSPNoCheck()))
    assert standing(answer(ended)) is Revocation.UNKNOWN
    assert standing(answer(ended, AUTHORITY)) is Revocation.UNKNOWN
    same_key = Holder("Resposta acabada", extensions=(PURPOSE, x509.OCSPNoCheck()), key=ended.key)
    assert standing(answer(ended, same_key)) is Revocation.UNKNOWN
    assert standing(answer(ended, AUTHORITY, proven=SIGNED)) is Revocation.GOOD


def test_a_short_lived_certificate_beside_it_does_not_end_a_responder() -> None:
    other = Holder("Algú altre", until=SIGNED)
    assert standing(answer(NOCHECK, other)) is Revocation.GOOD


def test_a_responder_of_unknown_standing_says_nothing() -> None:
    assert standing(answer(CHECKED)) is Revocation.UNKNOWN


def test_a_responder_that_was_good_is_believed() -> None:
    assert standing(answer(CHECKED), answer(NOCHECK, about=CHECKED)) is Revocation.GOOD


def test_a_responder_that_was_revoked_is_not_believed() -> None:
    revoked = answer(NOCHECK, about=CHECKED, revoked=SIGNED - DAY)
    assert standing(answer(CHECKED), revoked) is Revocation.UNKNOWN


def test_a_responder_that_was_revoked_after_its_answer_was_proven_is_believed() -> None:
    later = answer(NOCHECK, about=CHECKED, issued=SIGNED + 3 * DAY, revoked=SIGNED + 2 * DAY)
    assert standing(answer(CHECKED), later) is Revocation.GOOD


def test_a_revoked_responder_hides_no_revocation_of_the_list() -> None:
    assert standing(answer(CHECKED, issued=SIGNED + DAY), listed(CHECKED, PERSON)) is Revocation.REVOKED


def test_responders_that_vouch_for_themselves_or_each_other_are_not_believed() -> None:
    other = Holder("Una altra resposta", AUTHORITY, extensions=(PURPOSE,))
    assert standing(answer(CHECKED), answer(CHECKED, about=CHECKED)) is Revocation.UNKNOWN
    round_about = (answer(CHECKED), answer(other, about=CHECKED), answer(CHECKED, about=other))
    assert standing(*round_about) is Revocation.UNKNOWN


@pytest.mark.parametrize("responder", [CHECKED, NOCHECK])
def test_a_revocation_is_heard_whoever_says_it(responder: Holder) -> None:
    assert standing(answer(responder, revoked=SIGNED - DAY)) is Revocation.REVOKED


def test_only_who_is_good_can_say_that_a_revocation_came_later() -> None:
    later = {"issued": SIGNED + 3 * DAY, "revoked": SIGNED + 2 * DAY, "proven": SIGNED + 4 * DAY}
    assert standing(answer(NOCHECK, **later)) is Revocation.REVOKED_LATER  # type: ignore[arg-type]
    assert standing(answer(CHECKED, **later)) is Revocation.UNKNOWN  # type: ignore[arg-type]
