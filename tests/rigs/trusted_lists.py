# SPDX-License-Identifier: EUPL-1.2
"""Trusted lists of our own (ETSI TS 119 612), signed with XAdES as the Member States do it."""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any
from xml.sax.saxutils import escape

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from lxml import etree  # type: ignore[import-untyped]  # no types in the package

_TYPE = "http://uri.etsi.org/TrstSvc/Svctype/"
_STATUS = "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/"
_RULES = "http://uri.etsi.org/TrstSvc/TrustedList/schemerules/EUlistofthelists"
_DSIG = "http://www.w3.org/2000/09/xmldsig#"
_XADES = "http://uri.etsi.org/01903/v1.3.2#"
_EXCLUSIVE = '<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>'
_SHA256 = '<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>'
_SIGNATURE = (
    f'<ds:Signature xmlns:ds="{_DSIG}" Id="s"><ds:SignedInfo>'
    '<ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>'
    '<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"/>'
    '<ds:Reference URI="" Id="r"><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>'
    f"{_EXCLUSIVE}</ds:Transforms>{_SHA256}<ds:DigestValue>{{document}}</ds:DigestValue></ds:Reference>"
    f'<ds:Reference URI="#p" Type="http://uri.etsi.org/01903#SignedProperties"><ds:Transforms>{_EXCLUSIVE}'
    f"</ds:Transforms>{_SHA256}<ds:DigestValue/></ds:Reference></ds:SignedInfo><ds:SignatureValue/>"
    "<ds:KeyInfo><ds:X509Data><ds:X509Certificate>{x509}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>"
    f'<ds:Object><xades:QualifyingProperties xmlns:xades="{_XADES}" Target="#s"><xades:SignedProperties Id="p">'
    "<xades:SignedSignatureProperties><xades:SigningTime>2026-11-21T00:00:00Z</xades:SigningTime>"
    f"<xades:SigningCertificateV2><xades:Cert><xades:CertDigest>{_SHA256}<ds:DigestValue>{{certificate}}</ds:DigestValue>"
    "</xades:CertDigest></xades:Cert></xades:SigningCertificateV2></xades:SignedSignatureProperties>"
    '<xades:SignedDataObjectProperties><xades:DataObjectFormat ObjectReference="#r"><xades:MimeType>application/xml'
    "</xades:MimeType></xades:DataObjectFormat></xades:SignedDataObjectProperties>"
    "</xades:SignedProperties></xades:QualifyingProperties></ds:Object></ds:Signature>"
)
_SPACES = (
    'xmlns="http://uri.etsi.org/02231/v2#" xmlns:x="http://uri.etsi.org/02231/v2/additionaltypes#" '
    'xmlns:xml="http://www.w3.org/XML/1998/namespace"'
)


@dataclass(frozen=True)
class Operator:
    """Who signs lists: a key with a certificate of its own making."""

    name: str = "Operador de llistes de prova"
    today: datetime = field(default_factory=lambda: datetime(2026, 11, 21, tzinfo=UTC))

    @cached_property
    def key(self) -> ec.EllipticCurvePrivateKey:
        return ec.generate_private_key(ec.SECP256R1())

    @cached_property
    def certificate(self) -> x509.Certificate:
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, self.name)])
        builder = x509.CertificateBuilder().subject_name(name).issuer_name(name)
        builder = builder.public_key(self.key.public_key()).serial_number(x509.random_serial_number())
        builder = builder.not_valid_before(self.today - timedelta(days=365))
        return builder.not_valid_after(self.today + timedelta(days=3650)).sign(self.key, hashes.SHA256())

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    def sign(self, xml: str) -> bytes:
        """Return a list with its enveloped XAdES signature (EN 319 132-1), every reference in exclusive form."""
        root = etree.fromstring(xml.encode())
        document = _digest(_canonical(root))
        text = base64.b64encode(self.der).decode("ascii")
        certificate = _digest(self.der)
        signature = etree.fromstring(_SIGNATURE.format(document=document, certificate=certificate, x509=text))
        root.append(signature)
        properties = next(signature.iter(f"{{{_XADES}}}SignedProperties"))
        signature.findall(".//{*}DigestValue")[1].text = _digest(_canonical(properties))
        value = self.key.sign(
            _canonical(next(signature.iter(f"{{{_DSIG}}}SignedInfo"))), ec.ECDSA(hashes.SHA256())
        )
        plain = b"".join(number.to_bytes(32, "big") for number in decode_dss_signature(value))
        next(signature.iter(f"{{{_DSIG}}}SignatureValue")).text = base64.b64encode(plain).decode("ascii")
        return bytes(etree.tostring(root))


