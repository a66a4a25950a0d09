# SPDX-License-Identifier: EUPL-1.2
"""A signed version and what stands beside it, and writing what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, select

from central.mirrors import following
from central.store import gates, holdings, objects, tables
from central.store.changes import ObjectChange
from central.store.objects import Stored, stored_of
from eset_desktop.clock import iso
from eset_desktop.domain.kinds import SIGNER_STREAMS
from eset_desktop.domain.mutations import ObjectState
from eset_desktop.domain.states import DISCARDED
from eset_desktop.domain.values import Json
from eset_desktop.domain.versions import AUGMENTATION, SIGNATURE
from eset_desktop.signing.levels.values import Facts

WAITING, REFUSED = "waiting", "refused"
NO_STAMPING: Final[dict[str, None]] = {"stamping": None, "stamping_problem": None}
"""What says that nothing is pending."""

_OBJECT = tables.objects.c
_STREAM = tables.stream.c


@dataclass(frozen=True, slots=True)
class Signed:
    """A version that people signed, or one that was raised from it.

    Attributes:
        body: Whose it is.
        version: The version.
        passed: Whether something stands on it, or its document was discarded: it is left as it is.
    """

    body: str
    version: Stored
    passed: bool

    @property
    def sha256(self) -> str:
        """Hash of its bytes."""
        return self.version.state.text("sha256")


def signed(connection: Connection, version: str) -> Signed | None:
    """Return a version whose bytes are here, None when there is nothing to raise under this id."""
    row = connection.execute(
        select(tables.objects, _STREAM.body)
        .join(tables.stream, _STREAM.name == _OBJECT.stream)
        .where(
            _OBJECT.id == version,
            _OBJECT.kind == "version",
            _OBJECT.left.is_(False),
            ~_OBJECT.stream.startswith(SIGNER_STREAMS),
        )
    ).one_or_none()
    if row is None or row.body is None or row.deleted:
        return None
    found = stored_of(row)
    fields = found.state.fields
    if fields.get("relation") not in {SIGNATURE, AUGMENTATION} or fields.get("present") is not True:
        return None
    return Signed(row.body, found, _is_passed(connection, found))


def _is_passed(connection: Connection, version: Stored) -> bool:
    document = version.state.text("document")
    holder = objects.these(connection, [version.stream], [document]).get(document)
    if holder is not None and (holder.state.deleted or holder.state.get("state") == DISCARDED):
        return True
    siblings = objects.below(connection, [version.stream], [document]).values()
    return any(
        each.state.kind == "version"
        and each.state.get("parent") == version.state.id
        and not each.state.deleted
        for each in siblings
    )


def note(connection: Connection, found: Signed, fields: Mapping[str, Json], now: datetime) -> tuple[str, ...]:
    """Say something of a version, unless it says so already or something stands on it now; return the streams that moved.

    Fields that are given as None go.
    """
    gates.enter(connection, found.body, alone=True)
    locked = _locked(connection, found)
    if locked is None:
        return ()
    after = {**locked.state.fields, **fields}
    state = ObjectState(
        "version", locked.state.id, {name: value for name, value in after.items() if value is not None}
    )
    if state.hash() == locked.hash:
        return ()
    change = ObjectChange(locked, state, verb="stamping", by="", at=iso(now))
    return tuple(following.appended(connection, found.body, {locked.stream: [change]}, now))


def put(connection: Connection, found: Signed, made: "Augmentation", now: datetime) -> tuple[str, ...]:
    """Put a raised version on its parent; return the streams that moved: none when something stands on it now."""
    gates.enter(connection, found.body, alone=True)
    parent = _locked(connection, found)
    if parent is None:
        return ()
    holdings.record(connection, found.body, {made.sha256: made.size}, iso(now))
    fields: dict[str, Json] = {
        "document": parent.state.text("document"),
        "parent": parent.state.id,
        "relation": AUGMENTATION,
        "sha256": made.sha256,
        "size": made.size,
        "mime": parent.state.text("mime"),
        "created_at": iso(now),
        "present": True,
        **told(made.facts),
    }
    for name in ("filename", "signer"):
        if parent.state.get(name) is not None:
            fields[name] = parent.state.get(name)
    changes = [ObjectChange(None, ObjectState("version", made.id, fields), verb="create", by="", at=iso(now))]
    if parent.state.get("stamping") is not None:
        quiet = {name: value for name, value in parent.state.fields.items() if name not in NO_STAMPING}
        state = ObjectState("version", parent.state.id, quiet)
        changes.append(ObjectChange(parent, state, verb="stamping", by="", at=iso(now)))
    return tuple(following.appended(connection, found.body, {parent.stream: changes}, now))


@dataclass(frozen=True, slots=True)
class Augmentation:
    """Raised bytes that are in the store.

    Attributes:
        id: Of the version to be.
        facts: What is known of them.
    """

    id: str
    sha256: str
    size: int
    facts: Facts


def told(facts: Facts) -> dict[str, Json]:
    """Return the fields that say what level a version has."""
    moments = {"stamped_at": facts.stamped_at, "renew_by": facts.renew_by}
    return {
        "level": facts.level.value,
        **{name: iso(moment) for name, moment in moments.items() if moment is not None},
    }


def _locked(connection: Connection, found: Signed) -> Stored | None:
    """Return the version as it is inside the gate, locked; None when something stands on it now or it went."""
    now = signed(connection, found.version.state.id)
    if now is None or now.passed:
        return None
    ids = {now.version.state.id}
    return objects.lock(connection, now.version.stream, ids, ids).get(now.version.state.id)
