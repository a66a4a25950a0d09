# SPDX-License-Identifier: EUPL-1.2
"""The signature folder (*portasignatures*): ask for signatures, review, refuse, delegate, pause, withdraw, comment.

To sign is to add the signed version (:func:`eset_desktop.operations.documents.add_version`): the answer goes with it
(:mod:`eset_desktop.operations.answering`). All of it works without a line; what came too late is kept and told.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from eset_desktop.domain import signature_rules as rules
from eset_desktop.domain.commands import REDRAFT
from eset_desktop.domain.signature_acts import REQUEST, SEND, WITHDRAW
from eset_desktop.domain.signature_flow import REVIEW, Flow, flow_json, signer_at
from eset_desktop.domain.signature_marks import Progress
from eset_desktop.domain.states import AGAIN, FINAL, PAUSED
from eset_desktop.domain.values import Fields, Json
from eset_desktop.operations.answering import day_of
from eset_desktop.operations.dossiers import today
from eset_desktop.operations.errors import NotFound, Refused
from eset_desktop.operations.session import Session, Work
from eset_desktop.store import late
from eset_desktop.store.changes import Changes
from eset_desktop.store.pins import ASKED
from eset_desktop.store.queries import dossier, office
from eset_desktop.store.queries import signature_requests as requests
from eset_desktop.store.queries.dossier import DocumentRow

_LACKING: Final = (
    "SELECT b.sha256 FROM json_each(?) AS asked CROSS JOIN object AS v ON v.id = asked.value"
    " JOIN blob AS b ON b.sha256 = v.fields ->> '$.sha256' WHERE NOT b.here AND b.wanted < ?"
)
_OF_ONE: Final[Mapping[str, str]] = {
    f"{REQUEST}.already_running": f"{REQUEST}.document_waits",
    f"{REQUEST}.version_moved_on": f"{REQUEST}.document_moved_on",
}
"""What is told of one document among several, with its title."""

_WANT: Final = "UPDATE blob SET wanted = ? WHERE sha256 = ? AND NOT here"


@dataclass(frozen=True, slots=True)
class NewRequest:
    """What a person says to ask for signatures of a document's standing version; the rest is defaulted.

    Attributes:
        flow: Who is asked, in order; :data:`eset_desktop.domain.signature_flow.READY` or one of the body's own.
        flow_code: The name of a ready flow, or the id of one of the body's own, for lists; empty for one made for this request.
        subject: The document's title when empty.
        expires_on: The last day, or None.
        amount_cents: The amount that the signer sees beside the document, in euro cents.
        reports: Ids of documents of the same dossier to be seen beside it.
    """

    document_id: str
    flow: Flow
    flow_code: str = ""
    subject: str = ""
    message: str = ""
    urgent: bool = False
    expires_on: date | None = None
    amount_cents: int | None = None
    reports: tuple[str, ...] = ()


def create(session: Session, new: NewRequest, *, send: bool = True) -> Changes:
    """Ask for the signatures of the version that stands now, or only prepare to.

    Raises:
        NotFound: There is no such document, or it has no version.
        Refused: A flow that cannot be followed, a last day that is over (``field`` names it), or the document waits for
            signatures already.
    """
    with session.change() as work:
        return work.changes(_create(work, _found(work, new), new, send=send))


def create_all(session: Session, asked: Iterable[NewRequest]) -> Changes:
    """Ask for the signatures of several documents, a request each: of all of them or of none.

    Raises:
        NotFound: One of the documents is not here, or has no version.
        Refused: As :func:`create`; ``document`` is the title of the one that stops it.
    """
    with session.change() as work:
        for new in asked:
            found = _found(work, new)
            try:
                _create(work, found, new, send=True)
            except Refused as error:
                reason = str(error.details.get("reason"))
                raise Refused(
                    **error.details | {"reason": _OF_ONE.get(reason, reason), "document": found.title}
                ) from None
        return work.changes()


def _found(work: Work, new: NewRequest) -> DocumentRow:
    found = dossier.document(work.connection, new.document_id)
    if found is None or found.head is None:
        raise NotFound(kind="document")
    return found


def _create(work: Work, found: DocumentRow, new: NewRequest, *, send: bool) -> str:
    if found.head is None:
        raise NotFound(kind="document")
    if new.expires_on is not None and new.expires_on < day_of(work):
        raise Refused(reason=f"{REQUEST}.expires_on_past", field="expires_on")
    with work.together():
        created = work.create(
            REQUEST,
            {
                "document": found.id,
                "version": found.head.id,
                "sha256": found.head.sha256,
                "sender": work.account.person,
                "subject": new.subject.strip() or found.title,
                "message": new.message.strip(),
                "priority": "urgent" if new.urgent else "normal",
                "expires_on": new.expires_on.isoformat() if new.expires_on else None,
                "flow_code": new.flow_code,
                "flow": flow_json(new.flow),
                "amount_cents": new.amount_cents,
                "reports": list(new.reports),
                "state": "draft",
            },
        )
        if send:
            work.command(REQUEST, created, SEND)
    return created


def edit(session: Session, request_id: str, wanted: Fields) -> Changes:
    """Change what a draft says; of a request that was sent only its priority and its last day."""
    with session.change() as work:
        work.set(REQUEST, request_id, wanted)
        return work.changes()


def send(session: Session, request_id: str) -> Changes:
    """Send a draft."""
    return _command(session, request_id, SEND)


def withdraw(session: Session, request_id: str, reason: str = "") -> Changes:
    """End a request that nobody should answer any more; the sender's act, or the secretary's."""
    return _command(session, request_id, WITHDRAW, reason=reason.strip())


def pause(session: Session, request_id: str) -> Changes:
    """Let nobody be asked for a while."""
    return _command(session, request_id, "pause")


def resume(session: Session, request_id: str) -> Changes:
    """Go on asking."""
    return _command(session, request_id, "resume")


def _command(session: Session, request_id: str, name: str, **args: Json) -> Changes:
    with session.change() as work:
        work.fields(REQUEST, request_id)
        work.command(REQUEST, request_id, name, **args)
        return work.changes()


def review(session: Session, request_id: str) -> Changes:
    """Say that one has looked at it (*revisió*): an act of its own, without a signature."""
    with session.change() as work:
        name, standing = _place(work, request_id, review=True)
        work.command(REQUEST, request_id, "review", **_as(name, standing))
        return work.changes()


def refuse(session: Session, request_id: str, reason: str) -> Changes:
    """Refuse to sign or to review, with a reason and without a PIN: the request ends and its document is a draft again.

    Whoever signed second and was asked by nobody but the service to sign again leaves the document as it is.

    Raises:
        Refused: There is no reason, or this person is not asked.
    """
    with session.change() as work:
        name, standing = _place(work, request_id)
        fields = work.fields(REQUEST, request_id)
        document, second = str(fields["document"]), _is_second(fields, name, work.account.person)
        with work.together():
            work.command(REQUEST, request_id, "refuse", reason=reason.strip(), **_as(name, standing))
            if not second and work.fields("document", document).get("state") == FINAL:
                work.command("document", document, REDRAFT, request=request_id)
        return work.changes()


def _is_second(fields: Fields, name: str, person: str) -> bool:
    """Tell whether a request is the service's own, to somebody who signed beside another signature."""
    return fields.get("sender") == person and Progress.of(fields).mark(name).state == AGAIN


