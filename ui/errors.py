# SPDX-License-Identifier: EUPL-1.2
"""Errors as people read them: what happened and the one thing to do, in their language."""

import logging
from dataclasses import dataclass
from typing import Final

import resources
from eset_desktop.errors import EsetError

GENERAL_REFUSAL: Final = "operation.refused"
_WRONG_VALUES: Final = ("missing", "malformed", "unknown", "fixed", "server_only")
"""What :mod:`eset_desktop.domain.checks` says of a value, after the field's name."""
"""Stands for the reason that a newer program gave."""

_LOG = logging.getLogger(__name__)


class UnexpectedError(EsetError):
    """A fault of the program itself; its details are in the log."""

    code = "ui.unexpected"
    title = "The program met a fault of its own."
    advice = "What you saved before is safe; try again, and tell your support if it happens again."


class UnknownAction(EsetError):
    """There is no action of that name. Details: ``action``."""

    code = "ui.unknown_action"
    title = "There is no such action."
    advice = "Open the list of actions with Ctrl+K."


class ActionUnavailable(EsetError):
    """The action exists but makes no sense where the person is. Details: ``action``."""

    code = "ui.action_unavailable"
    title = "This cannot be done here."
    advice = "Open or choose the dossier or document first."


class InputMissing(EsetError):
    """A form was sent without something it needs. Details: ``field``."""

    code = "ui.input_missing"
    title = "Something is missing in the form."
    advice = "Fill in the field that is marked and save again."


class InputWrong(EsetError):
    """A form holds something that cannot be right. Details: ``field``."""

    code = "ui.input_wrong"
    title = "A field of the form is not right."
    advice = "Correct the field that is marked and save again."


class OpeningLeft(EsetError):
    """A certificate that was being opened is not wanted any more: the list was left."""

    code = "ui.opening_left"
    title = "Nothing was signed: you left the list before the certificate was open."
    advice = "Choose the documents again when you want to sign them."


class SignerMissing(EsetError):
    """A list that waits cannot go on: the certificate it was begun with is not here. Details: ``name``."""

    code = "ui.signer_missing"
    title = "This list was begun with the certificate of {name}, which is not here now."
    advice = "Put that card in again, or leave it here and try again with another certificate."


class ListChanged(EsetError):
    """The list on screen changed before the key was open: what was typed is not used for it."""

    code = "ui.list_changed"
    title = "The list changed before the certificate was open: nothing was signed."
    advice = "Look at it and sign again."


class SigningUnderWay(EsetError):
    """Other documents cannot be signed now: a list is being signed, or waits for its card."""

    code = "ui.signing_under_way"
    title = "Another list is still being signed or waits for its card."
    advice = "Let it end, or leave it there, and choose the documents again."


@dataclass(frozen=True, slots=True)
class ErrorLine:
    """What a person is told of a failure."""

    code: str
    title: str
    advice: str

    @property
    def text(self) -> str:
        """Both sentences."""
        return f"{self.title} {self.advice}"


def line_of(error: EsetError, language: str) -> ErrorLine:
    """Return an error in a person's language, its placeholders filled in."""
    return line_of_code(error.code, language, error.details, fallback=(error.title, error.advice))


def line_of_code(
    code: str,
    language: str,
    details: dict[str, str | int] | None = None,
    fallback: tuple[str, str] | None = None,
) -> ErrorLine:
    """Return the line of a stored error code; a newer program's code gets the general text.

    A rule's own code in the detail ``reason`` says more than the error that carries it, and is told instead. What is wrong
    with a value (``dossier.title_malformed``) has a text of its own or that of all values (``value.malformed``).
    """
    known = resources.error_texts()
    reason = str((details or {}).get("reason", ""))
    texts = (
        known.get(reason) or known.get(_of_values(reason)) or known.get(code) or known.get(_of_values(code))
    )
    if texts is None:
        _LOG.info("no text for the error code %s", code)
        if fallback is not None:
            return ErrorLine(code, *fallback)
        texts = known[GENERAL_REFUSAL]
    text = texts.get(language) or texts[resources.LANGUAGES[0]]
    return ErrorLine(code, _filled(text.title, details), _filled(text.advice, details))


def _of_values(code: str) -> str:
    """Return the code that stands for what is wrong with any value, ``dossier.title_missing`` → ``value.missing``."""
    ending = next((each for each in _WRONG_VALUES if code.endswith(f"_{each}")), "")
    return f"value.{ending}"


def _filled(text: str, details: dict[str, str | int] | None) -> str:
    for name, value in (details or {}).items():
        text = text.replace(f"{{{name}}}", str(value))
    return text
