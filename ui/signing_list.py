# SPDX-License-Identifier: EUPL-1.2
"""The list on the signing page before it is confirmed: what is frozen, and what was chosen too and is not asked or not here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eset_desktop.operations.dossiers import today
from eset_desktop.operations.errors import NoLongerAsked
from eset_desktop.operations.session import Session
from eset_desktop.operations.signing_lists import ListToSign, freeze_all
from eset_desktop.operations.still_asked import no_longer
from eset_desktop.signing.batch.states import ItemState
from eset_desktop.store.queries.signature_rows import RequestRow
from ui.signing_run import RunRow


@dataclass(frozen=True, slots=True)
class LookedAt:
    """A frozen list, and the requests among those it answers that no longer wait for this person, with why by their ids."""

    listed: ListToSign
    gone: tuple[RequestRow, ...]
    why: Mapping[str, NoLongerAsked]

    @property
    def rows(self) -> list[RunRow]:
        """What stands on the page: what can be confirmed, then the rest with its reason."""
        listed = self.listed
        rows = [
            RunRow(
                item.id,
                listed.documents[item.id],
                item.title,
                listed.labels.get(item.id, ""),
                item.size,
                sha256=item.sha256,
            )
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
                row.document_id, row.document_id, row.subject, row.dossier_number, 0, ItemState.REFUSED,
                self.why[row.id],
            )
            for row in self.gone
        ]  # fmt: skip


def look_at(
    session: Session, documents: Sequence[str], asked: Sequence[RequestRow], *, visible: bool
) -> LookedAt:
    """Freeze documents; what a request of ``asked`` was about is left out once it no longer waits for this person."""
    why = _no_longer(session, [row for row in asked if row.document_id in documents])
    gone = tuple(row for row in asked if row.id in why)
    out = {row.document_id for row in gone}
    kept = [each for each in documents if each not in out]
    return LookedAt(freeze_all(session, kept, visible=visible), gone, why)


def no_longer_asked(session: Session, asked: Sequence[RequestRow]) -> tuple[RequestRow, ...]:
    """Return the requests that do not wait for this person any more: withdrawn, paused, past their day, without effect."""
    why = _no_longer(session, asked)
    return tuple(row for row in asked if row.id in why)


def _no_longer(session: Session, asked: Sequence[RequestRow]) -> dict[str, NoLongerAsked]:
    if not asked:
        return {}
    reader, person, on = session.database.reader(), session.account().person, today(session)
    found = {row.id: no_longer(reader, row.id, person, on) for row in asked}
    return {request: error for request, error in found.items() if error is not None}
