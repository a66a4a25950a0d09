# SPDX-License-Identifier: EUPL-1.2
"""What a window acknowledged, and where it must be found again: nothing acknowledged may ever be missing.

A value stands where its author left it, or somebody else's stands there and the value is in the history, in a conflict or
in a draft that needs attention. A value that was asked for but never answered may stand or not.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import msgspec

from eset_desktop.domain.mutations import Mutation
from eset_desktop.domain.values import Json
from eset_desktop.store.engine import Connection

Place = tuple[str, str]
"""An object's id and a field's name."""


@dataclass(frozen=True, slots=True)
class View:
    """What a cache or the central service holds.

    Attributes:
        live: Current values.
        kept: Values of history, conflicts and drafts.
    """

    live: dict[Place, Json]
    kept: dict[Place, set[str]]


@dataclass(slots=True)
class Ledger:
    """One person's acknowledged values.

    Attributes:
        who: The person's computer, for messages.
        claims: The last acknowledged value of each place.
        doubts: What was asked for since then and not answered.
        documents: Hash of the bytes of each acknowledged version, by document.
        contested: Places that another person writes too.
        acknowledged: How many saves were answered.
    """

    who: str
    claims: dict[Place, str] = field(default_factory=dict)
    doubts: dict[Place, set[str]] = field(default_factory=lambda: defaultdict(set))
    documents: dict[str, str] = field(default_factory=dict)
    contested: set[Place] = field(default_factory=set)
    acknowledged: int = 0

    def save(self, values: dict[Place, str]) -> None:
        """Take an acknowledged save."""
        self.acknowledged += 1
        for place, value in values.items():
            self.claims[place] = value
            self.doubts.pop(place, None)

    def doubt(self, values: dict[Place, str]) -> None:
        """Take a save that was never answered."""
        for place, value in values.items():
            self.doubts[place].add(value)

    def settle(self, view: View) -> None:
        """Take what the restarted window shows for what was in doubt: from now on it must stay."""
        for place, values in list(self.doubts.items()):
            shown = view.live.get(place)
            if shown in values:
                self.claims[place] = str(shown)
            if place not in self.contested:
                self.doubts.pop(place)

    def missing(self, view: View, *, contested: bool) -> list[str]:
        """Return every acknowledged value that cannot be found.

        Args:
            view: Where it is looked for.
            contested: Whether places that another person writes are looked at: only a whole view tells of them.
        """
        lost = []
        for place, value in self.claims.items():
            if place in self.contested and not contested:
                continue
            shown = view.live.get(place)
            wanted = {value, *self.doubts.get(place, ())}
            kept = view.kept.get(place, set()) if place in self.contested else set()
            if shown not in wanted and wanted.isdisjoint(kept):
                lost.append(
                    f"{self.who}: {place[0]} {place[1]}: {value!r} was acknowledged, {shown!r} stands"
                )
        return lost


def cache_view(connection: Connection) -> View:
    """Return what a cache holds."""
    rows = connection.execute("SELECT id, kind, fields FROM object WHERE NOT deleted").fetchall()
    view = view_of((each, kind, msgspec.json.decode(text)) for each, kind, text in rows)
    for each, text in connection.execute("SELECT object, details FROM history").fetchall():
        for name, pair in msgspec.json.decode(text).items():
            if isinstance(pair, list):
                view.kept[each, name].update(map(str, pair))
    drafts = connection.execute("SELECT body FROM outbox WHERE state IN ('attention', 'blocked')").fetchall()
    for (body,) in drafts:
        mutation = msgspec.json.decode(body, type=Mutation)
        for name, change in mutation.changes.items():
            view.kept[mutation.object, name].add(str(change.to))
        for name, value in mutation.fields.items():
            view.kept[mutation.object, name].add(str(value))
    return view


def view_of(objects: Iterable[tuple[str, str, Mapping[str, Json]]]) -> View:
    """Return the view of objects: id, kind, fields; conflicts among them."""
    view = View({}, defaultdict(set))
    for each, kind, fields in objects:
        for name, value in fields.items():
            view.live[each, name] = value
        if kind == "conflict":
            place = str(fields["object"]), str(fields["field"])
            view.kept[place].update(str(fields.get(name)) for name in ("before", "kept", "other"))
    return view


def together(first: View, *others: View) -> View:
    """Return a view with the first one's current values and everything that any of them keeps."""
    kept: dict[Place, set[str]] = defaultdict(set)
    for view in (first, *others):
        for place, values in view.kept.items():
            kept[place] |= values
    return View(first.live, kept)
