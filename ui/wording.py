# SPDX-License-Identifier: EUPL-1.2
"""The words for codes: lower layers carry codes, people read these (``background/users.md`` §4 is their source)."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication

from eset_desktop.domain import sending
from ui.marks import QT_TRANSLATE_NOOP

SITUATION: Final[Mapping[str, str]] = {
    "open": QT_TRANSLATE_NOOP("Words", "Open"),
    "closed": QT_TRANSLATE_NOOP("Words", "Closed"),
    "transferred": QT_TRANSLATE_NOOP("Words", "Transferred"),
}
PHASE: Final[Mapping[str, str]] = {
    "opening": QT_TRANSLATE_NOOP("Words", "Opening"),
    "instruction": QT_TRANSLATE_NOOP("Words", "Instruction"),
    "resolution": QT_TRANSLATE_NOOP("Words", "Resolution and end"),
}
CLOSING_REASON: Final[Mapping[str, str]] = {
    "resolved": QT_TRANSLATE_NOOP("Words", "Resolved"),
    "withdrawal": QT_TRANSLATE_NOOP("Words", "Withdrawal by the interested person"),
    "renunciation": QT_TRANSLATE_NOOP("Words", "Renunciation of the right"),
    "lapse": QT_TRANSLATE_NOOP("Words", "Lapse"),
    "accumulated": QT_TRANSLATE_NOOP("Words", "Joined to another dossier"),
    "other": QT_TRANSLATE_NOOP("Words", "Another reason"),
}
DOCUMENT_STATE: Final[Mapping[str, str]] = {
    "draft": QT_TRANSLATE_NOOP("Words", "Draft"),
    "final": QT_TRANSLATE_NOOP("Words", "Final"),
    "discarded": QT_TRANSLATE_NOOP("Words", "Discarded"),
}
SHOWN_STATE: Final[Mapping[str, str]] = {
    **DOCUMENT_STATE,
    "signed": QT_TRANSLATE_NOOP("Words", "Signed"),
    "signed_pending": QT_TRANSLATE_NOOP("Words", "Signed, waiting for the time seal"),
}
"""The last two are no states of the document: a draft whose standing version is signed is shown so."""
ORIGIN: Final[Mapping[str, str]] = {
    "citizen": QT_TRANSLATE_NOOP("Words", "From a citizen"),
    "administration": QT_TRANSLATE_NOOP("Words", "Of the administration"),
}
ROLE: Final[Mapping[str, str]] = {
    "interested": QT_TRANSLATE_NOOP("Words", "Interested person"),
    "representative": QT_TRANSLATE_NOOP("Words", "Representative"),
    "third": QT_TRANSLATE_NOOP("Words", "Third person"),
}
PARTY_TYPE: Final[Mapping[str, str]] = {
    "natural": QT_TRANSLATE_NOOP("Words", "Natural person"),
    "legal": QT_TRANSLATE_NOOP("Words", "Legal person"),
    "administration": QT_TRANSLATE_NOOP("Words", "Public administration"),
}
LEVEL: Final[Mapping[str, str]] = {
    "function": QT_TRANSLATE_NOOP("Words", "Function"),
    "subfunction": QT_TRANSLATE_NOOP("Words", "Sub-function"),
    "series": QT_TRANSLATE_NOOP("Words", "Series"),
}
RELATION: Final[Mapping[str, str]] = {
    "content": QT_TRANSLATE_NOOP("Words", "Content"),
    "signature": QT_TRANSLATE_NOOP("Words", "Signature"),
    "augmentation": QT_TRANSLATE_NOOP("Words", "Time seal"),
}
STATE: Final[Mapping[str, str]] = {
    sending.DONE: "",
    sending.QUEUED: QT_TRANSLATE_NOOP("Words", "Waiting to be sent"),
    sending.SENDING: QT_TRANSLATE_NOOP("Words", "Being sent"),
    sending.SENT: QT_TRANSLATE_NOOP("Words", "Sent, waiting for the answer"),
    sending.ANSWERED: QT_TRANSLATE_NOOP("Words", "Accepted, arriving"),
    sending.ATTENTION: QT_TRANSLATE_NOOP("Words", "Needs attention"),
    sending.BLOCKED: QT_TRANSLATE_NOOP("Words", "Waits for another change"),
    sending.ONLY_HERE: QT_TRANSLATE_NOOP("Words", "Only on this computer"),
    sending.AWAITED: QT_TRANSLATE_NOOP("Words", "Waits until the central service has it"),
    sending.FETCHING: QT_TRANSLATE_NOOP("Words", "Being fetched"),
    sending.ELSEWHERE: QT_TRANSLATE_NOOP("Words", "Not on this computer"),
}
"""Where something that was saved is, see :mod:`eset_desktop.domain.sending`."""
STATE_WITH_PERCENT: Final[Mapping[str, str]] = {
    sending.QUEUED: QT_TRANSLATE_NOOP("Words", "Waiting to be sent (%1)"),
    sending.SENDING: QT_TRANSLATE_NOOP("Words", "Being sent: %1"),
}
FIELD: Final[Mapping[str, str]] = {
    "title": QT_TRANSLATE_NOOP("Words", "Title"),
    "class": QT_TRANSLATE_NOOP("Words", "Series"),
    "procedure": QT_TRANSLATE_NOOP("Words", "Procedure"),
    "unit": QT_TRANSLATE_NOOP("Words", "Unit"),
    "notes": QT_TRANSLATE_NOOP("Words", "Notes"),
    "phase": QT_TRANSLATE_NOOP("Words", "Phase"),
    "situation": QT_TRANSLATE_NOOP("Words", "Situation"),
    "type": QT_TRANSLATE_NOOP("Words", "Type"),
    "date": QT_TRANSLATE_NOOP("Words", "Date"),
    "origin": QT_TRANSLATE_NOOP("Words", "Origin"),
    "reason": QT_TRANSLATE_NOOP("Words", "Reason"),
    "name": QT_TRANSLATE_NOOP("Words", "Name"),
    "identifier": QT_TRANSLATE_NOOP("Words", "NIF"),
    "role": QT_TRANSLATE_NOOP("Words", "Role"),
    "email": QT_TRANSLATE_NOOP("Words", "E-mail"),
    "phone": QT_TRANSLATE_NOOP("Words", "Telephone"),
    "address": QT_TRANSLATE_NOOP("Words", "Address"),
    "language": QT_TRANSLATE_NOOP("Words", "Language"),
    "channel": QT_TRANSLATE_NOOP("Words", "Channel"),
    "state": QT_TRANSLATE_NOOP("Words", "State"),
    "elaboration": QT_TRANSLATE_NOOP("Words", "State of elaboration"),
    "person": QT_TRANSLATE_NOOP("Words", "Person"),
    "nti_type": QT_TRANSLATE_NOOP("Words", "Type for exchange"),
}
ACT: Final[Mapping[str, str]] = {
    "dossier.create": QT_TRANSLATE_NOOP("Words", "New dossier"),
    "dossier.set": QT_TRANSLATE_NOOP("Words", "Data of the dossier"),
    "dossier.advance": QT_TRANSLATE_NOOP("Words", "Change of phase"),
    "dossier.close": QT_TRANSLATE_NOOP("Words", "Closing of the dossier"),
    "dossier.reopen": QT_TRANSLATE_NOOP("Words", "Reopening of the dossier"),
    "dossier.number": QT_TRANSLATE_NOOP("Words", "Number given"),
    "party.create": QT_TRANSLATE_NOOP("Words", "New interested person"),
    "party.set": QT_TRANSLATE_NOOP("Words", "Data of an interested person"),
    "party.remove": QT_TRANSLATE_NOOP("Words", "Interested person removed"),
    "document.create": QT_TRANSLATE_NOOP("Words", "New document"),
    "document.set": QT_TRANSLATE_NOOP("Words", "Data of a document"),
    "document.finish": QT_TRANSLATE_NOOP("Words", "Document marked as final"),
    "document.discard": QT_TRANSLATE_NOOP("Words", "Document discarded"),
    "document.restore": QT_TRANSLATE_NOOP("Words", "Document recovered"),
    "document.choose_head": QT_TRANSLATE_NOOP("Words", "Version chosen"),
    "version.create": QT_TRANSLATE_NOOP("Words", "New version"),
    "version.content": QT_TRANSLATE_NOOP("Words", "New version"),
    "version.signature": QT_TRANSLATE_NOOP("Words", "Signed version"),
    "version.augmentation": QT_TRANSLATE_NOOP("Words", "Version with time seal"),
    "version.set": QT_TRANSLATE_NOOP("Words", "The central service has the document"),
    "conflict.create": QT_TRANSLATE_NOOP("Words", "Changes made at the same time"),
    "conflict.settle": QT_TRANSLATE_NOOP("Words", "Value chosen"),
    "restriction.create": QT_TRANSLATE_NOOP("Words", "Access restricted"),
    "restriction.set": QT_TRANSLATE_NOOP("Words", "Ground of a restriction"),
    "restriction.remove": QT_TRANSLATE_NOOP("Words", "Restriction lifted"),
    "grant.create": QT_TRANSLATE_NOOP("Words", "Right to read given"),
    "grant.remove": QT_TRANSLATE_NOOP("Words", "Right to read taken"),
    "text.create": QT_TRANSLATE_NOOP("Words", "Words of a document"),
    "unit.create": QT_TRANSLATE_NOOP("Words", "New unit"),
    "unit.set": QT_TRANSLATE_NOOP("Words", "Data of a unit"),
    "class.create": QT_TRANSLATE_NOOP("Words", "New class of the file plan"),
    "class.set": QT_TRANSLATE_NOOP("Words", "Class of the file plan"),
    "procedure.create": QT_TRANSLATE_NOOP("Words", "New procedure"),
    "procedure.set": QT_TRANSLATE_NOOP("Words", "Procedure"),
    "document.redraft": QT_TRANSLATE_NOOP("Words", "Document back to draft"),
    "signature_request.create": QT_TRANSLATE_NOOP("Words", "New signature request"),
    "signature_request.set": QT_TRANSLATE_NOOP("Words", "Data of a signature request"),
    "signature_request.send": QT_TRANSLATE_NOOP("Words", "Sent to be signed"),
    "signature_request.withdraw": QT_TRANSLATE_NOOP("Words", "Signature request withdrawn"),
    "signature_request.pause": QT_TRANSLATE_NOOP("Words", "Signature request paused"),
    "signature_request.resume": QT_TRANSLATE_NOOP("Words", "Signature request resumed"),
    "signature_request.sign": QT_TRANSLATE_NOOP("Words", "Signature of a request"),
    "signature_request.review": QT_TRANSLATE_NOOP("Words", "Review"),
    "signature_request.refuse": QT_TRANSLATE_NOOP("Words", "Signature refused"),
    "signature_request.delegate": QT_TRANSLATE_NOOP("Words", "Signature delegated"),
    "signature_comment.create": QT_TRANSLATE_NOOP("Words", "Comment on a signature request"),
    "body.set": QT_TRANSLATE_NOOP("Words", "How the town hall signs"),
    "signature_flow.create": QT_TRANSLATE_NOOP("Words", "New signature flow"),
    "signature_flow.set": QT_TRANSLATE_NOOP("Words", "Signature flow"),
    "signature_flow.remove": QT_TRANSLATE_NOOP("Words", "Signature flow removed"),
    "substitution.create": QT_TRANSLATE_NOOP("Words", "New substitution"),
    "substitution.end": QT_TRANSLATE_NOOP("Words", "Substitution ended"),
}


def word(table: Mapping[str, str], code: str | None) -> str:
    """Return the word for a code in the window's language; an unknown code stands as it is."""
    source = table.get(code or "")
    if source is None:
        return code or ""
    return QCoreApplication.translate("Words", source) if source else ""


def choices(table: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the pairs of code and word of a whole table, in its order."""
    return [(code, word(table, code)) for code in table]
