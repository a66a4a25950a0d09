# SPDX-License-Identifier: EUPL-1.2
"""Identities, signatures and what is known of them: plain values, light to import, the same in every process."""

from datetime import datetime
from enum import StrEnum
from typing import Final

import msgspec

from eset_desktop.signing.stamp.values import StampRequest


class StoreKind(StrEnum):
    """Where a key is."""

    PKCS12 = "p12"
    """A certificate file (RFC 7292)."""
    PKCS11 = "pkcs11"
    """A card or another device behind a driver."""
    WINDOWS = "windows"
    """The system's own store."""
    CLOUD = "cloud"
    """A trust service that signs at a distance."""


class SecretKind(StrEnum):
    """What a person types here before a key may be used."""

    NONE = "none"
    """Nothing here: the reader's own keys, the driver's own window, or no secret at all."""
    PASSPHRASE = "passphrase"  # noqa: S105 - a kind, no secret
    PIN = "pin"


class Capacity(StrEnum):
    """In what capacity a certificate lets its holder sign."""

    UNKNOWN = ""
    PERSON = "person"
    """A citizen, for themselves."""
    PUBLIC_EMPLOYEE = "public_employee"
    """*Empleat públic*: of the body named in it (Llei 40/2015 art. 43)."""
    PSEUDONYM = "pseudonym"
    """*Empleat públic amb pseudònim* (RD 203/2021 art. 23)."""
    LINKED_PERSON = "linked_person"
    """Belongs to the body without being its employee or its representative."""
    REPRESENTATIVE = "representative"
    """Represents the body or company named in it."""
    SEAL = "seal"
    """*Segell electrònic* of the body (Llei 40/2015 art. 42)."""


class Token(msgspec.Struct, frozen=True):
    """The card or device that holds a key.

    Attributes:
        label: As its maker or the person named it.
        serial: Its serial number, as text.
        reader: Where it is, as the system names it.
        maker: Manufacturer.
        model: Model.
        module: Path of the driver.
    """

    label: str
    serial: str
    reader: str = ""
    maker: str = ""
    model: str = ""
    module: str = ""


class Identity(msgspec.Struct, frozen=True):
    """A certificate with a key that can sign, as a person recognises it.

    Attributes:
        id: Stable across starts: ``p12:<sha256 of the file>:<fingerprint16>``, ``pkcs11:<token serial>:<fingerprint16>``,
            ``windows:<fingerprint16>``; ``fingerprint16`` is the beginning of :attr:`fingerprint`.
        name: The subject's common name.
        subject_id: The subject's ``serialNumber`` (X.520), where Spanish certificates carry the NIF; may be empty.
        subject: The whole subject (RFC 4514).
        issuer: The issuer's common name.
        serial: The certificate's serial number, hexadecimal.
        not_before: From when it is valid, aware.
        not_after: Until when, aware.
        key_usage: The names of RFC 5280 §4.2.1.3 in snake case, sorted; ``None`` when the extension is absent.
        algorithm: The key, for example ``RSA-2048`` or ``EC-secp256r1``.
        certificate: DER.
        fingerprint: SHA-256 of the DER, hexadecimal.
        store: Where the key is.
        token: The card that holds it, if one does.
        secret: What the person types before signing.
        always_authenticate: The card wants its PIN for each signature (``CKA_ALWAYS_AUTHENTICATE``).
        body: Name of the organisation in it; empty for a person alone.
        body_id: The organisation's tax number without prefix, for example ``Q0000000J``; empty when it has none.
        position: *Càrrec* of the holder, as written in it.
        capacity: In what capacity it signs.
        policies: Known certificate policies by name, then the numbers of the others.
        chain: DER of the other certificates that the store knows of, nearest first.
    """

    id: str
    name: str
    subject_id: str
    subject: str
    issuer: str
    serial: str
    not_before: datetime
    not_after: datetime
    key_usage: tuple[str, ...] | None
    algorithm: str
    certificate: bytes
    fingerprint: str
    store: StoreKind = StoreKind.PKCS12
    token: Token | None = None
    secret: SecretKind = SecretKind.PASSPHRASE
    always_authenticate: bool = False
    body: str = ""
    body_id: str = ""
    position: str = ""
    capacity: Capacity = Capacity.UNKNOWN
    policies: tuple[str, ...] = ()
    chain: tuple[bytes, ...] = ()


POLICY: Final = "eset-desktop/signing/1"
"""Who confirms sees the list, the PIN is typed for it, the own signature is checked before it is kept (design §7)."""


