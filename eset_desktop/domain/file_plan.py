# SPDX-License-Identifier: EUPL-1.2
"""The file plan (quadre de classificació): its classes, their order and what makes a plan sound.

A plan is a forest: every class reaches a root. Its depth is free; a dossier may hang from a class of any level.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from uuid import UUID, uuid5

from eset_desktop.domain.values import Json
from eset_desktop.errors import EsetError

CODE_LENGTH: Final = 50
"""Longest class code that the municipal services take (DESA'L ``codiClassificacio``)."""

LONGEST_RETENTION: Final = 150
"""Years; a longer term in an imported plan is a slip of the keyboard."""

_NAMESPACE: Final = UUID("7d0f3a52-5f0e-5c3b-9a86-2c1f6f1f9b11")


class Level(StrEnum):
    """What a class is in its plan; the depth is free, so a class in between is always a sub-function."""

    FUNCTION = "function"
    SUBFUNCTION = "subfunction"
    SERIES = "series"


class Access(StrEnum):
    """Accés lliure or restringit; the ENI letters appear on export only (users.md §1.10)."""

    FREE = "free"
    RESTRICTED = "restricted"


class Retention(StrEnum):
    """What is done with the dossiers of a class in the end; only ever proposed, never carried out by the program.

    Llei 10/2001 art. 9 and Decret 13/2008: nothing is destroyed without an approved table (TAAD), so a class without
    one is permanent.
    """

    PERMANENT = "permanent"
    TOTAL = "total"
    SAMPLE = "sample"
    PARTIAL = "partial"
    TRANSFER = "transfer"


class Trigger(StrEnum):
    """From when the years of retention count."""

    CLOSING = "closing"
    RESOLUTION = "resolution"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class FilePlanClass:
    """A class of a file plan.

    Attributes:
        code: Unique in its plan.
        title_ca: The title in Catalan, the one always there.
        parent: The code of the class above, None for a root.
        level: See :class:`Level`.
        title_es: The title in Spanish, may be empty.
        definition_ca: What belongs here, where the title does not say it.
        access: Default access of its dossiers.
        access_reason: Why it is restricted: a limit of Llei 19/2014 (``personal_data``, ``sanction``...), may be empty.
        retention: See :class:`Retention`.
        retention_years: Whole years from the trigger; None for permanent ones.
        retention_trigger: None for permanent ones.
        taad: Code of the appraisal table (taula d'accés i avaluació documental), may be empty.
    """

    code: str
    title_ca: str
    parent: str | None = None
    level: Level = Level.SERIES
    title_es: str = ""
    definition_ca: str = ""
    access: Access = Access.FREE
    access_reason: str = ""
    retention: Retention = Retention.PERMANENT
    retention_years: int | None = None
    retention_trigger: Trigger | None = None
    taad: str = ""

    def fields(self, plan: str) -> dict[str, Json]:
        """Return the class as the fields of a synced object of the kind ``class``."""
        return {
            "plan": plan,
            "code": self.code,
            "parent": None if self.parent is None else class_id(plan, self.parent),
            "level": self.level.value,
            "title_ca": self.title_ca,
            "title_es": self.title_es or None,
            "definition_ca": self.definition_ca or None,
            "access": self.access.value,
            "access_reason": self.access_reason or None,
            "retention": self.retention.value,
            "retention_years": self.retention_years,
            "retention_trigger": self.retention_trigger.value if self.retention_trigger else None,
            "taad": self.taad or None,
        }


class FaultKind(StrEnum):
    """What can be wrong between the classes of a plan."""

    DUPLICATE = "duplicate"
    ORPHAN = "orphan"
    CYCLE = "cycle"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong between classes.

    Attributes:
        kind: What is wrong.
        index: Position of the class in the sequence that was checked.
        code: Its code.
        value: The code that was repeated, the parent that does not exist, or the cycle written out.
        other: Position of the first class with a repeated code, else None.
    """

    kind: FaultKind
    index: int
    code: str
    value: str
    other: int | None = None


class PlanUnsound(EsetError):
    """Classes that are not a forest: some code is repeated, some parent does not exist or a cycle closes."""

    code = "plan.unsound"
    title = "The classes do not form a file plan."
    advice = "Correct the repeated codes, the missing parents and the cycles, and import the plan again."

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(count=len(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class FilePlan:
    """A sound plan; made by :func:`build_plan` only.

    Attributes:
        name: The plan's stable name; part of its classes' identity.
        classes: All classes, each after its parent, brothers in natural code order.
    """

    name: str
    classes: tuple[FilePlanClass, ...]
    _by_code: Mapping[str, FilePlanClass] = field(repr=False, compare=False)

    def __getitem__(self, code: str) -> FilePlanClass:
        return self._by_code[code]

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __len__(self) -> int:
        return len(self.classes)

    def __iter__(self) -> Iterator[FilePlanClass]:
        return iter(self.classes)

    def path(self, code: str) -> tuple[FilePlanClass, ...]:
        """Return the classes from the root down to the one with ``code``; raises KeyError for an unknown code."""
        found = [self._by_code[code]]
        while (above := found[-1].parent) is not None:
            found.append(self._by_code[above])
        return tuple(reversed(found))


def class_id(plan: str, code: str) -> str:
    """Return the identity of a class: a UUIDv5 of plan and code, so that importing twice changes nothing."""
    return str(uuid5(_NAMESPACE, f"{len(plan)}:{plan}:{code}"))


def natural_key(code: str) -> tuple[tuple[tuple[bool, int, str], ...], str]:
    """Return a key that orders codes as people do: numbers by value, so that ``2`` comes before ``10``.

    A code that begins another one comes before it; of ``1`` and ``01``, equal by value, the text decides.
    """
    parts = re.findall(r"[0-9]+|[^0-9]+", code)
    key = tuple(
        (False, int(part), "") if part[0] in "0123456789" else (True, 0, part.casefold()) for part in parts
    )
    return key, code


def faults_of(classes: Iterable[FilePlanClass]) -> tuple[Fault, ...]:
    """Return everything wrong between the classes, in their order: duplicates, orphans, cycles (one fault each)."""
    listed = tuple(classes)
    first: dict[str, int] = {}
    for index, each in enumerate(listed):
        first.setdefault(each.code, index)
    found: list[Fault] = []
    for index, each in enumerate(listed):
        if first[each.code] != index:
            found.append(Fault(FaultKind.DUPLICATE, index, each.code, each.code, first[each.code]))
        elif each.parent is not None and each.parent not in first:
            found.append(Fault(FaultKind.ORPHAN, index, each.code, each.parent))
    parents = {code: listed[index].parent for code, index in first.items()}
    found.extend(
        Fault(FaultKind.CYCLE, first[ring[0]], ring[0], " → ".join((*ring, ring[0])))
        for ring in _rings(parents)
    )
    return tuple(sorted(found, key=lambda fault: fault.index))


def build_plan(name: str, classes: Iterable[FilePlanClass]) -> FilePlan:
    """Return the plan of these classes, in tree order.

    Raises:
        PlanUnsound: They are not a forest; ``faults`` says all that is wrong.
    """
    listed = tuple(classes)
    faults = faults_of(listed)
    if faults:
        raise PlanUnsound(faults)
    children: dict[str | None, list[FilePlanClass]] = {}
    for each in sorted(listed, key=lambda one: natural_key(one.code), reverse=True):
        children.setdefault(each.parent, []).append(each)
    ordered: list[FilePlanClass] = []
    waiting = list(children.get(None, ()))
    while waiting:
        each = waiting.pop()
        ordered.append(each)
        waiting.extend(children.get(each.code, ()))
    return FilePlan(name, tuple(ordered), {each.code: each for each in ordered})


def _rings(parents: Mapping[str, str | None]) -> Iterator[tuple[str, ...]]:
    """Yield each cycle once, from its first class on."""
    done: set[str] = set()
    for start in parents:
        trail: dict[str, None] = {}
        code: str | None = start
        while code is not None and code in parents and code not in done and code not in trail:
            trail[code] = None
            code = parents[code]
        if code is not None and code in trail:
            walked = list(trail)
            yield _from_first(tuple(walked[walked.index(code) :]), parents)
        done.update(trail)


def _from_first(ring: tuple[str, ...], order: Mapping[str, object]) -> tuple[str, ...]:
    members = set(ring)
    start = ring.index(next(code for code in order if code in members))
    return ring[start:] + ring[:start]
