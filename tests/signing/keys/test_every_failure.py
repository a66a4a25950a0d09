# SPDX-License-Identifier: EUPL-1.2
"""Every way that signing and raising were seen to fail, a row each: its own name, one advice in three languages, the file untouched.

What stands beside a row is tried at more length elsewhere:

- cards and drivers: test_misbehaving_driver.py, test_soft_token.py, test_virtual_card.py (a card that is really taken out,
  locked and counts tries), test_hostile_tokens.py; a batch that pauses: test_batch_with_a_card.py;
- certificate files: test_certificate_files.py, ../test_identities.py;
- documents: ../test_documents_refused.py, ../pades/test_wanted.py; what is offered instead: ../container/test_offer.py;
- timestamps and evidence: ../levels/test_refusals.py; clocks and captive portals are there too.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest
from helpers.detached import Holder
from helpers.keys import by_algorithm, typed
from helpers.logs import ExpectedLogs
from helpers.pdfs import certified, encrypted, hybrid, make_pdf, with_form
from msgspec.structs import replace
from rigs.cards.modules import Shim
from rigs.cards.softhsm import PIN, SoftToken
from rigs.pki.front import Fault, Service
from rigs.pki.pki import MOMENT, Pki
from signing.conftest import Issue
from signing.levels.conftest import signed_by

import resources
from eset_desktop.demo.authority import KeyKind, Signer, Variant
from eset_desktop.errors import EsetError
from eset_desktop.signing import errors
from eset_desktop.signing.client import PLAIN, SigningClient
from eset_desktop.signing.keys import errors as keys
from eset_desktop.signing.keys.pkcs11.store import card_store
from eset_desktop.signing.keys.pkcs12.store import FileKeyStore
from eset_desktop.signing.keys.remote import Limits, RemoteKeyStore
from eset_desktop.signing.levels import errors as levels
from eset_desktop.signing.levels.client import LevelsClient
from eset_desktop.signing.levels.values import Level, Services, Tsa
from eset_desktop.signing.sources import PlainFile
from eset_desktop.signing.values import Identity, Wanted

GOOD = make_pdf()


@dataclass
class Bench:
    """A document, and everything that may fail."""

    document: Path
    client: SigningClient
    shim: Shim
    token: SoftToken
    cards: RemoteKeyStore
    pki: Pki
    issue: Issue
    raiser: LevelsClient
    shown: bytes = GOOD

    def show(self, pdf: bytes) -> None:
        """Put another document in its place."""
        self.shown = pdf
        self.document.write_bytes(pdf)

    def prepare(self, identity: Identity, wanted: Wanted = PLAIN) -> bytes:
        """Return what a key signs of the document."""
        return self.client.begin_prepare(PlainFile.at(self.document), identity, wanted).result().attested

    def with_card(self, pin: str | None = PIN, *, store: RemoteKeyStore | None = None) -> None:
        """Sign with the token, as far as it goes."""
        cards = store or self.cards
        identity = by_algorithm(self.cards, "EC")
        attested = self.prepare(identity)
        cards.open(identity, typed(pin) if pin is not None else None).result().sign(attested).result()

    def with_fault(self, fault: str, content: str = "") -> None:
        """Sign with a token whose driver fails."""
        self.shim.tell(fault, content)
        self.with_card()

    def with_file(self, signer: Signer, passphrase: str) -> None:
        """Sign with a certificate file, as far as it goes."""
        with FileKeyStore() as files:
            key = files.open_file(signer.pkcs12, typed(passphrase)).result()
            key.sign(self.prepare(key.identity)).result()

    def of(self, variant: Variant) -> None:
        """Sign with a certificate that may not."""
        signer = self.issue(KeyKind.EC, variant)
        self.with_file(signer, signer.passphrase)

    def over(self, pdf: bytes, wanted: Wanted = PLAIN) -> None:
        """Sign another document."""
        self.show(pdf)
        self.prepare(Holder.of(self.pki.signer("ec1")).identity, wanted)

    def raised(self, name: str = "ec1", fault: tuple[Service, Fault] | None = None) -> None:
        """Raise a document that somebody signed."""
        self.show(signed_by(self.pki, name, GOOD))
        if fault is not None:
            self.pki.fail(*fault)
        services = Services((Tsa(self.pki.tsa_url()),), str(self.document.parent.parent / "answers"), 0.5)
        self.raiser.raise_level(self.document, Level.B_LTA, services, self.pki.roots, MOMENT)


def gone(bench: Bench) -> None:
    """Take the token's folder away between login and signature."""
    identity = by_algorithm(bench.cards, "EC")
    attested = bench.prepare(identity)
    key = bench.cards.open(identity, typed(PIN)).result()
    away = bench.token.tokens.with_name("away")
    bench.token.tokens.rename(away)
    try:
        key.sign(attested).result()
    finally:
        shutil.rmtree(bench.token.tokens, ignore_errors=True)
        away.rename(bench.token.tokens)


def no_token(bench: Bench) -> None:
    identity = replace(by_algorithm(bench.cards, "EC"), id="pkcs11:other:0000")
    bench.cards.open(identity, typed(PIN)).result()


def no_certificate(bench: Bench) -> None:
    identity = by_algorithm(bench.cards, "EC")
    assert identity.token is not None
    bench.cards.open(replace(identity, id=f"pkcs11:{identity.token.serial}:0000"), typed(PIN)).result()