class Evidence(msgspec.Struct, frozen=True):
    """What is kept of the making of one signature; holds no secret.

    Attributes:
        input_sha256: Of the bytes that were to be signed, hexadecimal.
        output_sha256: Of the signed bytes.
        byte_range: The four numbers of the signature's ``/ByteRange`` (ISO 32000-1 §12.8.1).
        document_digest: SHA-256 over that range: what the signature speaks of.
        field_name: The signature field that was added.
        certificate_sha256: Of the signer certificate's DER.
        subject: RFC 4514.
        serial: Hexadecimal.
        key_usage: As in :class:`Identity`, but empty when the extension is absent: one that names nothing makes no signature.
        algorithm: For example ``RSA-2048 PKCS#1 v1.5 SHA-256``.
        signed_at: This computer's clock at that moment, aware; nobody vouches for it.
        confirmation: SHA-256 of the list that the person confirmed.
        software: Names and versions of what made it.
        store: Where the key was.
        module: File name of the driver; empty when there is none.
        token: Label and serial number of the card or device, its maker and model; empty ones when there is none.
        body: The organisation named in the certificate; empty for a person alone.
        body_id: Its tax number.
        capacity: In what capacity the certificate lets its holder sign.
        clock_offset_ms: How far this clock was ahead of the time-stamping authority when it last answered; ``None`` when it
            was never asked.
        clock_checked_at: When that was, aware.
        policy: The rules by which it was made, see :data:`POLICY`.
        acting: In whose place it was made, or by whose delegation; empty for one's own.
        version: Of this record's form.
    """

    input_sha256: str
    output_sha256: str
    byte_range: tuple[int, int, int, int]
    document_digest: str
    field_name: str
    certificate_sha256: str
    subject: str
    serial: str
    key_usage: tuple[str, ...]
    algorithm: str
    signed_at: datetime
    confirmation: str
    software: dict[str, str]
    store: StoreKind = StoreKind.PKCS12
    module: str = ""
    token: tuple[str, str, str, str] = ("", "", "", "")
    body: str = ""
    body_id: str = ""
    capacity: Capacity = Capacity.UNKNOWN
    clock_offset_ms: int | None = None
    clock_checked_at: datetime | None = None
    policy: str = POLICY
    acting: str = ""
    version: int = 1


class EmptyField(msgspec.Struct, frozen=True):
    """A signature field that somebody left to be signed.

    Attributes:
        name: Its full name.
        page: The page it is on, from 0; -1 when it is on none.
        visible: It has a place on the page.
    """

    name: str
    page: int
    visible: bool


class Checked(msgspec.Struct, frozen=True):
    """A document that can be signed.

    Attributes:
        sha256: Of its bytes, hexadecimal.
        size: In bytes.
        signatures: How many it holds already.
        certified: 2 or 3 when it is certified and takes signatures all the same (ISO 32000-1 table 254), else 0.
        fields: Empty signature fields in it.
    """

    sha256: str
    size: int
    signatures: int = 0
    certified: int = 0
    fields: tuple[EmptyField, ...] = ()


class Wanted(msgspec.Struct, frozen=True):
    """How a document is to be signed, beside by whom and when.

    Attributes:
        field: An empty signature field of the document to sign into; empty for a new one.
        certify: 1, 2 or 3: certify it and allow no change, form filling, or notes too (ISO 32000-1 table 254); 0: do not.
        stamp: What is shown on a page; ``None`` for a signature that is not seen. One without a name says what the
            certificate says.
        acting: In whose place it is made, or by whose delegation (:mod:`eset_desktop.signing.acting`); empty for one's own.
    """

    field: str = ""
    certify: int = 0
    stamp: StampRequest | None = None
    acting: str = ""


class Prepared(msgspec.Struct, frozen=True):
    """A signature that lacks nothing but its value.

    Attributes:
        attested: What the key signs: the signed attributes as a SET OF (RFC 5652 §5.4).
        tail: What is appended to the document, its gap still empty.
        gap: Where the gap is in the tail: from its ``<`` to after its ``>``.
        digest: SHA-256 over the ByteRange.
        sha256: Of the document before, hexadecimal.
        size: Of the document before, in bytes.
        field_name: The signature field.
        at: The claimed moment, aware.
        acting: As in :class:`Wanted`.
    """

    attested: bytes
    tail: bytes
    gap: tuple[int, int]
    digest: bytes
    sha256: str
    size: int
    field_name: str
    at: datetime
    acting: str = ""


class CheckedSignature(msgspec.Struct, frozen=True):
    """A signature of ours that holds.

    Attributes:
        byte_range: The four numbers of ``/ByteRange``.
        digest: SHA-256 over that range, hexadecimal.
    """

    byte_range: tuple[int, int, int, int]
    digest: str


class SignedTail(msgspec.Struct, frozen=True):
    """A checked signature: the signed document is the document before, followed by ``tail``.

    Attributes:
        tail: What is appended.
        evidence: How it came about.
        signer: The common name of whoever signed.
    """

    tail: bytes
    evidence: Evidence
    signer: str


class Integrity(StrEnum):
    """What can be said of a signature without trusting anybody."""

    GOOD = "good"
    """The signed bytes are as they were and nothing of weight was added later. Says nothing of who signed."""
    BROKEN = "broken"
    """The signed bytes or the signature itself were changed, or something was changed after it."""
    UNKNOWN = "unknown"
    """Could not be checked: never to be shown as valid."""


class SignatureFacts(msgspec.Struct, frozen=True):
    """What a document says of one signature in it.

    Attributes:
        field_name: Its form field.
        kind: ``signature`` or ``timestamp`` (a document timestamp, ISO 32000-2 §12.8.5).
        signer: Common name in the certificate; empty when there is none to read. Not verified.
        issuer: Common name of who issued it. Not verified.
        claimed_at: When the signer says it was made, aware; nobody vouches for it.
        integrity: Whether the signed bytes hold.
        covers_whole_file: Nothing comes after it in the file.
        certificate_sha256: Of the signer certificate's DER, hexadecimal; empty when there is none to read.
    """

    field_name: str
    kind: str
    signer: str
    issuer: str
    claimed_at: datetime | None
    integrity: Integrity
    covers_whole_file: bool
    certificate_sha256: str
