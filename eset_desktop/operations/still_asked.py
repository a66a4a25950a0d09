# SPDX-License-Identifier: EUPL-1.2
"""Whether a document on a confirmed list is still to be signed: looked at right before the key signs it.

The agent goes on bringing what others do while a list is signed: requests are withdrawn, paused and run out, documents get
another content, dossiers are closed.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

import msgspec

from eset_desktop.clock import iso
from eset_desktop.domain import rules
from eset_desktop.domain.mutations import CREATE, Mutation
from eset_desktop.domain.signature_acts import CHANGED, REQUEST, WITHDRAWN
from eset_desktop.domain.signature_flow import REVIEW
from eset_desktop.domain.signature_rules import SUBSTITUTE
from eset_desktop.domain.states import CANCELLED, EXPIRED, PAUSED, REFUSED
from eset_desktop.domain.versions import SIGNATURE
from eset_desktop.operations.dossiers import today
from eset_desktop.operations.errors import NoLongerAsked, Refused, VersionMovedOn
from eset_desktop.operations.session import Session
from eset_desktop.signing.batch.values import BatchItem
from eset_desktop.store.engine import Connection
from eset_desktop.store.queries import signature_requests, signing_rules
from eset_desktop.store.queries.office import office

_NONE: Final[Mapping[str, str]] = MappingProxyType({})
_WHY: Final[Mapping[tuple[str, str], str]] = {
    (PAUSED, ""): "meanwhile_paused",
    (EXPIRED, ""): "meanwhile_expired",
    (REFUSED, ""): "meanwhile_refused",
    (CANCELLED, WITHDRAWN): "meanwhile_withdrawn",
    (CANCELLED, CHANGED): "meanwhile_changed",
}
"""Why a request asks nobody, by its state and what ended it; what is not here has answered itself or asks somebody else."""


class StillAsked:
    """Says of each document of a list whether it is still to be signed; a few reads by their keys.

    Args:
        session: Who signs.
        documents: The document of each item, by the item's id, which is its version's.
        requests: The request that a document is signed for, by the document; the others are asked for by nobody.
    """

    def __init__(
        self, session: Session, documents: Mapping[str, str], requests: Mapping[str, str] = _NONE
    ) -> None:
        self._session = session
        self._documents = documents
        self._requests = requests

    def __call__(self, item: BatchItem) -> None:
        """Return while an item is to be signed.

        Raises:
            NoLongerAsked: Its request does not ask this person any more.
            Refused: Its document was discarded, or its dossier is closed.
            VersionMovedOn: Another version stands now than the one that was confirmed.
        """
        connection, document = self._session.database.reader(), self._documents[item.id]
        person, on = self._session.account().person, today(self._session)
        request = self._requests.get(document)
        gone = no_longer(connection, request, person, on) if request else None
        if gone is not None:
            raise gone
        refusal = self._refusal(connection, document, person)
        if refusal is not None:
            raise Refused(reason=refusal)
        versions = signing_rules.versions_of(connection, document)
        if signing_rules.head_of(connection, document, versions) != item.id:
            raise VersionMovedOn

    def _refusal(self, connection: Connection, document: str, person: str) -> str | None:
        """Return why a rule between objects would not take the signed version, or None."""
        found = connection.execute(
            "SELECT d.fields, x.fields FROM object AS d LEFT JOIN object AS x ON x.id = d.parent WHERE d.id = ?",
            (document,),
        ).fetchone()
        if found is None:
            return None
        of_document, of_dossier = (msgspec.json.decode(each) if each else None for each in found)
        made = Mutation(
            id="", n=0, op=CREATE, kind="version", object="", by=person, at=iso(self._session.clock.now()),
            fields={"document": document, "relation": SIGNATURE},
        )  # fmt: skip
        return rules.refusal_by_document(made, of_document) or rules.refusal_by_dossier(made, of_dossier)


def no_longer(connection: Connection, request: str, person: str, on: date) -> NoLongerAsked | None:
    """Return why a request does not ask somebody to sign on a day, None while it does."""
    row = signature_requests.row(connection, request, person, on)
    if row is None:
        return NoLongerAsked()
    if row.mine and row.role != REVIEW:
        return None
    cause = row.cause if row.state == CANCELLED else ""
    why = _WHY.get((row.state, cause))
    if why is not None:
        return NoLongerAsked(reason=f"{REQUEST}.{why}")
    titular = _stood_in_for(connection, request, person, on)
    if titular:
        return NoLongerAsked(reason=f"{REQUEST}.meanwhile_substitution_over", person=titular)
    return NoLongerAsked()


def _stood_in_for(connection: Connection, request: str, person: str, on: date) -> str:
    """Return the name of whom somebody could have answered for until a substitution ended, empty for nobody."""
    for each in office(connection).substitutions:
        if each.substitute == person and each.is_over(on):
            row = signature_requests.row(connection, request, person, date.fromisoformat(each.last_on))
            if row is not None and row.mine and row.way == SUBSTITUTE:
                return row.titular
    return ""
