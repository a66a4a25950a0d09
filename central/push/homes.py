# SPDX-License-Identifier: EUPL-1.2
"""Which stream an object belongs to, and what has to move when that changes.

The home of a dossier is its own restricted stream, else that of the nearest restricted class above it, else the body's.
What lies in a dossier follows it; texts are in the text stream of that stream. Everything else is in the body's.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Final

from sqlalchemy import Connection

from central.push.working import Working
from central.store import objects
from central.store.bulk_moves import BulkMove
from central.store.changes import LEAVE, ObjectChange, move
from central.store.objects import Outline, Stored, outline_of
from central.store.restrictions import CLASS, DOSSIER, Restrictions
from eset_desktop.domain.kinds import CATALOGUE, body_stream, parent_of, restricted_stream, text_stream
from eset_desktop.domain.values import Fields

TEXT: Final = "text"
_HOLDERS: Final = frozenset(
    {"party", "document", "version", "conflict", "signature_request", "signature_comment"}
)
_IN_DOSSIERS: Final = _HOLDERS | {TEXT}


class Homes:
    """The rule of homes over a batch's objects.

    Args:
        connection: The batch's transaction.
        body: The body's id.
        restrictions: What is restricted in it.
        working: The batch's objects.
    """

    def __init__(
        self, connection: Connection, body: str, restrictions: Restrictions, working: Working
    ) -> None:
        self._connection = connection
        self._body = body_stream(body)
        self._restrictions = restrictions
        self._working = working
        self._above: dict[str, str | None] = {}
        self._unknown: set[str] = set()

    def is_read(self, stream: str) -> bool:
        """Tell whether the author may read a stream."""
        return self._restrictions.is_read(stream)

    def of_new(self, kind: str, object_id: str, fields: Fields) -> str:
        """Return the stream that a new object belongs to."""
        if kind == DOSSIER:
            return self.of_dossier(object_id, parent_of(kind, fields))
        parent = parent_of(kind, fields)
        if kind not in _IN_DOSSIERS or parent is None:
            return self._body
        holder = self._working.get(parent)
        # A child may come before its dossier; what is restricted by name is so from the beginning.
        home = holder.stream if holder else self._restrictions.covering(DOSSIER, parent) or self._body
        return text_stream(home) if kind == TEXT else home

    def of_dossier(self, dossier: str, class_id: str | None) -> str:
        """Return the stream that a dossier of a class belongs to."""
        own = self._restrictions.covering(DOSSIER, dossier)
        if own or not self._restrictions.has_classes():
            return own or self._body
        coverings = (self._restrictions.covering(CLASS, each) for each in self._classes_up(class_id))
        return next(filter(None, coverings), self._body)

    def is_unsure(self, kind: str, object_id: str, fields: Fields) -> bool:
        """Tell whether something new may belong to a restricted stream that it does not come to.

        The body restricts something, and what would tell is not known here: after the service was set back somebody else
        may still bring it.
        """
        parent = parent_of(kind, fields)
        if kind == DOSSIER:
            return self.of_dossier(object_id, parent) == self._body and self._leads_nowhere(parent)
        if kind not in _IN_DOSSIERS or parent is None or self._working.get(parent) is not None:
            return False
        return self._restrictions.any_stands() and not self._restrictions.covering(DOSSIER, parent)

    def _leads_nowhere(self, class_id: str | None) -> bool:
        """Tell whether a class, or one above it, is unknown where any is restricted."""
        if not self._restrictions.has_classes():
            return False
        above = list(self._classes_up(class_id))
        return any(each in self._unknown and self._working.get(each) is None for each in above)

    def _classes_up(self, class_id: str | None) -> Iterator[str]:
        """Yield a class and those above it."""
        seen: set[str] = set()
        while class_id is not None and class_id not in seen:
            yield class_id
            seen.add(class_id)
            class_id = self._class_above(class_id)

    def _class_above(self, class_id: str) -> str | None:
        known = self._working.get(class_id)
        if known is not None:
            return parent_of(known.state.kind, known.state.fields)
        if class_id not in self._above:
            found = objects.parents(self._connection, (CATALOGUE, self._body), [class_id])
            self._above[class_id] = found.get(class_id)
            if class_id not in found:
                self._unknown.add(class_id)
        return self._above[class_id]

    def follow(self, stored: Stored, change: ObjectChange) -> None:
        """Do what a change that was just taken means for who reads what, and move what belongs elsewhere now.

        Args:
            stored: The object as it is after it.
            change: The change.
        """
        state, kind = stored.state, stored.state.kind
        if kind == "restriction":
            scope_kind, scope = state.text("scope_kind"), state.text("scope")
            self._restrictions.put(state.id, scope_kind, scope, lifted=state.deleted)
            self._let_read(state.id)
            self._settle(self._covered(scope_kind, scope), change)
            if scope_kind == DOSSIER and self._working.get(scope) is None:
                home = self.of_dossier(scope, None)
                self._bring(self._tree(self._working.outlines_below([scope]).values()), home, change)
        elif kind == "grant":
            self._let_read(state.text("restriction"))
        elif kind == "class":
            if self._restrictions.has_classes() and _moved(change, "parent"):
                self._settle(self._covered(CLASS, state.id), change)
        elif kind == DOSSIER and _moved(change, "class"):
            self._settle([outline_of(stored)], change)
        elif change.before is None and kind in _HOLDERS and stored.stream != self._body:
            self._bring(
                self._tree([outline_of(stored)]), stored.stream, change
            )  # what came before its holder

    def _let_read(self, restriction: str) -> None:
        if self._restrictions.knows(restriction):
            grants = self._working.children(restriction, "grant")
            self._restrictions.let_read(
                restriction, (each.state.text("person") for each in grants if not each.state.deleted)
            )

    def _covered(self, scope_kind: str, scope: str) -> list[Outline]:
        """Return the dossiers that a class or dossier may give a home to."""
        if scope_kind == DOSSIER:
            known = self._working.get(scope)
            return [outline_of(known)] if known and known.state.kind == DOSSIER else []
        classes, frontier = {scope}, {scope}
        while frontier:
            found = self._working.outlines_below(frontier, (CATALOGUE, self._body))
            frontier = {key for key, each in found.items() if each.kind == CLASS} - classes
            classes |= frontier
        return [each for each in self._working.outlines_below(classes).values() if each.kind == DOSSIER]

    def _settle(self, dossiers: Iterable[Outline], cause: ObjectChange) -> None:
        """Bring dossiers and what lies in them to the streams that they belong to."""
        by_home: dict[str, list[Outline]] = {}
        for each in dossiers:
            home = self.of_dossier(each.id, each.parent)
            if each.stream != home or (home != self._body and cause.before is None):
                by_home.setdefault(home, []).append(each)
        for home, listed in by_home.items():
            self._bring(self._tree(listed), home, cause)

    def _tree(self, roots: Iterable[Outline]) -> list[Outline]:
        """Return objects and all that lies in them."""
        found = {each.id: each for each in roots}
        frontier: Collection[str] = tuple(found)
        while frontier:
            lower = self._working.outlines_below(frontier)
            frontier = tuple(key for key in lower if key not in found)
            found.update(lower)
        return list(found.values())

    def _bring(self, tree: Iterable[Outline], home: str, cause: ObjectChange) -> None:
        ways: dict[tuple[str, str], list[Outline]] = {}
        for each in tree:
            target = text_stream(home) if each.kind == TEXT else home
            if each.stream != target:
                ways.setdefault((each.stream, target), []).append(each)
        for (source, target), listed in ways.items():
            self._bring_known(
                [each.id for each in listed if self._working.is_known(each.id)], source, target, cause
            )
            others = tuple(each for each in listed if not self._working.is_known(each.id))
            if others:
                move_ = BulkMove(source, target, others, cause.by, cause.at, cause.device, cause.mutation)
                self._working.carry(move_)

    def _bring_known(self, ids: Collection[str], source: str, target: str, cause: ObjectChange) -> None:
        """Move objects of which more is known one by one: what the batch did to them before goes along."""
        for each in self._working.these(ids):
            halves = move(
                each, target, by=cause.by, at=cause.at, device=cause.device, mutation=cause.mutation
            )
            for half in halves:
                self._working.take(source if half.verb == LEAVE else target, [half])


def _moved(change: ObjectChange, name: str) -> bool:
    """Tell whether a change gives a field another value; a new object always does."""
    return change.before is None or name in change.differences()


def restriction_taken(restrictions: Restrictions, restriction: str, fields: Fields) -> bool:
    """Tell whether another restriction covers the same class or dossier."""
    covering = restrictions.covering(str(fields.get("scope_kind")), str(fields.get("scope")))
    return covering is not None and covering != restricted_stream(restriction)
