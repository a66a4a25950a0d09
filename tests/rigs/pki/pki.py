# SPDX-License-Identifier: EUPL-1.2
"""A test PKI with OCSP, CRL, time-stamping and AIA on loopback, at a moment of one's choice.

    with Pki(folder) as pki:
        pki.moment = datetime(2026, 11, 21, tzinfo=UTC)
        pki.fail(Service.TSA, Fault.MUTE)
        pki.signer("signer1").pkcs12, pki.tsa_url(), pki.roots, pki.asked[Service.OCSP]

Who there is: :mod:`rigs.pki.architecture`. Keys are made in the folder, and found there the next time.
"""

import threading
from collections import Counter
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from certomancer.integrations.animator import Animator, AnimatorArchStore
from certomancer.registry import ArchLabel, CertLabel, CertomancerConfig, PKIArchitecture
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)
from rigs.pki.architecture import ARCHITECTURE, RSA_KEYS, configuration, entities
from rigs.pki.front import Answer, Book, Fault, Front, Service
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from eset_desktop.demo.authority import Signer
from eset_desktop.signing.trust.anchors import ROOTS

MOMENT: Final = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
PASSPHRASE: Final = "contrasenya de prova"


class Pki:
    """All services while its block lasts.

    Args:
        folder: Where the keys are, or will be.

    Attributes:
        moment: What the services believe the time is; None for the machine's.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.moment: datetime | None = MOMENT
        self._book = Book()
        self._front = Front(self._book, self._answer)
        self._one_at_a_time = threading.Lock()
        self._signers: dict[str, Signer] = {}

    def __enter__(self) -> Self:
        """Make what keys are missing and begin to answer."""
        _make_keys(self.folder)
        self._front.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, where: TracebackType | None
    ) -> None:
        """Stop answering."""
        self._front.stop()

    @property
    def asked(self) -> Counter[Service]:
        """Requests by service since the last :meth:`clear`, failed ones too."""
        return self._book.asked

    @property
    def paths(self) -> Counter[str]:
        """Requests by path since the last :meth:`clear`."""
        return self._book.paths

    def fail(self, service: Service, fault: Fault) -> None:
        """Let a service fail until :meth:`mend` or :meth:`clear`."""
        self._book.faults[service] = fault

    def mend(self, service: Service) -> None:
        """Let a service work again."""
        self._book.faults.pop(service, None)

    def clear(self) -> None:
        """Begin anew: everything works at :data:`MOMENT`, nothing was asked."""
        self.moment = MOMENT
        self._book.clear()

    def tsa_url(self, name: str = "tsa") -> str:
        """Return the address of a time-stamping service: ``tsa``, ``tsa2``, ``tsashort``."""
        return f"{self._front.prefix}/{ARCHITECTURE}/tsa/{name}"

    @property
    def prefix(self) -> str:
        """What all addresses begin with."""
        return self._front.prefix

    def certificate(self, name: str) -> x509.Certificate:
        """Return somebody's certificate."""
        return x509.load_der_x509_certificate(self._architecture.get_cert(CertLabel(name)).dump())

    def der(self, name: str) -> bytes:
        """Return somebody's certificate in DER."""
        return self.certificate(name).public_bytes(Encoding.DER)

    @property
    def roots(self) -> tuple[bytes, ...]:
        """What is to be trusted, DER: the root, not ``otherroot``."""
        return (self.der("root"),)

    def anchors_folder(self, folder: Path) -> Path:
        """Make a folder as :class:`eset_desktop.signing.trust.anchors.Anchors` reads it, with the root, and return it."""
        roots = folder / ROOTS
        roots.mkdir(parents=True, exist_ok=True)
        (roots / "root.pem").write_bytes(self.certificate("root").public_bytes(Encoding.PEM))
        return folder

    def signer(self, name: str) -> Signer:
        """Return somebody's PKCS#12 with its chain (the root left out)."""
        if name not in self._signers:
            self._signers[name] = self._pack(name)
        return self._signers[name]

    def _pack(self, name: str) -> Signer:
        certificate = self.certificate(name)
        chain = [] if name == "stranger" else [self.certificate("interm")]
        data = pkcs12.serialize_key_and_certificates(
            name.encode(), _load_key(self.folder, name), certificate, chain,
            BestAvailableEncryption(PASSPHRASE.encode()),
        )  # fmt: skip
        return Signer(data, PASSPHRASE, certificate)

    @cached_property
    def _configured(self) -> CertomancerConfig:
        return CertomancerConfig(configuration(self._front.prefix), key_search_dir=str(self.folder))

    @property
    def _architecture(self) -> PKIArchitecture:
        return self._configured.get_pki_arch(ArchLabel(ARCHITECTURE))

    @cached_property
    def _animator(self) -> Animator:
        store = AnimatorArchStore(self._configured.pki_archs)
        return Animator(store, with_web_ui=False, allow_time_override=False)

    def _answer(self, method: str, path: str, kind: str, body: bytes) -> Answer:
        request = Request(
            EnvironBuilder(path, method=method, content_type=kind or None, data=body).get_environ()
        )
        # certomancer makes certificates and lists when first asked, without locks of its own.
        with self._one_at_a_time:
            self._animator.fixed_time = self.moment
            answer = self._animator.dispatch(request)
            response = answer.get_response(request.environ) if not hasattr(answer, "get_data") else answer
        return response.status_code, response.mimetype or "", response.get_data()


def _make_keys(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in entities():
        path = folder / f"{name}.pem"
        if not path.exists():
            key = (
                rsa.generate_private_key(public_exponent=65537, key_size=2048)
                if name in RSA_KEYS
                else ec.generate_private_key(ec.SECP256R1())
            )
            path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def _load_key(folder: Path, name: str) -> rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey:
    key = load_pem_private_key((folder / f"{name}.pem").read_bytes(), None)
    assert isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey)
    return key