def delegate(session: Session, request_id: str, to: str) -> Changes:
    """Let another person sign in one's place, which the signature will say."""
    with session.change() as work:
        name, standing = _place(work, request_id)
        if standing.way not in {rules.OWN, rules.OFFICE}:
            raise Refused(reason=f"{REQUEST}.not_delegable")
        work.command(REQUEST, request_id, "delegate", signer=name, to=to)
        return work.changes()


def _as(name: str, standing: rules.Standing) -> dict[str, Json]:
    return {"signer": name, **({"substitution": standing.substitution} if standing.substitution else {})}


def _place(work: Work, request_id: str, *, review: bool = False) -> tuple[str, rules.Standing]:
    """Return the place at which a request asks this person now, and why.

    Raises:
        Refused: It does not, or is paused.
    """
    fields = work.fields(REQUEST, request_id)
    if fields.get("state") == PAUSED:
        raise Refused(reason=f"{REQUEST}.paused")
    places = rules.places_of(fields, work.account.person, office.office(work.connection), day_of(work))
    flow = Progress.of(fields).flow
    for name, standing in places.items():
        signer = signer_at(flow, name)
        if signer is not None and (not review or signer.role == REVIEW):
            return name, standing
    code = "signature_needed" if places else "not_signer" if fields.get("state") == "running" else "ended"
    raise Refused(reason=f"{REQUEST}.{code}")


def comment(session: Session, request_id: str, text: str) -> Changes:
    """Say something about a request to all who see it."""
    with session.change() as work:
        work.fields(REQUEST, request_id)
        created = work.create("signature_comment", {"request": request_id, "text": text.strip()})
        return work.changes(created)


def read_late(session: Session) -> Changes:
    """Note that this person has read which signatures came when nobody asked for them any more."""
    with session.database.write() as connection:
        late.forget(connection)
    return Changes(frozenset({(late.KIND, "")}))


def want_asked(session: Session) -> bool:
    """Ask for the bytes of what waits for this person and of what is seen beside it; tell whether any were missing.

    So that a signer can read and sign it all without a line, and needs nothing else of the body's documents here.
    """
    reader, person, on = session.database.reader(), session.account().person, today(session)
    waiting = requests.to_sign(reader, person, on)
    versions = json.dumps([version for row in waiting for version in (row.standing, *row.reports)])
    lacking = [sha256 for (sha256,) in reader.execute(_LACKING, (versions, ASKED)).fetchall()]
    if lacking:
        with session.database.write() as connection:
            connection.executemany(_WANT, [(ASKED, each) for each in lacking])
    return bool(lacking)
