# SPDX-License-Identifier: EUPL-1.2
"""What was found of signatures, as people read it: *Vàlida / No vàlida / No s'ha pogut comprovar*, why, and what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication

import resources
from eset_desktop.signing.validation.policy import TIMESTAMP, effect_of
from eset_desktop.signing.validation.problems import Problem
from eset_desktop.signing.validation.report import (
    FileReport,
    Integrity,
    Modifications,
    Proof,
    Revocation,
    SignatureReport,
    SubIndication,
    Trust,
    Verdict,
)
from ui.i18n import moment_of
from ui.marks import QT_TRANSLATE_NOOP
from ui.wording import word

VERDICT: Final[Mapping[str, str]] = {
    Verdict.PASSED: QT_TRANSLATE_NOOP("Words", "Valid"),
    Verdict.FAILED: QT_TRANSLATE_NOOP("Words", "Not valid"),
    Verdict.INDETERMINATE: QT_TRANSLATE_NOOP("Words", "It could not be checked"),
}
ICON_OF: Final[Mapping[str, str]] = {
    Verdict.PASSED: "check",
    Verdict.FAILED: "close",
    Verdict.INDETERMINATE: "help",
}
LEVEL: Final[Mapping[str, str]] = {
    "B-B": QT_TRANSLATE_NOOP("Words", "without a time seal yet"),
    "B-T": QT_TRANSLATE_NOOP("Words", "with a time seal"),
    "B-LT": QT_TRANSLATE_NOOP("Words", "with a time seal and its proofs"),
    "B-LTA": QT_TRANSLATE_NOOP("Words", "with a time seal and its proofs, kept for long"),
}
TRUST: Final[Mapping[str, str]] = {
    Trust.TRUSTED_LIST: QT_TRANSLATE_NOOP("Words", "Issued by a service of the European trusted lists"),
    Trust.CONFIGURED: QT_TRANSLATE_NOOP("Words", "Issued by somebody whom this computer was told to trust"),
    Trust.UNTRUSTED: QT_TRANSLATE_NOOP("Words", "Issued by somebody whom this computer does not know"),
    Trust.UNKNOWN: QT_TRANSLATE_NOOP("Words", "Who issued it was not checked"),
}
REVOCATION: Final[Mapping[str, str]] = {
    Revocation.GOOD: QT_TRANSLATE_NOOP("Words", "It was in force when it signed"),
    Revocation.REVOKED: QT_TRANSLATE_NOOP("Words", "It had been revoked before"),
    Revocation.REVOKED_LATER: QT_TRANSLATE_NOOP(
        "Words", "It was revoked later; when it signed it was in force"
    ),
    Revocation.UNKNOWN: QT_TRANSLATE_NOOP("Words", "Whether it was in force is not known here"),
}

MODIFICATIONS: Final[Mapping[str, str]] = {
    Modifications.NONE: QT_TRANSLATE_NOOP("Words", "Nothing was added after it"),
    Modifications.PROOFS: QT_TRANSLATE_NOOP("Words", "Only proofs were added after it"),
    Modifications.SIGNATURES: QT_TRANSLATE_NOOP("Words", "Other signatures were added after it"),
    Modifications.FORM_FILLING: QT_TRANSLATE_NOOP("Words", "Fields were filled in after it"),
    Modifications.OTHER: QT_TRANSLATE_NOOP("Words", "The document was changed after it"),
    Modifications.UNKNOWN: QT_TRANSLATE_NOOP("Words", "What was added after it is not known"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict and why, with what to do about it; ``why`` is empty for what is valid without a warning."""

    verdict: Verdict
    why: str

    @property
    def text(self) -> str:
        """All of it, in one line."""
        head = word(VERDICT, self.verdict)
        return f"{head}. {self.why}" if self.why else f"{head}."


def is_time_seal(signature: SignatureReport) -> bool:
    """Tell whether it is a document timestamp and nobody's signature."""
    return signature.level == TIMESTAMP


def verdict_of(signature: SignatureReport) -> Verdict:
    """Return the verdict of one signature."""
    effect = effect_of(signature)
    return effect.verdict if effect is not None else Verdict.PASSED


def finding_of(signature: SignatureReport, language: str) -> Finding:
    """Return what a person is told of one signature; of a valid one, that another may hide what was signed."""
    verdict = verdict_of(signature)
    told = signature.problems and (verdict is not Verdict.PASSED or signature.problems[0] == Problem.COVERED)
    return Finding(verdict, problem_text(signature.problems[0], language) if told else "")


def finding_of_file(report: FileReport, language: str) -> Finding:
    """Return what a person is told of a file as a whole."""
    if report.problem:
        return Finding(report.verdict, problem_text(report.problem, language))
    worst = [finding_of(each, language) for each in report.signatures if verdict_of(each) is report.verdict]
    return next((each for each in worst if each.why), Finding(report.verdict, ""))


def problem_text(problem: str, language: str) -> str:
    """Return what speaks against a signature and the one thing to do; the command's options mean nothing here."""
    if problem == Problem.PASSWORD:
        return QCoreApplication.translate(
            "Words", "The document is protected with a password. Save it without one and check it again."
        )
    text = resources.command_texts()[f"verify.problem.{problem}"][language]
    return text.replace(" (--online)", "")


def is_signed(report: FileReport) -> bool:
    """Tell whether a file holds any signature."""
    return report.sub_indication is not SubIndication.NO_SIGNATURE


def said_of(signature: SignatureReport) -> str:
    """Return who signed, when and with what proof of time, in one sentence."""
    signer = signature.signer or "—"
    when = moment_of(signature.time) if signature.time is not None else "—"
    if is_time_seal(signature):
        text = QCoreApplication.translate("Words", "Time seal by %1 on %2.")
    else:
        text = QCoreApplication.translate("Words", "Signed by %1 on %2, %3.")
    level = level_of(signature)
    return text.replace("%1", signer).replace("%2", when).replace("%3", level)


def level_of(signature: SignatureReport) -> str:
    """Return how far the proof of its time goes, in plain words."""
    told = word(LEVEL, signature.level.removeprefix("PKCS7-"))
    return told if told in {word(LEVEL, each) for each in LEVEL} else word(LEVEL, "B-B")


def time_note(signature: SignatureReport) -> str:
    """Return who vouches for its time."""
    if signature.proof in (Proof.SIGNATURE_TIMESTAMP, Proof.DOCUMENT_TIMESTAMP):
        return QCoreApplication.translate("Words", "proven by a time seal")
    return QCoreApplication.translate("Words", "by the clock of whoever signed")


def line_of_signature(signature: SignatureReport, language: str) -> str:
    """Return one signature in a line: who and when, whether the document is as it was, and the verdict."""
    said, finding = said_of(signature), finding_of(signature, language)
    if finding.verdict is Verdict.INDETERMINATE and signature.integrity is Integrity.INTACT:
        intact = QCoreApplication.translate("Words", "The document is as it was signed.")
        return f"{said} {intact} {finding.text}"
    return f"{said} {finding.text}"