def driver(name: str) -> Callable[[Bench], None]:
    def tried(bench: Bench) -> None:
        (bench.document.parent.parent / "text.so").write_text("no library")
        with card_store(str(bench.document.parent.parent / name)) as store:
            store.identities().result()

    return tried


def hung(bench: Bench) -> None:
    bench.shim.tell("hang.Sign")
    with card_store(str(bench.shim.module), limits=Limits(key=1.0)) as impatient:
        bench.with_card(store=impatient)


def damaged(what: bytes, by: bytes) -> bytes:
    assert what in GOOD
    return GOOD.replace(what, by)


def filled(bench: Bench) -> None:
    pdf = signed_by(bench.pki, "ec1", GOOD)
    bench.over(pdf, Wanted(field=f"Signatura-ec1-{len(GOOD)}"))


Row = tuple[type[EsetError], Callable[[Bench], None]]
ROWS: dict[str, Row] = {
    "wrong PIN": (keys.WrongPin, lambda bench: bench.with_fault("fail.Login", "0xa0")),
    "locked": (keys.PinLocked, lambda bench: bench.with_fault("fail.Login", "0xa4")),
    "no PIN given": (keys.SecretRequired, lambda bench: bench.with_card(None)),
    "no token": (keys.NoCard, no_token),
    "no certificate": (keys.KeyNotFound, no_certificate),
    "no module": (keys.ModuleMissing, driver("absent.so")),
    "no PKCS#11 library": (keys.NotAModule, driver("text.so")),
    "token gone": (keys.CardLost, gone),
    "card removed": (keys.CardLost, lambda bench: bench.with_fault("fail.Sign", "0x5")),
    "session closed": (keys.CardLost, lambda bench: bench.with_fault("fail.Sign", "0xb3")),
    "wrong passphrase": (
        errors.WrongPassphrase, lambda bench: bench.with_file(bench.pki.signer("ec1"), "una altra"),
    ),
    "expired certificate": (errors.CertificateExpired, lambda bench: bench.of(Variant.EXPIRED)),
    "certificate of tomorrow": (errors.CertificateNotYetValid, lambda bench: bench.of(Variant.NOT_YET_VALID)),
    "wrong key usage": (errors.CertificateWrongUsage, lambda bench: bench.of(Variant.WRONG_USAGE)),
    "expired, no timestamp yet": (levels.CertificateOutlived, lambda bench: bench.raised("expired")),
    "revoked": (levels.CertificateRevoked, lambda bench: bench.raised("revoked")),
    "TSA refused": (levels.TsaUnreachable, lambda bench: bench.raised(fault=(Service.TSA, Fault.REFUSED))),
    "TSA 404": (levels.TsaUnreachable, lambda bench: bench.raised(fault=(Service.TSA, Fault.NOT_FOUND))),
    "TSA mute": (levels.TsaUnreachable, lambda bench: bench.raised(fault=(Service.TSA, Fault.MUTE))),
    "encrypted": (errors.EncryptedPdf, lambda bench: bench.over(encrypted(user="clau"))),
    "hybrid cross-references": (errors.HybridPdf, lambda bench: bench.over(hybrid())),
    "broken cross-references": (
        errors.BrokenPdf, lambda bench: bench.over(damaged(b"0000000000 65535 f", b"0000000000 65535 x")),
    ),
    "no cross-references": (errors.BrokenPdf, lambda bench: bench.over(damaged(b"xref\n", b"ferx\n"))),
    "truncated": (errors.TruncatedPdf, lambda bench: bench.over(GOOD[: len(GOOD) // 2])),
    "empty": (errors.EmptyPdf, lambda bench: bench.over(b"")),
    "a page of the web": (errors.NotAPdf, lambda bench: bench.over(b"<html><body>%PDF-</body></html>")),
    "field already filled": (errors.FieldTaken, filled),
    "certified against changes": (errors.CertifiedPdf, lambda bench: bench.over(certified(1))),
    "crashing module": (keys.ModuleCrashed, lambda bench: bench.with_fault("crash.Sign")),
    "hanging module": (keys.ModuleHung, hung),
    "anything else in the structure": (
        errors.BrokenPdf, lambda bench: bench.over(with_form(Pages=pikepdf.Array([]))),
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def raiser() -> Iterator[LevelsClient]:
    """One process for all rows."""
    with LevelsClient() as opened:
        opened.start()
        yield opened


@pytest.fixture
def bench(  # noqa: PLR0917 - what may fail
    tmp_path: Path,
    client: SigningClient,
    shim: Shim,
    soft_token: SoftToken,
    shim_store: RemoteKeyStore,
    pki: Pki,
    issue: Issue,
    raiser: LevelsClient,
) -> Bench:
    folder = tmp_path / "documents"
    folder.mkdir()
    document = folder / "decret.pdf"
    document.write_bytes(GOOD)
    return Bench(document, client, shim, soft_token, shim_store, pki, issue, raiser)


@pytest.mark.parametrize("row", ROWS)
def test_each_failure_has_its_name_one_advice_and_leaves_the_document(
    bench: Bench, expected_logs: ExpectedLogs, row: str
) -> None:
    expected_logs.allow(".")  # the library's own, about what it is shown
    kind, fails = ROWS[row]
    with pytest.raises(kind) as failed:
        fails(bench)
    assert type(failed.value) is kind
    assert bench.document.read_bytes() == bench.shown
    assert [each.name for each in bench.document.parent.iterdir()] == ["decret.pdf"]
    texts = resources.error_texts()[kind.code]
    for language in resources.LANGUAGES:
        told = texts[language]
        assert told.title
        assert told.advice
        assert told.title != told.advice
