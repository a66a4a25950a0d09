# SPDX-License-Identifier: EUPL-1.2
"""The outbox: what waits to be sent, in the person's order, and what became of it.

States of a row: ``queued`` → ``sent`` (may have reached the service; never edited again) → ``answered`` (accepted; the
feed has not brought it yet) → ``done``. A refused one needs ``attention`` and what depends on it is ``blocked``;
``discarded`` is the person's choice. Everything here runs inside the caller's write transaction.
"""

from collections.abc import Callable
from typing import Final

import msgspec

from eset_desktop.domain.commands import ARGUMENTS
from eset_desktop.domain.kinds import KINDS, REFERENCE
from eset_desktop.domain.mutations import CREATE, Mutation, ObjectState, Skip, apply, coalesce
from eset_desktop.domain.rebase import Rebase
from eset_desktop.domain.values import Fields
from eset_desktop.store import live, meta
from eset_desktop.store.engine import Connection
from eset_desktop.store.refusals import ChangeRefused


def save(connection: Connection, mutation: Mutation, stream: str) -> Mutation:
    """Lay a change on the live state and queue it; return it as it was queued.

    The number, the accepted revision and the mutations that must come first are filled in here. An unsent change of
    the same object takes it in where the rules allow. One that stands on refused work is blocked at once and not in sight.

    Raises:
        ChangeRefused: The live state does not take the change; nothing is queued.
    """
    stored = live.load(connection, mutation.object)
    taken = apply(stored.state if stored else None, mutation)
    if isinstance(taken, Skip):
        raise ChangeRefused(reason=taken.reason)
    joined = _joined_with_last(connection, mutation)
    if joined is not None:
        connection.execute(
            "UPDATE outbox SET body = ?, at = ? WHERE id = ?", (_body(joined), joined.at, joined.id)
        )
        _write_after(connection, joined)
        queued = joined
    else:
        queued = _enqueue(connection, mutation, stream, stored.rev if stored else 0)
    _lay(connection, stored, taken, stream, mutation, added=joined is None)
    if stored is not None and _is_blocked(connection, queued.id):
        live.refold(connection, mutation.object)
    return queued


def _is_blocked(connection: Connection, mutation_id: str) -> bool:
    found = connection.execute("SELECT state FROM outbox WHERE id = ?", (mutation_id,)).fetchone()
    return bool(found[0] == "blocked")


def _lay(
    connection: Connection,
    stored: live.Stored | None,
    state: ObjectState,
    stream: str,
    mutation: Mutation,
    *,
    added: bool,
) -> None:
    if stored is None:
        live.insert(connection, state, stream, live.Stamp(mutation.by, mutation.at, mutation.by, mutation.at))
    else:
        live.keep_base(connection, stored)
        live.update(connection, stored, state, mutation.by, mutation.at)
    if added:
        connection.execute("UPDATE object SET pending = pending + 1 WHERE id = ?", (mutation.object,))


def _joined_with_last(connection: Connection, mutation: Mutation) -> Mutation | None:
    last = connection.execute(
        "SELECT body, state FROM outbox WHERE object = ? AND state != 'discarded' ORDER BY n DESC LIMIT 1",
        (mutation.object,),
    ).fetchone()
    if last is None or last[1] != "queued":
        return None
    unsent = msgspec.json.decode(last[0], type=Mutation)
    if unsent.group != mutation.group:
        return None  # a group takes effect as it was meant or not at all
    if set(_creators(connection, mutation)) - {unsent.id, *unsent.after}:
        return None  # it names something newer, which must come in between
    return coalesce(unsent, mutation)


def _enqueue(connection: Connection, mutation: Mutation, stream: str, rev: int) -> Mutation:
    after = tuple(dict.fromkeys((*mutation.after, *_needs(connection, mutation, rev))))
    numbered = msgspec.structs.replace(mutation, n=meta.take_next(connection, "next_n"), rev=rev, after=after)
    blocked_by = _blocker(connection, after)
    connection.execute(
        "INSERT INTO outbox (n, id, object, kind, dossier, body, state, at, blocked_by, stream, group_id)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            numbered.n, numbered.id, numbered.object, numbered.kind, dossier_of(connection, numbered), _body(numbered),
            "blocked" if blocked_by else "queued", numbered.at, blocked_by, stream,
            numbered.group,
        ),
    )  # fmt: skip
    _write_after(connection, numbered)
    return numbered


