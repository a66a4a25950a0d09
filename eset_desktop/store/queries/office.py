# SPDX-License-Identifier: EUPL-1.2
"""Who holds which profiles in the body, and who signs in whose place."""

from dataclasses import dataclass
from datetime import date

import msgspec

from eset_desktop.domain.signature_rules import can_sign
from eset_desktop.domain.substitutions import Office, Substitution
from eset_desktop.store.engine import Connection
from eset_desktop.store.queries import plan


@dataclass(frozen=True, slots=True)
class SubstitutionRow:
    """A substitution with the names of both.

    Attributes:
        active: Whether it holds on the day asked about.
        over: Whether it will not come any more.
        acted: Whether somebody signed, reviewed or refused by it, as far as is known here.
        called_off: Whether it was ended before its first day.
    """

    id: str
    absent: str
    absent_name: str
    substitute: str
    substitute_name: str
    office: str
    from_on: str
    until_on: str
    ended_on: str
    decree: str
    ground: str
    document: str
    active: bool
    over: bool
    acted: bool
    called_off: bool
    pending: bool


def office(connection: Connection) -> Office:
    """Return the body's people with their profiles, and the substitutions."""
    people = connection.execute(
        "SELECT id, fields FROM object WHERE kind = 'person' AND NOT deleted"
    ).fetchall()
    held = {
        person: frozenset(map(str, msgspec.json.decode(fields).get("profiles") or ()))
        for person, fields in people
    }
    return Office(held, tuple(each for each, _, _ in _substitutions(connection)))


def signers(connection: Connection) -> list[tuple[str, str, frozenset[str]]]:
    """Return who may be asked to sign, or to sign in another's place: id, name and the profiles held, by name."""
    known, held = plan.people(connection), office(connection)
    found = [
        (each, name, held.profiles.get(each, frozenset()))
        for each, name in known.items()
        if can_sign(each, held)
    ]
    return sorted(found, key=lambda each: each[1])


def _substitutions(connection: Connection) -> list[tuple[Substitution, str, bool]]:
    rows = connection.execute(
        "SELECT id, fields, pending > 0 FROM object WHERE kind = 'substitution' AND NOT deleted ORDER BY id"
    ).fetchall()
    decoded = [(key, msgspec.json.decode(fields), bool(pending)) for key, fields, pending in rows]
    return [
        (Substitution.of(key, fields), str(fields.get("document") or ""), pending)
        for key, fields, pending in decoded
    ]


def substitutions(connection: Connection, on: date) -> tuple[SubstitutionRow, ...]:
    """Return the substitutions, those that hold on a day first, then by their first day, the latest first."""
    names, acted = plan.people(connection), {each for each, _ in _acts(connection)}
    found = [
        SubstitutionRow(
            each.id, each.absent, names.get(each.absent, ""), each.substitute, names.get(each.substitute, ""),
            each.office, each.from_on, each.until_on, each.ended_on, each.decree, each.ground, document,
            each.is_active(on), each.is_over(on), each.id in acted, each.is_called_off, pending,
        )
        for each, document, pending in _substitutions(connection)
    ]  # fmt: skip
    latest = sorted(found, key=lambda row: row.from_on, reverse=True)
    return tuple(sorted(latest, key=lambda row: not row.active))


def acts_under(connection: Connection, substitution: str) -> list[str]:
    """Return when somebody signed, reviewed or refused in another's place by a substitution; moments as acts tell them."""
    return [at for each, at in _acts(connection) if each == substitution and at]


def _acts(connection: Connection) -> list[tuple[str, str]]:
    """Return every act by a substitution, also those that came too late: which one, and when."""
    rows = connection.execute(
        "SELECT mark.value ->> '$.substitution' AS by_which, mark.value ->> '$.at' FROM object,"
        " (SELECT '$.marks' AS place UNION ALL SELECT '$.late') AS places, json_each(fields, place) AS mark"
        " WHERE kind = 'signature_request' AND by_which != ''"
    )
    return [(str(each), str(at or "")) for each, at in rows]
