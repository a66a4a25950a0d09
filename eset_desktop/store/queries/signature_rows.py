# SPDX-License-Identifier: EUPL-1.2
"""What the lists and the page of the signature folder show; moments and days are ISO 8601 or empty, people are names."""

from dataclasses import dataclass

from eset_desktop.domain.signature_flow import Flow


@dataclass(frozen=True, slots=True)
class StepRow:
    """One signer of a request.

    Attributes:
        name: The place, for example ``0.0``: block and signer.
        role: ``sign``, ``approve`` or ``review``.
        person: Who is asked, or empty: then ``office`` is, and ``people`` are the names of whoever holds it.
        people: Names of those who are asked: the person, or all who hold the office; once it was answered for an office, whose
            answer it was.
        state: See :data:`eset_desktop.domain.states.SIGNER_TRANSITIONS`.
        in_turn: Whether it is asked now.
        by: Name of who acted.
        over: For *again*: the name of whoever signed meanwhile.
        to: Where it was passed on and still waits: the name of the person to whom.
        delegator: Name of who passed it on, also after ``by`` answered by delegation.
        as_substitute: Whether ``by`` acted by a substitution.
        decree: Its decree, where it is known here.
        stand_ins: While it is asked: the names of those who may answer in another's place.
    """

    name: str
    block: int
    minimum: int
    role: str
    person: str
    office: str
    people: tuple[str, ...]
    state: str
    in_turn: bool
    by: str = ""
    at: str = ""
    version: str = ""
    over: str = ""
    to: str = ""
    reason: str = ""
    as_substitute: bool = False
    delegator: str = ""
    decree: str = ""
    stand_ins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request in a list.

    Attributes:
        state: On the day asked about, also where the central service has not written its end yet.
        discarded: Whether the document was.
        cause: ``withdrawn``, ``changed`` or ``deadline`` for some ends.
        head: The version of the last signature, or the requested one.
        answered: How many answers there are, of ``needed``.
        mine: The place at which it asks this person now, empty for none.
        role: What is asked of this person there.
        way: Why this person is asked: ``own``, ``office``, ``delegate``, ``substitute``.
        titular: For the last two: the name of the one in whose place it is.
        office: The office that is asked there, empty for a person by name.
        decree: For a substitute: the decree, as the signature tells it.
        delegator: Where somebody else passed the signature on: their name.
        delegate: Where it was passed on: the name of the person to whom.
        passed_on: It waits for that other person; this one may sign still (art. 12.2 LRJSP (GK): the competence stays).
        again: This person signed over an older version and has to sign once more.
        again_over: Then the name of whoever signed meanwhile.
        late: How many signatures came when nobody asked for them any more.
        refused: Code of the reason for which something of it needs this person (*needs attention*).
        standing: The document's version that stands, which is the one to be signed: ``head``, or more evidence on it.
        reports: The versions that stand of the documents to be seen beside it, while it asks for answers.
        here: Whether its bytes are on this computer.
    """

    id: str
    document_id: str
    document_title: str
    document_type: str
    discarded: bool
    dossier_id: str
    dossier_title: str
    dossier_number: str
    version_id: str
    head: str
    sha256: str
    subject: str
    message: str
    sender: str
    sender_name: str
    sent_at: str
    urgent: bool
    expires_on: str
    state: str
    cause: str
    reason: str
    ended_at: str
    ended_by: str
    flow_code: str
    amount_cents: int | None
    answered: int
    needed: int
    mine: str
    role: str
    way: str
    titular: str
    office: str
    decree: str
    delegator: str
    delegate: str
    passed_on: bool
    again: bool
    again_over: str
    late: int
    pending: bool
    refused: str
    standing: str
    reports: tuple[str, ...]
    here: bool


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A document of the dossier that the signer sees beside the one to be signed; without a title when it is not here."""

    document_id: str
    title: str
    version_id: str


@dataclass(frozen=True, slots=True)
class CommentRow:
    """What somebody said about a request."""

    id: str
    author: str
    at: str
    text: str
    pending: bool


@dataclass(frozen=True, slots=True)
class LateRow:
    """A signature that came when nobody asked for it any more; it is kept in its version."""

    by: str
    at: str
    version: str


@dataclass(frozen=True, slots=True)
class RequestPage:
    """One request with all that is seen beside the document."""

    row: RequestRow
    steps: tuple[StepRow, ...]
    reports: tuple[ReportRow, ...]
    comments: tuple[CommentRow, ...]
    late: tuple[LateRow, ...]
    may_manage: bool
    """Whether this person may pause and withdraw it: the sender and the secretary."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What badges show.

    Attributes:
        to_sign: Requests that ask this person now, reviews too; without those passed on to others.
        urgent: Those of them that are urgent.
        again: Those that have to be signed once more.
    """

    to_sign: int
    urgent: int
    again: int


@dataclass(frozen=True, slots=True)
class FlowRow:
    """A flow of the body's own."""

    id: str
    name: str
    flow: Flow
    pending: bool