def _needs(connection: Connection, mutation: Mutation, rev: int) -> list[str]:
    """Return the unaccepted mutations a new one depends on: the last of its object, the creators of what it names.

    Refused work of an object that the service has is no part of what the person sees, so nothing new stands on it.
    """
    states = "('queued', 'sent')" if rev else "('queued', 'sent', 'attention', 'blocked')"
    needed = []
    last = connection.execute(
        f"SELECT id FROM outbox WHERE object = ? AND state IN {states} ORDER BY n DESC LIMIT 1",  # noqa: S608 - ours
        (mutation.object,),
    ).fetchone()
    if last:
        needed.append(last[0])
    return [*needed, *_creators(connection, mutation)]


def _creators(connection: Connection, mutation: Mutation) -> list[str]:
    """Return the unaccepted mutations that make what this one names."""
    found = []
    for reference in _references(mutation):
        creator = connection.execute(
            "SELECT o.id FROM outbox AS o WHERE o.object = ? AND o.state IN ('queued', 'sent', 'attention', 'blocked')"
            " AND o.body ->> '$.op' = 'create'",
            (reference,),
        ).fetchone()
        if creator:
            found.append(creator[0])
    return found


def _references(mutation: Mutation) -> list[str]:
    kind = KINDS.get(mutation.kind)
    if kind is None:
        return []
    names = [name for name, field in kind.fields.items() if field.type == REFERENCE]
    created = [mutation.fields.get(name) for name in names]
    changed = [mutation.changes[name].to for name in names if name in mutation.changes]
    declared = ARGUMENTS.get((mutation.kind, mutation.command), {})
    told = [mutation.args.get(name) for name, field in declared.items() if field.type == REFERENCE]
    return [value for value in (*created, *changed, *told) if isinstance(value, str)]


def _blocker(connection: Connection, after: tuple[str, ...]) -> str | None:
    for needed in after:
        found = connection.execute(
            "SELECT coalesce(blocked_by, id) FROM outbox WHERE id = ? AND state IN ('attention', 'blocked')",
            (needed,),
        ).fetchone()
        if found:
            return str(found[0])
    return None


def _write_after(connection: Connection, mutation: Mutation) -> None:
    connection.executemany(
        "INSERT OR IGNORE INTO outbox_after (id, needs) VALUES (?, ?)",
        [(mutation.id, needed) for needed in mutation.after],
    )


def dossier_of(connection: Connection, mutation: Mutation) -> str | None:
    """Return the dossier that a mutation belongs to, None for one of the plan or the catalogue."""
    if mutation.kind == "dossier":
        return mutation.object
    if mutation.op == CREATE:
        return dossier_of_fields(connection, mutation.kind, mutation.fields)
    stored = live.load(connection, mutation.object)
    return dossier_of_fields(connection, mutation.kind, stored.state.fields) if stored else None


_ABOVE: Final = {
    "version": "document", "conflict": "object", "signature_request": "document", "signature_comment": "request",
}  # fmt: skip
"""Where an object of a dossier names what it lies in."""


def dossier_of_fields(connection: Connection, kind: str, fields: Fields) -> str | None:
    """Return the dossier that an object with these fields belongs to."""
    if kind in {"party", "document"}:
        value = fields.get("dossier")
        return value if isinstance(value, str) else None
    above = _ABOVE.get(kind)
    parent = live.load(connection, str(fields.get(above))) if above else None
    if parent is None:
        return None
    if parent.state.kind == "dossier":
        return parent.state.id
    return dossier_of_fields(connection, parent.state.kind, parent.state.fields)


def refuse(connection: Connection, mutation_id: str) -> None:
    """Set a refused mutation aside with the person's values, and under it all that depends on it.

    Words of a document were no person's act: another computer has written them already, or they are of no use.
    """
    if connection.execute("SELECT kind FROM outbox WHERE id = ?", (mutation_id,)).fetchone() == ("text",):
        connection.execute("UPDATE outbox SET state = 'discarded' WHERE id = ?", (mutation_id,))
        live.refold(connection, _object_of(connection, mutation_id))
        return
    connection.execute("UPDATE outbox SET state = 'attention' WHERE id = ?", (mutation_id,))
    touched = {_object_of(connection, mutation_id)}
    for dependant in dependants(connection, mutation_id):
        connection.execute(
            "UPDATE outbox SET state = 'blocked', blocked_by = ? WHERE id = ?", (mutation_id, dependant)
        )
        touched.add(_object_of(connection, dependant))
    for object_id in sorted(touched):
        live.refold(connection, object_id)


