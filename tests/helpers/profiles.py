# SPDX-License-Identifier: EUPL-1.2
"""Profiles for tests: opened by a cheap passphrase, filled with unsent work."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from eset_desktop.clock import Ids, ManualClock, iso
from eset_desktop.domain.mutations import CREATE, SET, Change, Mutation
from eset_desktop.domain.sealing import Cost
from eset_desktop.store import outbox
from eset_desktop.store.data_key import DataKey
from eset_desktop.store.engine import Database
from eset_desktop.store.keys import ByPassphrase
from eset_desktop.store.profile import Profile

PASSPHRASE: Final = "una frase prou llarga"
WAY: Final = ByPassphrase(PASSPHRASE, Cost(memory_kib=64, passes=1, lanes=1))

_BODY_STREAM: Final = "body:00000000-0000-7000-8000-000000000001"


@dataclass(frozen=True)
class Made:
    """A profile in a temporary folder, closed."""

    profile: Profile
    key: DataKey


def save_unsent_work(database: Database, count: int = 3) -> dict[str, str]:
    """Open dossiers and rename the first, all unsent; return titles by dossier."""
    ids = Ids(ManualClock(datetime(2026, 11, 21, 9, 0, tzinfo=UTC)))
    titles: dict[str, str] = {}
    for number in range(count):
        dossier = ids.uuid7()
        titles[dossier] = f"Llicència d'obres {number}"
        with database.write() as connection:
            fields = {
                "title": titles[dossier],
                "class": ids.uuid7(),
                "opened_on": "2026-11-21",
                "situation": "open",
            }
            outbox.save(connection, _mutation(ids, CREATE, dossier, fields=fields), _BODY_STREAM)
    renamed = next(iter(titles))
    change = Change(before=titles[renamed], to="Llicència d'obres majors")
    with database.write() as connection:
        outbox.save(connection, _mutation(ids, SET, renamed, changes={"title": change}), _BODY_STREAM)
    titles[renamed] = "Llicència d'obres majors"
    return titles


def unsent_work(database: Database) -> dict[str, str]:
    """Return titles by dossier of all that waits to be sent."""
    rows = database.reader().execute(
        "SELECT o.id, o.fields ->> '$.title' FROM object AS o"
        " WHERE o.pending > 0 AND EXISTS (SELECT 1 FROM outbox WHERE object = o.id AND state = 'queued')"
    )
    return {str(row[0]): str(row[1]) for row in rows.fetchall()}


def _mutation(ids: Ids, op: str, dossier: str, **content: Any) -> Mutation:
    person = "00000000-0000-7000-8000-000000000002"
    return Mutation(
        id=ids.uuid7(), n=0, op=op, kind="dossier", object=dossier, by=person, at=iso(ids.clock.now()),
        **content,
    )  # fmt: skip