def _canonical(element: Any) -> bytes:
    return bytes(etree.tostring(element, method="c14n", exclusive=True, with_comments=False, with_tail=False))


def _digest(data: bytes) -> str:
    return base64.b64encode(hashlib.sha256(data).digest()).decode("ascii")


@dataclass(frozen=True)
class Listed:
    """A service to be listed: its kind, certificate and statuses, the newest first."""

    kind: str
    certificate: bytes
    statuses: Sequence[tuple[str, datetime]]
    name: str = "Servei de prova"


def trusted_list(
    territory: str,
    services: Sequence[Listed] = (),
    *,
    pointers: Sequence[tuple[str, bytes]] = (),
    issued: datetime,
    due: datetime,
    sequence: int = 1,
) -> str:
    """Return the text of a list, not signed yet."""
    rules = (
        f"<SchemeTypeCommunityRules><URI xml:lang='en'>{_RULES}</URI></SchemeTypeCommunityRules>"
        if pointers
        else ""
    )
    found = "".join(_pointer(*each) for each in pointers)
    return (
        f"<TrustServiceStatusList {_SPACES} TSLTag='http://uri.etsi.org/19612/TSLTag'><SchemeInformation>"
        f"<TSLVersionIdentifier>5</TSLVersionIdentifier><TSLSequenceNumber>{sequence}</TSLSequenceNumber>"
        f"<SchemeOperatorName><Name xml:lang='en'>Operador {territory}</Name></SchemeOperatorName>{rules}"
        f"<SchemeTerritory>{territory}</SchemeTerritory><PointersToOtherTSL>{found}</PointersToOtherTSL>"
        f"<ListIssueDateTime>{_moment(issued)}</ListIssueDateTime>"
        f"<NextUpdate><dateTime>{_moment(due)}</dateTime></NextUpdate></SchemeInformation>{_provider(services)}"
        "</TrustServiceStatusList>"
    )


def _pointer(territory: str, certificate: bytes) -> str:
    return (
        "<OtherTSLPointer><ServiceDigitalIdentities><ServiceDigitalIdentity>"
        f"{_identity(certificate)}</ServiceDigitalIdentity></ServiceDigitalIdentities>"
        f"<TSLLocation>https://llistes.example/{territory}.xml</TSLLocation><AdditionalInformation>"
        f"<OtherInformation><SchemeTerritory>{territory}</SchemeTerritory></OtherInformation>"
        "<OtherInformation><x:MimeType>application/vnd.etsi.tsl+xml</x:MimeType></OtherInformation>"
        "</AdditionalInformation></OtherTSLPointer>"
    )


def _provider(services: Sequence[Listed]) -> str:
    if not services:
        return ""
    return (
        "<TrustServiceProviderList><TrustServiceProvider><TSPInformation><TSPName><Name xml:lang='en'>Proveïdor de "
        f"prova</Name></TSPName></TSPInformation><TSPServices>{''.join(map(_service, services))}</TSPServices>"
        "</TrustServiceProvider></TrustServiceProviderList>"
    )


def _service(service: Listed) -> str:
    now, *past = service.statuses
    history = "".join(
        f"<ServiceHistoryInstance>{_body(service, *each)}</ServiceHistoryInstance>" for each in past
    )
    return (
        f"<TSPService><ServiceInformation>{_body(service, *now)}</ServiceInformation>"
        f"<ServiceHistory>{history}</ServiceHistory></TSPService>"
    )


def _body(service: Listed, status: str, since: datetime) -> str:
    return (
        f"<ServiceTypeIdentifier>{_TYPE}{service.kind}</ServiceTypeIdentifier>"
        f"<ServiceName><Name xml:lang='en'>{escape(service.name)}</Name></ServiceName>"
        f"<ServiceDigitalIdentity>{_identity(service.certificate)}</ServiceDigitalIdentity>"
        f"<ServiceStatus>{_STATUS}{status}</ServiceStatus>"
        f"<StatusStartingTime>{_moment(since)}</StatusStartingTime>"
    )


def _identity(certificate: bytes) -> str:
    text = base64.b64encode(certificate).decode("ascii")
    return f"<DigitalId><X509Certificate>{text}</X509Certificate></DigitalId>"


def _moment(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
