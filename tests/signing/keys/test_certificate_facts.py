# SPDX-License-Identifier: EUPL-1.2
"""What a certificate says of person, body and capacity, which one may sign, and the warning before the PIN."""

from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID, ObjectIdentifier
from msgspec.structs import replace

from eset_desktop.signing.errors import CertificateExpired, CertificateWrongUsage
from eset_desktop.signing.identities.bodies import BodyWarning, DocumentBody, warn_if_other_body
from eset_desktop.signing.identities.certificate import describe
from eset_desktop.signing.identities.fitness import BetterCertificate, judge
from eset_desktop.signing.identities.holder import tax_number
from eset_desktop.signing.values import Capacity, Identity, Token

NOW = datetime(2026, 11, 22, tzinfo=UTC)
STATE = "2.16.724.1.3.5.7.1"
TOWN = DocumentBody("Ajuntament de Vall de Prova", "Q0000000J")


@cache
def key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def name(**parts: str) -> x509.Name:
    oids = {
        "cn": NameOID.COMMON_NAME,
        "sn": NameOID.SERIAL_NUMBER,
        "o": NameOID.ORGANIZATION_NAME,
        "oi": NameOID.ORGANIZATION_IDENTIFIER,
        "title": NameOID.TITLE,
    }
    return x509.Name([x509.NameAttribute(oids[part], value) for part, value in parts.items()])


def certified(
    subject: x509.Name, policies: tuple[str, ...] = (), state: dict[int, str] | None = None
) -> Identity:
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(name(cn="EC de prova"))
        .public_key(key().public_key())
        .serial_number(7)
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=1))
    )
    if policies:
        infos = [x509.PolicyInformation(ObjectIdentifier(each), None) for each in policies]
        builder = builder.add_extension(x509.CertificatePolicies(infos), critical=False)
    if state:
        fields = [x509.NameAttribute(ObjectIdentifier(f"{STATE}.{at}"), value) for at, value in state.items()]
        other = x509.SubjectAlternativeName([x509.DirectoryName(x509.Name(fields))])
        builder = builder.add_extension(other, critical=False)
    return describe(builder.sign(key(), SHA256()), handle="x:{}")


def test_a_public_employees_certificate_names_body_position_and_capacity() -> None:
    found = certified(
        name(
            cn="Persona de Prova - DNI 00000000T (SIG)",
            sn="IDCES-00000000T",
            o="Ajuntament de Vall de Prova",
            oi="VATES-Q0000000J",
            title="Secretària",
        ),
        ("1.3.6.1.4.1.15096.1.3.2.7.1.1", STATE, "0.4.0.194112.1.2", "1.2.3"),
    )
    assert (found.body, found.body_id) == ("Ajuntament de Vall de Prova", "Q0000000J")
    assert (found.position, found.capacity) == ("Secretària", Capacity.PUBLIC_EMPLOYEE)
    assert found.policies == ("tcat_signature", "public_employee_high", "qualified_person_device", "1.2.3")


def test_the_administrative_identity_serves_where_the_subject_says_nothing() -> None:
    found = certified(
        name(cn="Persona de Prova"), (STATE,), {2: "Ens de Prova", 3: "Q0000000J", 11: "Interventora"}
    )
    assert (found.body, found.body_id, found.position) == ("Ens de Prova", "Q0000000J", "Interventora")


@pytest.mark.parametrize(
    ("policy", "capacity"),
    [
        ("2.16.724.1.3.5.4.1", Capacity.PSEUDONYM),
        ("2.16.724.1.3.5.8", Capacity.REPRESENTATIVE),
        ("2.16.724.1.3.5.6.2", Capacity.SEAL),
        ("1.3.6.1.4.1.15096.1.3.2.86.1", Capacity.LINKED_PERSON),
        ("1.3.6.1.4.1.15096.1.3.2.86.2", Capacity.PERSON),
        ("1.2.3", Capacity.UNKNOWN),
    ],
)
def test_policies_decide_the_capacity(policy: str, capacity: Capacity) -> None:
    assert certified(name(cn="P", o="Ens"), (policy,)).capacity is capacity


def test_a_certificate_without_body_or_policy_is_a_persons() -> None:
    assert certified(name(cn="P")).capacity is Capacity.PERSON


@pytest.mark.parametrize(
    "text", ["VATES-Q0000000J", "Q0000000J", "ES Q-0000000-J", "NTRES-Q0000000J", "q0000000j"]
)
def test_one_tax_number_in_many_spellings(text: str) -> None:
    assert tax_number(text) == "Q0000000J"


@pytest.mark.parametrize(
    ("parts", "warning"),
    [
        ({"o": "Un altre nom", "oi": "VATES-Q0000000J"}, None),
        ({"o": "Ajuntament de Vall de Prova", "oi": "VATES-P0000000B"}, BodyWarning.OTHER_BODY),
        ({"o": "AJUNTAMENT DE VALL DE PROVA."}, None),
        ({"o": "Diputació de Prova"}, BodyWarning.OTHER_BODY),
        ({}, BodyWarning.NO_BODY),
    ],
)
def test_a_certificate_of_another_body_is_told_before_the_pin(
    parts: dict[str, str], warning: BodyWarning | None
) -> None:
    assert warn_if_other_body(certified(name(cn="P", **parts)), TOWN) is warning


def on_card(identity: Identity, *usage: str, serial: str = "1") -> Identity:
    return replace(identity, token=Token("T-CAT", serial), key_usage=usage, id=f"{serial}:{usage}")


def test_the_signature_certificate_outdoes_the_other_of_its_card() -> None:
    both = certified(name(cn="P"))
    identify = on_card(both, "digital_signature", "key_encipherment")
    sign = on_card(both, "non_repudiation")
    alone = on_card(both, "digital_signature", serial="2")
    verdicts = judge([identify, sign, alone], NOW)
    assert [each.identity for each in verdicts] == [sign, identify, alone]
    assert [type(each.refusal) for each in verdicts] == [type(None), BetterCertificate, CertificateWrongUsage]


def test_an_expired_signature_certificate_outdoes_nothing() -> None:
    both = certified(name(cn="P"))
    identify = on_card(both, "digital_signature")
    old = replace(on_card(both, "non_repudiation"), not_after=NOW - timedelta(hours=1))
    cipher = on_card(both, "key_encipherment")
    refusals = {each.identity.id: type(each.refusal) for each in judge([identify, old, cipher], NOW)}
    assert refusals == {
        identify.id: CertificateWrongUsage,
        old.id: CertificateExpired,
        cipher.id: CertificateWrongUsage,
    }
