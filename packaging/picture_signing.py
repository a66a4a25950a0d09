# SPDX-License-Identifier: EUPL-1.2
"""The pictures of signing: the list with its certificates, the box for the PIN, a batch on its way, the signature folder."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol

import msgspec
import pikepdf
from helpers.key_stores import PlayedStore, identity
from helpers.pdfs import make_pdf
from helpers.windows import OpenWindow
from PySide6.QtTest import QTest

from eset_desktop.demo.authority import Authority
from eset_desktop.domain.signature_flow import READY, REVIEW, Block, Signer, flow_json
from eset_desktop.operations import documents, signature_requests, substitutions
from eset_desktop.operations.documents import NewDocument
from eset_desktop.operations.dossiers import today
from eset_desktop.operations.signature_requests import NewRequest
from eset_desktop.operations.substitutions import NewSubstitution
from eset_desktop.signing.batch.states import BatchState, ItemState
from eset_desktop.signing.batch.values import Progress
from eset_desktop.signing.errors import CertifiedPdf
from eset_desktop.signing.keys.errors import CardLost, ModuleHung
from eset_desktop.signing.keys.port import TokenState
from eset_desktop.signing.validation.policy import file_report
from eset_desktop.signing.validation.problems import Problem
from eset_desktop.signing.validation.report import (
    Coverage,
    Integrity,
    Modifications,
    Proof,
    Revocation,
    SignatureReport,
    Trust,
)
from eset_desktop.signing.values import SecretKind
from eset_desktop.store.queries import plan
from ui.widgets.secret import SecretAsked, SecretDialog

_PASSPHRASE = "una frase de prova"  # noqa: S105 - of a certificate made on the spot
_DECREES = (
    "Decret d'aprovació de la llicència d'obres majors",
    "Decret de liquidació de l'impost sobre construccions",
    "Decret de nomenament del director d'obra",
    "Notificació de la resolució a la persona interessada",
    "Informe d'adequació urbanística",
)


class At(Protocol):
    """The photographer of ``picture_walk``."""

    opened: OpenWindow
    folder: Path
    suffix: str

    def do(self, action: str, **args: Any) -> None:
        """Do an action and wait for its end."""

    def take(self, name: str) -> None:
        """Take a picture."""


def walk(at: At) -> None:
    """Show signing many documents of the dossier that is open, then the folder."""
    _checks(at)
    made = _decrees(at)
    card = PlayedStore(
        held=(
            identity("Laia Olivadell Prova", position="Alcaldessa"),
            identity("Laia Olivadell Prova", id="old", not_after=datetime(2026, 3, 1, tzinfo=UTC)),
        )
    )
    at.opened.stores.append(card)
    at.opened.stores.append(PlayedStore("pkcs11:/usr/lib/libbit4xpki.so", ModuleHung()))
    at.do("dossier.open", id=at.opened.window.dossier.dossier_id, tab="documents")
    _cleaning(at)
    at.do("document.sign", ids=made)
    at.take("signa")
    _boxes(at)
    _batch(at)
    _beside(at, made[3:])
    del at.opened.stores[1:]
    _folder(at, made)


def _checks(at: At) -> None:
    """Show what is said of signatures: of the version just signed, of a valid one and of one that was changed."""
    at.do("document.verify")
    at.take("comprova-pendent")
    page = at.opened.window.verify
    good = SignatureReport(
        "Laia Olivadell Prova", Integrity.INTACT, "B-LTA", datetime(2026, 11, 20, 12, 4, tzinfo=UTC),
        Proof.SIGNATURE_TIMESTAMP, Coverage.WHOLE_FILE, Modifications.PROOFS, Trust.TRUSTED_LIST, Revocation.GOOD, (),
    )  # fmt: skip
    page.show_report(file_report("decret.pdf", [good]))
    at.take("comprova")
    changed = msgspec.structs.replace(
        good, integrity=Integrity.BROKEN, modifications=Modifications.OTHER, problems=(Problem.DIGEST,)
    )
    page.show_report(file_report("decret.pdf", [good, changed]))
    page.signatures.table.choose(1)
    at.take("comprova-no-valida")
    at.do("go.back")


def _decrees(at: At) -> list[str]:
    """Add some documents to the dossier on screen."""
    session, dossier = at.opened.cache.session, at.opened.window.dossier.dossier_id
    kind = plan.document_types(at.opened.desk.connection)[0].code
    made = [
        documents.add(session, dossier, NewDocument(title, kind), make_pdf(1 + place), "decret.pdf").created
        for place, title in enumerate(_DECREES)
    ]
    at.opened.desk.refresher.look()
    return [each for each in made if each]


def _cleaning(at: At) -> None:
    """Ask about what nobody sees in a document."""
    session, window = at.opened.cache.session, at.opened.window
    kind = plan.document_types(at.opened.desk.connection)[0].code
    with pikepdf.open(BytesIO(make_pdf(2))) as pdf:
        pdf.docinfo["/Author"], pdf.docinfo["/Creator"] = "Persona de Prova", "Un programa de text"
        out = BytesIO()
        pdf.save(out)
    new = NewDocument("Informe jurídic previ a la resolució", kind)
    made = documents.add(session, window.dossier.dossier_id, new, out.getvalue(), "informe.pdf").created
    at.opened.desk.refresher.look()
    at.do("dossier.open", id=window.dossier.dossier_id, tab="documents", document=made)
    at.do("document.clean")
    at.take("neteja")
    window.dossier.confirmation.dismiss()


def _boxes(at: At) -> None:
    """Take the box for the PIN as it is for a good card, a last try, a locked card and a reader with keys."""
    card = "Targeta «Targeta de prova» · Lector 1"
    for name, state, kind, told in (
        ("signa-pin", TokenState.OK, SecretKind.PIN, ""),
        ("signa-pin-ultim", TokenState.FINAL_TRY, SecretKind.PIN, "El PIN no és correcte."),
        ("signa-pin-bloquejada", TokenState.LOCKED, SecretKind.PIN, ""),
        ("signa-pin-lector", TokenState.OK, SecretKind.NONE, ""),
    ):
        dialog = SecretDialog(
            SecretAsked(5, "Laia Olivadell Prova", card, kind, state, told), at.opened.window
        )
        dialog.open()
        QTest.qWait(100)
        dialog.grab().save(str(at.folder / f"{name}{at.suffix}.png"))
        dialog.reject()


def _batch(at: At) -> None:
    """Show a batch on its way, waiting for the card, and at its end."""
    run = at.opened.window.sign.run
    states = [ItemState.SIGNED, ItemState.SIGNED, ItemState.SIGNING, ItemState.PREPARING, ItemState.READY]
    _set(at, BatchState.RUNNING, states, Progress(2, 2, 5, 1.4, 2.1))
    at.take("signa-en-curs")
    run.cause = CardLost()
    states = [ItemState.SIGNED, ItemState.SIGNED, ItemState.READY, ItemState.READY, ItemState.READY]
    _set(at, BatchState.PAUSED, states, Progress(2, 2, 5))
    at.take("signa-pausa")
    at.opened.window.sign.progress.show_card(is_back=True)
    at.take("signa-pausa-targeta")
    run.cause = None
    states = [ItemState.SIGNED, ItemState.SIGNED, ItemState.SIGNED, ItemState.SIGNED, ItemState.REFUSED]
    run.rows[4] = replace(run.rows[4], error=CertifiedPdf())
    _set(at, BatchState.DONE, states, Progress(5, 4, 5))
    at.opened.window.sign.list.table.choose(4)
    at.take("signa-resultat")
    at.do("go.back")


def _beside(at: At, made: Sequence[str]) -> None:
    """Sign a document beside it, for the list that says where its signatures went."""
    authority = Authority(at.opened.cache.clock.now())
    path = at.folder / "certificat.p12"
    path.write_bytes(authority.issue("Laia Olivadell Prova", _PASSPHRASE).pkcs12)
    at.do("document.sign_beside", ids=made)
    at.do("document.sign", certificate=str(path), passphrase=_PASSPHRASE)
    path.unlink()
    at.take("signa-al-costat")
    at.do("go.back")


def _set(at: At, state: BatchState, states: Sequence[ItemState], progress: Progress) -> None:
    run = at.opened.window.sign.run
    run.rows[:] = [replace(row, state=each) for row, each in zip(run.rows, states, strict=True)]
    run.state, run.progress = state, progress
    run.moved.emit()


def _folder(at: At, made: list[str]) -> None:
    """Show the signature folder: nothing, what waits, what was sent, sending, substitutions."""
    session, window = at.opened.cache.session, at.opened.window
    at.do("go.signatures")
    at.take("portasignatures-cap")
    at.do("go.back")
    at.do("request.new", documents=made[:2])
    at.take("envia-a-signar")
    at.do("go.back")
    on, flows = today(session), ("mayor", "mayor_secretary", "secretary_approved")
    for place, document in enumerate(made[:3]):
        request = NewRequest(
            document, READY[flows[place]], flows[place], urgent=place == 1, expires_on=on,
            message="Cal signar-ho abans del ple.", amount_cents=1_234_550 if place < 2 else None,
            reports=tuple(made[4:]),
        )  # fmt: skip
        created = signature_requests.create(session, request).created
    if created:
        signature_requests.comment(session, created, "He revisat l'import amb intervenció.")
    at.opened.desk.refresher.look()
    at.do("go.signatures", tab="to_sign")
    window.signatures.tabs.tick(window.signatures.chosen_id)
    at.take("portasignatures")
    at.do("request.refuse")
    at.take("portasignatures-rebutja")
    window.signatures.question.dismiss()
    at.do("go.signatures", tab="sent")
    at.take("portasignatures-enviades")
    people = list(plan.people(at.opened.desk.connection))
    at.do("go.substitutions")
    at.take("substitucions-cap")
    new = NewSubstitution(people[0], people[1], on, "Decret 45/2026", office="alcaldia")
    substitutions.create(session, new)
    at.opened.desk.refresher.look()
    at.take("substitucions")
    _flows(at, people)
    at.do("dossier.open", id=window.dossier.dossier_id, tab="documents")


def _flows(at: At, people: Sequence[str]) -> None:
    """The flows of the town hall's own: put together, saved."""
    flow = (
        Block((Signer(REVIEW, person=people[0]),)),
        Block((Signer(office="alcaldia"), Signer(office="secretaria")), minimum=1),
    )
    at.do("go.flows")
    at.do("flow.save", name="Factures petites", flow=flow_json(flow))
    at.opened.desk.refresher.look()
    at.take("circuits")
    page = at.opened.window.flows
    page.begin()
    page.form.show_flow("factures petites", READY["mayor"])
    at.take("circuits-nom")
