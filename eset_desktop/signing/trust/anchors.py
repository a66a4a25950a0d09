# SPDX-License-Identifier: EUPL-1.2
"""Trust anchors: roots that this computer was told to believe, and services of imported trusted lists.

Everything is read from one folder, ``trust`` beside the settings::

    trust/roots/*.pem|*.crt|*.cer|*.der   configured roots
    trust/lists/ES.xml                    the signed copy of a trusted list, as it was published
    trust/lists/ES.json                   what was read from it after its signature was checked (TrustedList)
    trust/lotl/*.pem|…                    who may sign the list of the lists, instead of those known to the program

Light: neither pyHanko nor an XML parser is loaded, so every process may ask.
"""

import hashlib
import logging
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final, Self

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

_log = logging.getLogger(__name__)

FOLDER: Final = "trust"
ROOTS: Final = "roots"
LISTS: Final = "lists"
LOTL: Final = "lotl"
_ROOT_SUFFIXES: Final = frozenset({".pem", ".crt", ".cer", ".der"})
_MAX_ROOT_BYTES: Final = 1 << 20


class ServiceKind(StrEnum):
    """Types of trust service that matter to signatures (ETSI TS 119 612 §5.5.1.1)."""

    CA_QC = "CA/QC"
    """Issues qualified certificates."""
    TSA_QTST = "TSA/QTST"
    """Issues qualified timestamps."""


class Period(msgspec.Struct, frozen=True):
    """A stretch of time in which a service had the status that counts as trusted.

    Attributes:
        since: The status began, aware.
        until: The next status began; ``None`` while it lasts.
    """

    since: datetime
    until: datetime | None = None

    def holds(self, moment: datetime) -> bool:
        """Return whether ``moment`` is within."""
        return self.since <= moment and (self.until is None or moment < self.until)


class Service(msgspec.Struct, frozen=True):
    """A trust service of a list.

    Attributes:
        kind: What it does.
        provider: Name of its provider.
        name: Its own name.
        certificates: DER of the certificates that identify it.
        granted: When it was trusted (granted; before 2016-07-01 under supervision or accredited: TS 119 615 §4.3).
    """

    kind: ServiceKind
    provider: str
    name: str
    certificates: tuple[bytes, ...]
    granted: tuple[Period, ...]

    def granted_at(self, moment: datetime) -> bool:
        """Return whether the service was trusted at ``moment``."""
        return any(period.holds(moment) for period in self.granted)


class Pointer(msgspec.Struct, frozen=True):
    """What the list of the lists says of another list (TS 119 612 §5.3.13).

    Attributes:
        territory: Whose.
        signers: DER of the certificates that may sign it.
    """

    territory: str
    signers: tuple[bytes, ...]


class TrustedList(msgspec.Struct, frozen=True):
    """What was read from a trusted list (ETSI TS 119 612) whose signature was checked at import.

    Attributes:
        territory: For example ``ES``; ``EU`` for the list of the lists.
        operator: Name of the scheme operator.
        sequence: The list's number.
        issued_at: When it was issued, aware.
        next_update: By when a newer one is due; ``None`` for a closed list.
        imported_at: When it was imported here.
        sha256: Of the signed copy, hexadecimal.
        signer_sha256: Of the certificate that its signature was checked with.
        services: The services it names; none in a list of the lists.
        pointers: The lists that a list of the lists names.
    """

    territory: str
    operator: str
    sequence: int
    issued_at: datetime
    next_update: datetime | None
    imported_at: datetime
    sha256: str
    signer_sha256: str
    services: tuple[Service, ...] = ()
    pointers: tuple[Pointer, ...] = ()

    def stale(self, now: datetime) -> bool:
        """Return whether a newer list was due before ``now`` (TS 119 615 §4.1: not to be relied on any more)."""
        return self.next_update is None or now > self.next_update


class Root(msgspec.Struct, frozen=True):
    """A root that was configured by hand.

    Attributes:
        certificate: DER.
        name: The subject's (RFC 4514).
        not_after: Its end, aware.
        origin: The file it came from.
    """

    certificate: bytes
    name: str
    not_after: datetime
    origin: str


class Anchors(msgspec.Struct, frozen=True):
    """Whom this computer believes.

    Attributes:
        roots: Configured roots.
        lists: Imported trusted lists.
    """

    roots: tuple[Root, ...] = ()
    lists: tuple[TrustedList, ...] = ()

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Return what the ``trust`` folder holds; files that cannot be read are left out and logged by name."""
        return cls(roots=tuple(_roots(folder / ROOTS)), lists=tuple(_lists(folder / LISTS)))

    @classmethod
    def of_certificates(cls, certificates: Iterable[bytes], *, origin: str = "") -> Self:
        """Return anchors of configured roots given as DER.

        Raises:
            ValueError: One is no certificate.
        """
        return cls(roots=tuple(_root(x509.load_der_x509_certificate(each), origin) for each in certificates))

    def list_of(self, territory: str) -> TrustedList | None:
        """Return the list of a territory, if it was imported."""
        return next((each for each in self.lists if each.territory == territory), None)

    @property
    def certificates(self) -> tuple[bytes, ...]:
        """DER of every root and of every listed service, once each: where a path may end."""
        listed = (each for found in self.lists for service in found.services for each in service.certificates)
        return tuple(dict.fromkeys([*(root.certificate for root in self.roots), *listed]))

    @property
    def fingerprint(self) -> str:
        """SHA-256 over everything, hexadecimal: the same anchors give the same verdicts."""
        return hashlib.sha256(msgspec.msgpack.encode(self)).hexdigest()


def trust_folder(settings: Path) -> Path:
    """Return the ``trust`` folder that stands beside a file of settings."""
    return settings.parent / FOLDER


def lotl_signers(folder: Path) -> tuple[bytes, ...]:
    """Return DER of who may sign the list of the lists by the ``trust`` folder; none: those known to the program."""
    return tuple(root.certificate for root in _roots(folder / LOTL))


def _roots(folder: Path) -> Iterable[Root]:
    for path in _files(folder):
        if path.suffix.lower() not in _ROOT_SUFFIXES:
            continue
        try:
            found = _certificates(path)
        except (OSError, ValueError) as error:
            _log.warning("trust root %s left out: %s", path.name, type(error).__name__)
            continue
        yield from (_root(each, path.name) for each in found)


def _certificates(path: Path) -> list[x509.Certificate]:
    with path.open("rb") as stream:
        data = stream.read(_MAX_ROOT_BYTES + 1)
    if len(data) > _MAX_ROOT_BYTES:
        raise ValueError
    if b"-----BEGIN" in data:
        return x509.load_pem_x509_certificates(data)
    return [x509.load_der_x509_certificate(data)]


def _root(certificate: x509.Certificate, origin: str) -> Root:
    return Root(
        certificate=certificate.public_bytes(Encoding.DER),
        name=certificate.subject.rfc4514_string(),
        not_after=certificate.not_valid_after_utc,
        origin=origin,
    )


def _lists(folder: Path) -> Iterable[TrustedList]:
    for path in _files(folder):
        if path.suffix != ".json":
            continue
        try:
            yield _list(path)
        except (OSError, ValueError) as error:
            _log.warning("trusted list %s left out: %s", path.stem, type(error).__name__)


def _list(path: Path) -> TrustedList:
    """Read the record of a list; the signed copy beside it must be the one that was checked."""
    found = msgspec.json.decode(path.read_bytes(), type=TrustedList)
    with path.with_suffix(".xml").open("rb") as copy:
        digest = hashlib.file_digest(copy, "sha256").hexdigest()
    if digest != found.sha256:
        raise ValueError
    return found


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
