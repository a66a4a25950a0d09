# SPDX-License-Identifier: EUPL-1.2
"""Checking signatures in the window: three verdicts in plain words, why, and never more than what was found."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from helpers.cache import SERIES, UNIT
from helpers.pdfs import make_pdf
from helpers.windows import OpenWindow
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import resources
from eset_desktop.clock import SystemClock
from eset_desktop.demo.authority import Authority
from eset_desktop.signing.validation.problems import Problem
from eset_desktop.signing.validation.report import (
    Coverage,
    FileReport,
    Integrity,
    Modifications,
    Proof,
    Revocation,
    SignatureReport,
    Trust,
    Verdict,
)
from ui.i18n import Language
from ui.verdicts import finding_of, finding_of_file, line_of_signature, problem_text

Do = Callable[..., Any]
PASSPHRASE = "una frase de prova"
GOOD = SignatureReport(
    signer="Anna Prova", integrity=Integrity.INTACT, level="B-LTA", time=datetime(2026, 11, 21, 9, 30, tzinfo=UTC),
    proof=Proof.SIGNATURE_TIMESTAMP, coverage=Coverage.WHOLE_FILE, modifications=Modifications.NONE,
    trust=Trust.TRUSTED_LIST, revocation=Revocation.GOOD, problems=(),
)  # fmt: skip


def changed(**values: Any) -> SignatureReport:
    return msgspec.structs.replace(GOOD, **values)


@pytest.fixture
def catalan(qapp: QApplication) -> Any:
    language = Language(qapp, "ca")
    yield language
    language.remove()


@pytest.mark.usefixtures("catalan")
def test_a_valid_signature_is_told_in_plain_words_without_a_reason() -> None:
    assert line_of_signature(GOOD, "ca") == (
        "Signat per Anna Prova el 21/11/2026 10:30, amb segell de temps i comprovants, a punt per conservar. Vàlida."
    )


@pytest.mark.usefixtures("catalan")
def test_what_could_not_be_checked_says_that_the_document_is_intact_and_why() -> None:
    unknown = changed(
        level="B-B",
        proof=Proof.CLAIMED,
        revocation=Revocation.UNKNOWN,
        problems=(Problem.REVOCATION_UNKNOWN,),
    )
    assert line_of_signature(unknown, "ca") == (
        "Signat per Anna Prova el 21/11/2026 10:30, pendent de segell de temps. El document és tal com es va signar."
        " No s'ha pogut comprovar. No se sap si el certificat estava revocat. Torneu-ho a provar amb connexió."
    )


@pytest.mark.usefixtures("catalan")
def test_a_broken_signature_is_not_valid_and_says_what_to_do() -> None:
    broken = changed(integrity=Integrity.BROKEN, problems=(Problem.DIGEST, Problem.NO_CHAIN))
    finding = finding_of(broken, "ca")
    assert finding.verdict is Verdict.FAILED
    assert finding.text.startswith("No vàlida. El document s'ha canviat després de signar-lo.")


@pytest.mark.usefixtures("catalan")
def test_a_valid_signature_that_a_later_one_may_hide_says_so() -> None:
    covered = changed(modifications=Modifications.SIGNATURES, problems=(Problem.COVERED,))
    report = FileReport("acta.pdf", Verdict.PASSED, None, (GOOD, covered))
    for finding in (finding_of(covered, "ca"), finding_of_file(report, "ca")):
        assert finding.text.startswith("Vàlida. Una signatura posterior ocupa bona part d'una pàgina")


def test_an_unestablished_signature_is_never_valid() -> None:
    nothing_found = changed(trust=Trust.UNKNOWN)
    assert finding_of(nothing_found, "ca").verdict is Verdict.INDETERMINATE


@pytest.mark.parametrize("problem", list(Problem))
@pytest.mark.parametrize("language", resources.LANGUAGES)
def test_every_problem_has_its_words_and_none_speaks_of_options(problem: Problem, language: str) -> None:
    text = problem_text(problem, language)
    assert text
    assert "--" not in text


def test_a_signed_version_shows_its_verdict_and_its_details(
    opened: OpenWindow, do: Do, pdf: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    now = SystemClock().now()
    opened.cache.clock.current = now
    certificate = tmp_path / "prova.p12"
    certificate.write_bytes(Authority(now).issue("Anna Prova", PASSPHRASE).pkcs12)
    do("dossier.new", **{"class": SERIES, "title": "Llicència d'obres", "unit": UNIT})
    do("document.add", file=str(pdf), type="informe")
    do("document.sign", certificate=str(certificate), passphrase=PASSPHRASE)
    assert opened.window.page_name == "dossier"
    line = opened.window.dossier.documents.panel._signature
    qtbot.waitUntil(lambda: "No s'ha pogut comprovar" in line.text(), timeout=20_000)
    assert "Signat per Anna Prova" in line.text()
    assert "pendent de segell de temps" in line.text()
    do("document.verify")
    facts = opened.window.verify.facts()
    assert (facts["verdict"], facts["signers"]) == ("INDETERMINATE", ["Anna Prova"])
    assert opened.window.verify.signatures.table.isVisible()


def test_a_file_that_is_not_signed_is_told_apart(opened: OpenWindow, do: Do, tmp_path: Path) -> None:
    path = tmp_path / "pla.pdf"
    path.write_bytes(make_pdf(1))
    do("verify.file", file=str(path))
    assert opened.window.verify.facts()["text"] == "No està signat"
    assert not opened.window.verify.signatures.isVisible()


def test_a_file_that_is_not_there_gives_a_verdict_and_no_fault(
    opened: OpenWindow, do: Do, tmp_path: Path
) -> None:
    do("verify.file", file=str(tmp_path / "enlloc.pdf"))
    facts = opened.window.verify.facts()
    assert facts["verdict"] == "INDETERMINATE"
    assert facts["text"] == "No s'ha pogut comprovar"
