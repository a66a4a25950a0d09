# SPDX-License-Identifier: EUPL-1.2
"""The words for the codes of the signature folder, and how a request and its signers are told in a line."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale

from eset_desktop.domain import profiles, signature_flow, states
from eset_desktop.domain import signature_rules as rules
from eset_desktop.domain.signature_acts import CHANGED
from eset_desktop.store.queries.signature_rows import RequestRow, StepRow
from ui.i18n import moment
from ui.marks import QT_TRANSLATE_NOOP
from ui.wording import word

REQUEST_STATE: Final[Mapping[str, str]] = {
    states.DRAFT: QT_TRANSLATE_NOOP("Words", "Not sent yet"),
    states.RUNNING: QT_TRANSLATE_NOOP("Words", "Under way"),
    states.PAUSED: QT_TRANSLATE_NOOP("Words", "Paused"),
    states.SIGNED: QT_TRANSLATE_NOOP("Words", "Completed"),
    states.REFUSED: QT_TRANSLATE_NOOP("Words", "Refused"),
    states.EXPIRED: QT_TRANSLATE_NOOP("Words", "Past its last day"),
    states.CANCELLED: QT_TRANSLATE_NOOP("Words", "Withdrawn"),
}
CAUSE: Final[Mapping[str, str]] = {
    "withdrawn": "",
    "changed": QT_TRANSLATE_NOOP("Words", "Without effect: the document was changed"),
    "discarded": QT_TRANSLATE_NOOP("Words", "Without effect: the document was discarded"),
    "deadline": "",
}
SIGNER_STATE: Final[Mapping[str, str]] = {
    states.PENDING: QT_TRANSLATE_NOOP("Words", "Pending"),
    states.AGAIN: QT_TRANSLATE_NOOP("Words", "Has to sign again"),
    states.DELEGATED: QT_TRANSLATE_NOOP("Words", "Delegated"),
    states.SIGNED: QT_TRANSLATE_NOOP("Words", "Has signed"),
    states.REVIEWED: QT_TRANSLATE_NOOP("Words", "Has reviewed"),
    states.REFUSED: QT_TRANSLATE_NOOP("Words", "Has refused"),
    states.DROPPED: QT_TRANSLATE_NOOP("Words", "Not needed any more"),
}
ROLE: Final[Mapping[str, str]] = {
    signature_flow.SIGN: QT_TRANSLATE_NOOP("Words", "Signature"),
    signature_flow.APPROVE: QT_TRANSLATE_NOOP("Words", "Approval (vistiplau)"),
    signature_flow.REVIEW: QT_TRANSLATE_NOOP("Words", "Review"),
}
OFFICE: Final[Mapping[str, str]] = {
    profiles.SECRETARIA: QT_TRANSLATE_NOOP("Words", "Secretary's office"),
    profiles.ADMINISTRACIO: QT_TRANSLATE_NOOP("Words", "Administration"),
    profiles.ALCALDIA: QT_TRANSLATE_NOOP("Words", "Mayor's office"),
    profiles.TECNIC_EXTERN: QT_TRANSLATE_NOOP("Words", "External technician"),
    profiles.LECTURA: QT_TRANSLATE_NOOP("Words", "Read only"),
}
FLOW: Final[Mapping[str, str]] = {
    "mayor": QT_TRANSLATE_NOOP("Words", "Mayor"),
    "mayor_secretary": QT_TRANSLATE_NOOP("Words", "Mayor, then secretary"),
    "secretary_approved": QT_TRANSLATE_NOOP("Words", "Secretary, with the mayor's approval (vistiplau)"),
}
GROUND: Final[Mapping[str, str]] = {
    "absence": QT_TRANSLATE_NOOP("Words", "Absence"),
    "illness": QT_TRANSLATE_NOOP("Words", "Illness"),
    "vacancy": QT_TRANSLATE_NOOP("Words", "Vacancy"),
    "abstention": QT_TRANSLATE_NOOP("Words", "Abstention or recusal"),
}


def _said(text: str) -> str:
    return QCoreApplication.translate("Words", text)


def state_of_request(row: RequestRow) -> str:
    """Return how far a request is, in a few words."""
    state = word(CAUSE, "discarded" if _is_discarded(row) else row.cause) or word(REQUEST_STATE, row.state)
    if row.state not in (states.RUNNING, states.PAUSED):
        return state
    count = _said(QT_TRANSLATE_NOOP("Words", "%1 of %2"))
    return f"{state}: {count.replace('%1', str(row.answered)).replace('%2', str(row.needed))}"


def _is_discarded(row: RequestRow) -> bool:
    return row.cause == CHANGED and row.discarded


def asked_of_me(row: RequestRow) -> str:
    """Return what a request asks of this person: the act, in whose place by which decree, and whether it is asked for again."""
    instead = " · ".join(part for part in (_instead(row), row.decree) if part)
    act = " · ".join(part for part in (word(ROLE, row.role), _delegation(row), instead) if part)
    if row.again:
        text = _said(QT_TRANSLATE_NOOP("Words", "sign again over the version signed by %1"))
        act += " · " + text.replace("%1", row.again_over or "—")
    return act


def asked_in_list(row: RequestRow) -> str:
    """Return the same for a narrow column: whom it was delegated to or by, or in whose place it is, stands for the act."""
    told = _delegation(row) or ("" if row.again else _instead(row))
    return told[:1].upper() + told[1:] if told else asked_of_me(row)


def _delegation(row: RequestRow) -> str:
    """Return who passed a signature on to whom, as the one who looks is to be told."""
    if row.passed_on and not row.delegator:
        return _said(QT_TRANSLATE_NOOP("Words", "delegated to %1")).replace("%1", row.delegate)
    if row.passed_on:
        text = _said(QT_TRANSLATE_NOOP("Words", "delegated by %1 to %2"))
        return text.replace("%1", row.delegator).replace("%2", row.delegate)
    if row.way == rules.DELEGATE:
        return _said(QT_TRANSLATE_NOOP("Words", "delegated by %1")).replace("%1", row.delegator)
    return ""


def _instead(row: RequestRow) -> str:
    if row.way != rules.SUBSTITUTE or not row.titular:
        return ""
    return _said(QT_TRANSLATE_NOOP("Words", "in the place of %1")).replace("%1", row.titular)


def step_line(step: StepRow) -> str:
    """Return who is asked at a place of the flow."""
    people = ", ".join(step.people)
    if step.stand_ins:
        instead = _said(QT_TRANSLATE_NOOP("Words", "or, in their place, %1"))
        people = ", ".join(
            part for part in (people, instead.replace("%1", ", ".join(step.stand_ins))) if part
        )
    if step.person:
        return people
    office = word(OFFICE, step.office)
    return f"{office} ({people})" if people else office


def step_state(step: StepRow) -> str:
    """Return what became of a place of the flow: who, when, to whom, why."""
    told = word(SIGNER_STATE, step.state)
    if step.state == states.PENDING:
        return _said(QT_TRANSLATE_NOOP("Words", "It is their turn")) if step.in_turn else told
    if step.state == states.DELEGATED:
        text = _said(QT_TRANSLATE_NOOP("Words", "Delegated to %1"))
        told, who = text.replace("%1", step.to), step.delegator
    else:
        who = _who(step)
    details = [who, moment(step.at) if step.at else "", step.reason]
    return ": ".join(part for part in (told, " · ".join(each for each in details if each)) if part)


def _who(step: StepRow) -> str:
    """Return who answered, and in what capacity."""
    if step.as_substitute and step.by:
        acted = _said(QT_TRANSLATE_NOOP("Words", "%1, as a substitute")).replace("%1", step.by)
        return f"{acted} ({step.decree})" if step.decree else acted
    if step.delegator and step.by and step.delegator != step.by:
        text = _said(QT_TRANSLATE_NOOP("Words", "%1, delegated by %2"))
        return text.replace("%1", step.by).replace("%2", step.delegator)
    return step.by


def flow_name(code: str, names: Mapping[str, str]) -> str:
    """Return what a flow is called: as the lists of flows call it (:func:`ui.flows.names_of`), or one made for a request."""
    return names.get(code) or _said(QT_TRANSLATE_NOOP("Words", "Another flow"))


def amount(cents: int | None) -> str:
    """Return an amount in euros as people write it, empty for none."""
    return f"{QLocale().toString(cents / 100, 'f', 2)} €" if cents is not None else ""
