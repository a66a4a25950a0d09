# SPDX-License-Identifier: EUPL-1.2
"""What a visible signature says of a document of the cache: its code, the body, and as what this person signs today.

Who signs in another's place says so, and by which decree (art. 13 LRJSP, as in :mod:`eset_desktop.domain.substitutions`);
who signs by delegation of signature, whose (art. 12.3 LRJSP).
"""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache

import msgspec

import resources
from eset_desktop.operations.dossiers import today
from eset_desktop.operations.session import Session
from eset_desktop.signing import acting
from eset_desktop.signing.stamp.values import STANDARD, StampRequest
from eset_desktop.store import live
from eset_desktop.store.engine import Connection
from eset_desktop.store.queries import signature_requests
from eset_desktop.store.queries.signature_rows import RequestRow


def stamp_for(
    session: Session, document_id: str, *, language: str = "", template: str = STANDARD
) -> StampRequest:
    """Return the visible signature that this person would put on a document now.

    Its name is left empty: the certificate fills it in, and the capacity too when nobody asked for the signature by office.

    Args:
        session: Who is at work.
        document_id: The document.
        language: Of the words; empty: the document's.
        template: Of its form.
    """
    reader = session.database.reader()
    person, on = session.account().person, today(session)
    found = live.load(reader, document_id)
    fields: Mapping[str, object] = found.state.fields if found else {}
    language = language or _known(fields.get("language"))
    request = _request(reader, document_id, person, on)
    return StampRequest(
        "",
        capacity=_office(request, language) if request and not request.delegator else "",
        substitution=_substitution(request, language) if request and request.way == "substitute" else "",
        delegation=_delegation(request, language) if request else "",
        body=_body(reader),
        code=str(fields.get("csv") or ""),
        template=template,
        language=language,
    )


def acting_for(session: Session, document_id: str) -> str:
    """Return what this person's signature on a document would say of in whose place it is made, or by whose delegation.

    In the document's language; empty where nobody else's signature was asked for.
    """
    reader = session.database.reader()
    request = _request(reader, document_id, session.account().person, today(session))
    if request is None:
        return ""
    found = live.load(reader, document_id)
    language = _known(found.state.get("language") if found else None)
    substitution = _substitution(request, language) if request.way == "substitute" else ""
    return acting.told(substitution, _delegation(request, language), language)


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    return msgspec.convert(tomllib.loads(resources.text("offices.toml")), dict[str, dict[str, str]])


def _known(language: object) -> str:
    return str(language) if language in resources.LANGUAGES else resources.LANGUAGES[0]


def _request(reader: Connection, document_id: str, person: str, on: date) -> RequestRow | None:
    """Return the request by which this person is asked for a signature now."""
    asking = signature_requests.of_document(reader, document_id, person, on)
    return next((each for each in asking if each.mine), None)


def _office(request: RequestRow, language: str) -> str:
    return _words().get(request.office, {}).get(language, "")


def _delegation(request: RequestRow, language: str) -> str:
    """Return whose signature was passed on, and that of which office; empty where it is one's own."""
    office = _office(request, language)
    if not office or not request.delegator:
        return request.delegator
    return _words()["delegated"][language].format(office=office, titular=request.delegator)


def _substitution(request: RequestRow, language: str) -> str:
    decree = request.decree
    if decree[:1].isdigit():
        decree = _words()["decree"][language].format(decree=decree)
    if not decree or not request.titular:
        return decree
    return _words()["in_place"][language].format(decree=decree, titular=request.titular)


def _body(reader: Connection) -> str:
    found = reader.execute(
        "SELECT fields ->> '$.name' FROM object WHERE kind = 'body' AND NOT deleted"
    ).fetchone()
    return str(found[0] or "") if found else ""