def dependants(connection: Connection, mutation_id: str) -> list[str]:
    """Return the unsent mutations that need this one, directly or not, or are of one group with such; in the person's order."""
    rows = connection.execute(
        "WITH RECURSIVE under (id) AS (SELECT ?1"
        " UNION SELECT a.id FROM outbox_after AS a JOIN under AS u ON a.needs = u.id"
        " UNION SELECT g.id FROM under AS u JOIN outbox AS m ON m.id = u.id JOIN outbox AS g ON g.group_id = m.group_id"
        " AND g.group_id != '')"
        " SELECT o.id FROM outbox AS o JOIN under AS u ON o.id = u.id"
        " WHERE o.id != ?1 AND o.state IN ('queued', 'sent', 'blocked') ORDER BY o.n",
        (mutation_id,),
    )
    return [row[0] for row in rows.fetchall()]


def discard(connection: Connection, mutation_id: str) -> list[str]:
    """Give up a mutation that needs attention, with its dependants; return the objects that changed.

    The rows stay as ``discarded``, so that what was written can still be found.
    """
    given_up = [mutation_id, *dependants(connection, mutation_id)]
    touched = [_object_of(connection, each) for each in given_up]
    connection.executemany(
        "UPDATE outbox SET state = 'discarded' WHERE id = ?", [(each,) for each in given_up]
    )
    for object_id in dict.fromkeys(touched):
        live.refold(connection, object_id)
    return touched


def resend(
    connection: Connection, refused: Mutation, corrected: Mutation, new_id: Callable[[], str]
) -> Mutation:
    """Queue a corrected mutation in the place of a refused one, and after it again what depended on the old one.

    All of them are new mutations with new ids: the old ones may have been sent, and the service keeps what it answered
    to them for ever. The old rows stay as ``discarded``. What depended on a corrected value knows the new one.

    Raises:
        ChangeRefused: The object as it stands does not take it; the caller's transaction must not be kept.
    """
    again = [refused.id, *dependants(connection, refused.id)]
    kept = sorted((_body_and_stream(connection, each) for each in again), key=lambda each: each[0].n)
    connection.executemany("UPDATE outbox SET state = 'discarded' WHERE id = ?", [(each,) for each in again])
    objects = dict.fromkeys(mutation.object for mutation, _ in kept)
    rebase = Rebase(refused, corrected, {each: live.without(connection, each, again) for each in objects})
    first = rebase.first(corrected)
    if isinstance(first, Skip):
        raise ChangeRefused(reason=first.reason)
    renewed = {old.id: corrected.id if old.id == refused.id else new_id() for old, _ in kept}
    groups = {old.group: new_id() for old, _ in kept if old.group}
    again_ids = frozenset(renewed.values())
    queued: dict[str, Mutation] = {}
    for old, stream in kept:
        after = tuple(renewed.get(each, each) for each in old.after)
        mutation = first
        if old.id != refused.id:
            mutation = rebase.then(msgspec.structs.replace(old, id=renewed[old.id], after=after))
        elif old.group:
            mutation = msgspec.structs.replace(
                first, after=tuple(each for each in after if each in again_ids)
            )
        mutation = msgspec.structs.replace(mutation, group=groups.get(old.group, ""))
        stored = live.load(connection, mutation.object)
        queued[old.id] = _enqueue(connection, mutation, stream, stored.rev if stored else 0)
    for object_id in objects:
        live.refold(connection, object_id)
    return queued[refused.id]


def bind_group(connection: Connection, group: str) -> None:
    """Tell the mutations of a group how many they are, when all of them are queued; one alone needs no group."""
    rows = connection.execute("SELECT id, body FROM outbox WHERE group_id = ?", (group,)).fetchall()
    name, size = (group, len(rows)) if len(rows) > 1 else ("", 0)
    for mutation_id, body in rows:
        mutation = msgspec.structs.replace(
            msgspec.json.decode(body, type=Mutation), group=name, group_size=size
        )
        connection.execute(
            "UPDATE outbox SET body = ?, group_id = ? WHERE id = ?", (_body(mutation), name, mutation_id)
        )


def _body_and_stream(connection: Connection, mutation_id: str) -> tuple[Mutation, str]:
    body, stream = connection.execute(
        "SELECT body, stream FROM outbox WHERE id = ?", (mutation_id,)
    ).fetchone()
    return msgspec.json.decode(body, type=Mutation), stream


def read(connection: Connection, mutation_id: str) -> Mutation | None:
    """Return a mutation of the outbox."""
    found = connection.execute("SELECT body FROM outbox WHERE id = ?", (mutation_id,)).fetchone()
    return msgspec.json.decode(found[0], type=Mutation) if found else None


def _object_of(connection: Connection, mutation_id: str) -> str:
    return str(connection.execute("SELECT object FROM outbox WHERE id = ?", (mutation_id,)).fetchone()[0])


def _body(mutation: Mutation) -> str:
    return msgspec.json.encode(mutation).decode()
