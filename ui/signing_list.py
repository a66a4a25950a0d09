# SPDX-License-Identifier: EUPL-1.2
"""The list on the signing page before it is confirmed: what is frozen, and what was chosen too and is not asked or not here."""

from collections.abc import Sequence
from dataclasses import dataclass

from eset_desktop.operations.dossiers import today
from eset_desktop.operations.session import Session
from eset_desktop.operations.signing_lists import ListToSign, freeze_all
from eset_desktop.signing.batch.states import ItemState
from eset_desktop.store.queries import signature_requests
from eset_desktop.store.queries.signature_rows import RequestRow
from ui.errors import NoLongerAsked
from ui.signing_run import RunRow


@dataclass(frozen=True, slots=True)
class LookedAt:
    """A frozen list, and the requests among those it answers that no longer wait for this person."""

    listed: ListToSign
    gone: tuple[RequestRow, ...]

    @property
    def rows(self) -> list[RunRow]:
        """What stands on the page: what can be confirmed, then the rest with its reason."""
        listed = self.listed
        rows = [
            RunRow(item.id, listed.documents[item.id], item.title, listed.labels.get(item.id, ""), item.size)
            for item in listed.frozen.items
        ]
        rows += [
            RunRow(
                each.document_id, each.document_id, each.title, each.label, 0, ItemState.REFUSED, each.error
            )
            for each in listed.left_out
        ]
        return rows + [
            RunRow(
                row.document_id, row.document_id, row.subject, row.dossier_number, 0, ItemState.REFUSED, NoLongerAsked()
            )
            for row in self.gone
        ]  # fmt: skip


def look_at(
    session: Session, documents: Sequence[str], asked: Sequence[RequestRow], *, visible: bool
) -> LookedAt:
    """Freeze documents; what a request of ``asked`` was about is left out once it no longer waits for this person."""
    gone = no_longer_asked(session, [row for row in asked if row.document_id in documents])
    out = {row.document_id for row in gone}
    kept = [each for each in documents if each not in out]
    return LookedAt(freeze_all(session, kept, visible=visible), gone)


def no_longer_asked(session: Session, asked: Sequence[RequestRow]) -> tuple[RequestRow, ...]:
    """Return the requests that do not wait for this person any more: withdrawn, paused, past their day, without effect."""
    if not asked:
        return ()
    person = session.account().person
    waiting = signature_requests.to_sign(session.database.reader(), person, today(session))
    ids = {row.id for row in waiting}
    return tuple(row for row in asked if row.id not in ids)
