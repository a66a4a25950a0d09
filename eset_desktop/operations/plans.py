# SPDX-License-Identifier: EUPL-1.2
"""File plans: importing one into the body, all of it in one transaction or nothing; and what stands here of one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from eset_desktop.domain.file_plan import (
    Access,
    FilePlan,
    FilePlanClass,
    Level,
    Retention,
    Trigger,
    build_plan,
    class_id,
)
from eset_desktop.domain.kinds import body_stream
from eset_desktop.domain.values import Json
from eset_desktop.operations.errors import PlanNameTaken, PlanNotHere
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


def plan_of(session: Session, name: str) -> FilePlan:
    """Return a plan as it stands on this computer, the body's own or one of the catalogue.

    Raises:
        PlanNotHere: There is none of that name.
        PlanUnsound: A class above another one has not arrived yet.
    """
    rows = session.database.reader().execute(
        "SELECT id, fields FROM object WHERE kind = 'class' AND NOT deleted AND fields ->> '$.plan' = ?",
        (name,),
    )
    found: dict[str, dict[str, Any]] = {identity: msgspec.json.decode(text) for identity, text in rows}
    if not found:
        raise PlanNotHere(name=name, here=", ".join(_names(session)) or "–")
    return build_plan(name, (_class(each, found) for each in found.values()))


def _names(session: Session) -> list[str]:
    rows = session.database.reader().execute(
        "SELECT DISTINCT fields ->> '$.plan' AS name FROM object WHERE kind = 'class' AND NOT deleted ORDER BY name"
    )
    return [str(name) for (name,) in rows]


def _class(fields: Mapping[str, Any], others: Mapping[str, Mapping[str, Any]]) -> FilePlanClass:
    """Return a class as it was before :meth:`FilePlanClass.fields`; its parent by code, one that is not here by its id."""
    above: str | None = fields.get("parent")
    trigger: str | None = fields.get("retention_trigger")
    return FilePlanClass(
        code=fields["code"],
        title_ca=fields["title_ca"],
        parent=others[above]["code"] if above and above in others else above,
        level=Level(fields["level"]),
        title_es=fields.get("title_es") or "",
        definition_ca=fields.get("definition_ca") or "",
        access=Access(fields["access"]),
        access_reason=fields.get("access_reason") or "",
        retention=Retention(fields["retention"]),
        retention_years=fields.get("retention_years"),
        retention_trigger=Trigger(trigger) if trigger else None,
        taad=fields.get("taad") or "",
    )
