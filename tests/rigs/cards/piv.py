# SPDX-License-Identifier: EUPL-1.2
"""A PIV card (NIST SP 800-73-4) in memory: what it answers to an APDU, its PIN counter, its moods."""

import threading
import time
from dataclasses import dataclass, field

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding

APPLICATION = bytes.fromhex("A000000308000010000100")
ATR = bytes([0x3B, 0x80, 0x80, 0x01, 0x01])
PIN = "123456"
MOST_TRIES = 3
AUTHENTICATION, SIGNATURE = 0x9A, 0x9C
"""Key references: of the ordinary key, and of the one that wants the PIN for each signature."""

_OK = b"\x90\x00"
_NOT_FOUND = b"\x6a\x82"
_SECURITY = b"\x69\x82"
_BLOCKED = b"\x69\x83"
_UNKNOWN = b"\x6d\x00"
_CERTIFICATE_OBJECTS = {AUTHENTICATION: "5fc105", SIGNATURE: "5fc10a"}
_RSA_BYTES = 256


@dataclass(frozen=True, slots=True)
class Slot:
    """A key on the card with its certificate; RSA-2048."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate


@dataclass
class PivCard:
    """The card's memory and behaviour; used by the reader's thread, looked at and changed by tests.

    Attributes:
        slots: Keys by reference.
        seconds: How long a signature takes.
        forgets_login: Needs the PIN again after each signature without saying so beforehand (some DNIe).
        leaves_after: Is taken out instead of making more signatures than so many; ``None``: never.
        serial: Nine bytes that make two cards differ.
        tries: Left before it is locked.
        entries: PINs that were sent to it, right or wrong.
        signatures: Made since it was made.
        verified: Whether it would sign now.
        changed: Notified at each signature and each loss of power.
    """

    slots: dict[int, Slot]
    seconds: float = 0.0
    forgets_login: bool = False
    leaves_after: int | None = None
    serial: bytes = b"e-SET 001"
    tries: int = MOST_TRIES
    entries: int = 0
    signatures: int = 0
    changed: threading.Condition = field(default_factory=threading.Condition)
    verified: bool = False
    _rest: bytes = b""
    _chain: bytes = b""

    def reset(self) -> None:
        """Lose power: the PIN must be typed again; the counter stays."""
        with self.changed:
            self.verified, self._rest, self._chain = False, b"", b""
            self.changed.notify_all()

    def answer(self, apdu: bytes) -> bytes:
        """Return what the card answers to a command (ISO 7816-4)."""
        instruction = apdu[1]
        data = _data(apdu)
        match instruction:
            case 0xA4:
                return self._select(apdu, data)
            case 0xCB:
                return self._get_data(data)
            case 0xC0:
                return self._send(self._rest)
            case 0x20:
                return self._verify(apdu, data)
            case 0x87:
                return self._authenticate(apdu, data)
        return _UNKNOWN

    def _select(self, apdu: bytes, data: bytes) -> bytes:
        if apdu[2] != 4 or not APPLICATION.startswith(data[:9]):
            return _NOT_FOUND
        authority = _tlv(0x79, _tlv(0x4F, APPLICATION[:5]))
        return self._send(_tlv(0x61, _tlv(0x4F, APPLICATION[5:]) + authority))

    def _get_data(self, data: bytes) -> bytes:
        found = self._objects().get(data[2 : 2 + data[1]].hex())
        return self._send(found) if found is not None else _NOT_FOUND

    def _objects(self) -> dict[str, bytes]:
        unique = (
            _tlv(0x30, (self.serial * 3)[:25]) + _tlv(0x34, (self.serial * 2)[:16]) + _tlv(0x35, b"20440101")
        )
        found = {
            "5fc102": _tlv(0x53, unique + _tlv(0x3E, b"") + _tlv(0xFE, b"")),
            "7e": _tlv(0x7E, _tlv(0x4F, APPLICATION) + b"\x5f\x2f\x02\x40\x00"),
        }
        for reference, slot in self.slots.items():
            der = slot.certificate.public_bytes(Encoding.DER)
            found[_CERTIFICATE_OBJECTS[reference]] = _tlv(0x53, _tlv(0x70, der) + b"\x71\x01\x00\xfe\x00")
        return found

    def _verify(self, apdu: bytes, data: bytes) -> bytes:
        if apdu[2] == 0xFF:  # log out
            self.verified = False
            return _OK
        if not self.tries:
            return _BLOCKED
        if not data:
            return _OK if self.verified else bytes([0x63, 0xC0 | self.tries])
        self.entries += 1
        self.verified = data == PIN.encode().ljust(8, b"\xff")
        if self.verified:
            self.tries = MOST_TRIES
            return _OK
        self.tries -= 1
        return bytes([0x63, 0xC0 | self.tries]) if self.tries else _BLOCKED

    def _authenticate(self, apdu: bytes, data: bytes) -> bytes:
        self._chain += data
        if apdu[0] & 0x10:
            return _OK
        template, self._chain = self._chain, b""
        slot = self.slots.get(apdu[3])
        if slot is None:
            return _NOT_FOUND
        if not self.verified:
            return _SECURITY
        if self.leaves_after is not None and self.signatures >= self.leaves_after:
            raise EOFError
        at = template.rfind(b"\x81\x82\x01\x00")
        value = _raw(slot.key, template[at + 4 : at + 4 + _RSA_BYTES])
        time.sleep(self.seconds)  # the card's own slowness is what is played here
        self.verified = not (self.forgets_login or apdu[3] == SIGNATURE)
        with self.changed:
            self.signatures += 1
            self.changed.notify_all()
        return self._send(_tlv(0x7C, _tlv(0x82, value)))

    def _send(self, data: bytes) -> bytes:
        part, self._rest = data[:256], data[256:]
        return part + (bytes([0x61, min(len(self._rest), 256) & 0xFF]) if self._rest else _OK)


def _data(apdu: bytes) -> bytes:
    if len(apdu) <= 5:
        return b""
    if apdu[4] == 0 and len(apdu) > 7:  # extended length
        return apdu[7 : 7 + int.from_bytes(apdu[5:7])]
    return apdu[5 : 5 + apdu[4]]


def _tlv(tag: int, value: bytes) -> bytes:
    size = len(value)
    if size < 0x80:
        length = bytes([size])
    elif size < 0x100:
        length = bytes([0x81, size])
    else:
        length = b"\x82" + size.to_bytes(2)
    return bytes([tag]) + length + value


def _raw(key: rsa.RSAPrivateKey, block: bytes) -> bytes:
    """The card's RSA without padding, by the Chinese remainder theorem (RFC 8017 §5.1.2)."""
    numbers = key.private_numbers()
    message = int.from_bytes(block)
    first = pow(message, numbers.dmp1, numbers.p)
    second = pow(message, numbers.dmq1, numbers.q)
    both = second + numbers.q * (numbers.iqmp * (first - second) % numbers.p)
    return both.to_bytes(_RSA_BYTES)
