# SPDX-License-Identifier: EUPL-1.2
"""Asking on line: who answers about a certificate is looked up in the list that its own certificate names."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import AuthorityInformationAccessOID
from pyhanko_certvalidator.authority import AuthorityWithCert, TrustAnchor
from pyhanko_certvalidator.path import ValidationPath
from pyhanko_certvalidator.registry import CertificateRegistry
from rigs.pki.front import Book, Front, Service
from signing.validation.test_responders import AUTHORITY, PURPOSE, SIGNED, Holder, answer, listed

from eset_desktop.signing.trust.anchors import Anchors
from eset_desktop.signing.validation.answers import Answers
from eset_desktop.signing.validation.believed import Believed
from eset_desktop.signing.validation.report import Revocation
from eset_desktop.signing.validation.revocation import Register

NOW = SIGNED + timedelta(hours=1)


class Town:
    """A person, who answers about them and the authority's list, at addresses of this machine."""

    def __init__(self) -> None:
        self.book = Book()
        self.front = Front(self.book, self._answer)
        at = x509.UniformResourceIdentifier
        responder = x509.AccessDescription(
            AuthorityInformationAccessOID.OCSP, at(f"{self.front.prefix}/x/ocsp")
        )
        place = x509.DistributionPoint([at(f"{self.front.prefix}/x/crls")], None, None, None)
        listed_at = x509.CRLDistributionPoints([place])
        about = x509.AuthorityInformationAccess([responder])
        self.person = Holder("Signant en línia", AUTHORITY, extensions=(about,))
        self.responder = Holder("Resposta en línia", AUTHORITY, extensions=(PURPOSE, listed_at))
        self.revoked: tuple[Holder, ...] = ()

    def _answer(self, _: str, path: str, __: str, ___: bytes) -> tuple[int, str, bytes]:
        said = answer(self.responder, about=self.person) if path.endswith("ocsp") else listed(*self.revoked)
        return 200, "application/octet-stream", said.data.dump()

    def standing(self, folder: Path, *, online: bool) -> Revocation:
        """Return what is found out about the person's certificate."""
        authority = AuthorityWithCert(AUTHORITY.read)
        root = AUTHORITY.certificate.public_bytes(Encoding.DER)
        register = Register(
            Believed(Anchors.of_certificates([root])),
            CertificateRegistry.build((AUTHORITY.read, self.person.read)),
        )
        register.add(Answers(folder, NOW, online=online).data(self.person.read, authority))
        path = ValidationPath(TrustAnchor(authority), [], self.person.read)
        return asyncio.run(register.standing(self.person.read, path, SIGNED, SIGNED)).state


@pytest.fixture
def town() -> Iterator[Town]:
    made = Town()
    made.front.start()
    yield made
    made.front.stop()


def test_a_responder_that_its_list_does_not_name_is_believed_and_remembered(
    town: Town, tmp_path: Path
) -> None:
    assert town.standing(tmp_path, online=True) is Revocation.GOOD
    assert (town.book.asked[Service.OCSP], town.book.asked[Service.CRL]) == (1, 1)
    assert town.standing(tmp_path, online=False) is Revocation.GOOD
    assert town.book.asked.total() == 2


def test_the_list_is_heard_about_whom_the_answer_speaks_of_too(town: Town, tmp_path: Path) -> None:
    town.revoked = (town.responder, town.person)
    assert town.standing(tmp_path, online=True) is Revocation.REVOKED


def test_without_its_list_a_responder_is_not_believed(town: Town, tmp_path: Path) -> None:
    alone = Holder(town.responder.name, AUTHORITY, extensions=(PURPOSE,), key=town.responder.key)
    town.responder = alone
    assert town.standing(tmp_path, online=True) is Revocation.UNKNOWN
    assert town.book.asked[Service.CRL] == 0
