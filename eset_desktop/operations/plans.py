# SPDX-License-Identifier: EUPL-1.2
"""Importing a file plan into the body: all of it in one transaction, or nothing."""

from dataclasses import dataclass

from eset_desktop.domain.file_plan import FilePlan, class_id
from eset_desktop.domain.kinds import body_stream
from eset_desktop.domain.values import Json
from eset_desktop.operations.errors import PlanNameTaken
from eset_desktop.operations.session import Session, Work
from eset_desktop.store import live
from eset_desktop.store.changes import Changes


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: classes added, changed, and left as they were."""

    added: int
    changed: int
    same: int
    changes: Changes


def import_plan(session: Session, plan: FilePlan) -> Imported:
    """Take a plan's classes into the body; importing it again changes only what differs. Nothing is removed.

    A class that is no longer in the file stays: dossiers may hang from it.

    Raises:
        PlanNameTaken: The catalogue has a plan of that name; nothing was imported.
    """
    added = changed = 0
    with session.change() as work:
        for each in plan.classes:
            identity = class_id(plan.name, each.code)
            fields = each.fields(plan.name)
            stored = live.load(work.connection, identity)
            if stored is not None and stored.stream != body_stream(work.account.body):
                raise PlanNameTaken(name=plan.name)
            if stored is None:
                work.create("class", fields, identity)
                added += 1
            elif _changed(work, identity, fields):
                changed += 1
        return Imported(added, changed, len(plan.classes) - added - changed, work.changes())


def _changed(work: Work, identity: str, fields: dict[str, Json]) -> bool:
    before = len(work.touched)
    own = {name: value for name, value in fields.items() if name not in {"plan", "code"}}
    work.set("class", identity, own)
    return len(work.touched) > before
