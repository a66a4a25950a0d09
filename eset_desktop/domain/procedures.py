# SPDX-License-Identifier: EUPL-1.2
"""Procedures: how a kind of dossier starts, by when it must be decided, and what silence means.

A procedure is read from a plain mapping (TOML, or the ``definition`` of a synced object) by :func:`procedure_of`, which
refuses everything that the law or good sense does not allow.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Final
from uuid import UUID, uuid5

import msgspec

from eset_desktop.domain.file_plan import class_id
from eset_desktop.domain.rights import PROFILES
from eset_desktop.domain.states import PHASES
from eset_desktop.domain.values import Json
from eset_desktop.errors import EsetError

_NAMESPACE: Final = UUID("9a8f1c36-3f3d-5a0c-8d0e-5d9b4c3f7e12")
_CODE: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


class Start(StrEnum):
    """Who starts it: the body (Llei 39/2015 art. 58) or an interested party (art. 66)."""

    EX_OFFICIO = "ex_officio"
    REQUEST = "request"


class TermUnit(StrEnum):
    """How a term counts: working days unless a law says natural ones (Llei 39/2015 art. 30.2), months, years (30.4)."""

    WORKING_DAYS = "working_days"
    NATURAL_DAYS = "natural_days"
    MONTHS = "months"
    YEARS = "years"


class CountsFrom(StrEnum):
    """The event from which a term counts; the first day is the next one (Llei 39/2015 art. 30.3-30.4)."""

    START = "start"
    """The resolution that starts it ex officio (art. 21.3.a)."""
    ENTRY = "entry"
    """Entry in the electronic register of the body that decides (art. 21.3.b)."""
    FILING = "filing"
    """The citizen's presentation (art. 31.2)."""
    PUBLICATION = "publication"
    """Publication of the call, notice or act."""
    NOTIFICATION = "notification"
    """Notification of the act or demand to the person."""


class Silence(StrEnum):
    """What it means that the term ran out without a notified resolution."""

    POSITIVE = "positive"
    """Taken as granted (art. 24.1)."""
    NEGATIVE = "negative"
    """Taken as refused (arts. 24.1 and 25.1.a)."""
    LAPSE = "lapse"
    """Caducitat: an ex officio procedure that could burden somebody ends (art. 25.1.b)."""
    NONE = "none"
    """No resolution is owed to anybody: control after a notice, acts of the house itself."""


class Term(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A length of time, what starts it and the article that says so."""

    n: int
    unit: TermUnit
    counts_from: CountsFrom
    law: str


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A step (tràmit) of a procedure.

    Attributes:
        code: Two digits, ``00`` to ``99``, in the order of work; 00, 01 and 02 have the e-SET method's meaning
            (previous acts, start, request).
        title_ca: What is done.
        title_es: The same in Spanish.
        phase: One of :data:`eset_desktop.domain.states.PHASES`.
        role: The profile that does it; for a waiting step, the one that watches it.
        waiting: Nothing is to be done but to let a time run out or somebody else act.
        term: By when, where a law says it.
    """

    code: str
    title_ca: str
    title_es: str
    phase: str
    role: str
    waiting: bool = False
    term: Term | None = None


class ExpectedDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A document that the dossier is expected to hold.

    Attributes:
        type: Code of the document type.
        step: Code of the step that brings it.
        required: Whether closing asks for it.
    """

    type: str
    step: str
    required: bool = True


class Procedure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A procedure.

    Attributes:
        code: Stable local code.
        class_code: Code of its class in the standard plan.
        title_ca: Title in Catalan.
        title_es: Title in Spanish.
        title_en: Title in English.
        start: Who starts it.
        decision: False where the law asks for no resolution: control after a prior notice (Llei 39/2015 art. 69.3).
        silence: What silence means.
        law: The norms it follows, with their articles.
        steps: In order of work.
        term: By when it must be decided and notified; None where nobody is owed a resolution.
        silence_law: The article behind ``silence``.
        note_ca: What a person must know besides, in Catalan.
        documents: What the dossier is expected to hold.
    """

    code: str
    class_code: str
    title_ca: str
    title_es: str
    title_en: str
    start: Start
    decision: bool
    silence: Silence
    law: tuple[str, ...]
    steps: tuple[Step, ...]
    term: Term | None = None
    silence_law: str = ""
    note_ca: str = ""
    documents: tuple[ExpectedDocument, ...] = ()

    @property
    def id(self) -> str:
        """The identity of the synced object: the same wherever the catalogue is loaded."""
        return str(uuid5(_NAMESPACE, self.code))

    def fields(self, plan: str) -> dict[str, Json]:
        """Return the procedure as the fields of a synced object of the kind ``procedure``."""
        return {
            "code": self.code,
            "class": class_id(plan, self.class_code),
            "title_ca": self.title_ca,
            "title_es": self.title_es,
            "definition": msgspec.json.decode(msgspec.json.encode(self)),
        }


class ProcedureInvalid(EsetError):
    """A procedure's definition breaks a rule; ``problems`` tells all of them."""

    code = "procedure.invalid"
    title = "The definition of the procedure is not valid."
    advice = "Correct what is told and load it again."

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__(first=problems[0])
        self.problems = problems


def procedure_of(definition: Mapping[str, object]) -> Procedure:
    """Return the procedure that a mapping defines.

    Raises:
        ProcedureInvalid: A field is missing, unknown or of another type, or a rule does not hold.
    """
    try:
        procedure = msgspec.convert(definition, Procedure)
    except msgspec.ValidationError as error:
        raise ProcedureInvalid((str(error),)) from error
    problems = tuple(_problems(procedure))
    if problems:
        raise ProcedureInvalid(problems)
    return procedure


def reference_problems(
    procedures: Iterable[Procedure], classes: Collection[str], types: Collection[str]
) -> tuple[str, ...]:
    """Return what the procedures name and neither the file plan nor the document types hold."""
    return tuple(
        f"{procedure.code}: {kind} {name}"
        for procedure in procedures
        for kind, name, known in (
            ("class", procedure.class_code, classes),
            *(("document type", each.type, types) for each in procedure.documents),
        )
        if name not in known
    )


def _problems(procedure: Procedure) -> Iterator[str]:
    if not _CODE.fullmatch(procedure.code):
        yield f"code: {procedure.code!r} is not lower case words with hyphens"
    if not procedure.law:
        yield "law: names no norm"
    yield from _silence_problems(procedure)
    yield from _step_problems(procedure.steps)
    for term in (procedure.term, *(step.term for step in procedure.steps)):
        if term is not None and not (term.n > 0 and term.law):
            yield "term: needs a positive number and its article"
    steps = {step.code for step in procedure.steps}
    for document in procedure.documents:
        if document.step not in steps:
            yield f"documents: {document.type} comes at step {document.step}, which there is not"


def _silence_problems(procedure: Procedure) -> Iterator[str]:
    """Llei 39/2015 arts. 21, 24 and 25: who is owed a resolution, by when, and what silence can mean."""
    owed = procedure.silence is not Silence.NONE
    if owed and not (procedure.decision and procedure.term and procedure.silence_law):
        yield "silence: needs a decision, a term and its article"
    if not owed and procedure.term is not None:
        yield "term: where nobody is owed a resolution there is none (art. 21.1)"
    if procedure.start is Start.REQUEST and procedure.decision and not owed:
        yield "silence: a request that is decided has an effect of silence (art. 24.1)"
    if procedure.start is Start.REQUEST and procedure.silence is Silence.LAPSE:
        yield "silence: only what starts ex officio lapses (art. 25.1.b)"
    if procedure.start is Start.EX_OFFICIO and procedure.silence is Silence.POSITIVE:
        yield "silence: what starts ex officio is never granted by silence (art. 25.1.a)"


def _step_problems(steps: tuple[Step, ...]) -> Iterator[str]:
    codes = [step.code for step in steps]
    if not codes or any(len(code) != 2 or not code.isdecimal() for code in codes):
        yield "steps: codes are two digits"
    if codes != sorted(set(codes)):
        yield "steps: codes go up and are not repeated"
    for step in steps:
        if step.phase not in PHASES:
            yield f"steps: {step.code} has an unknown phase {step.phase!r}"
        if step.role not in PROFILES:
            yield f"steps: {step.code} has an unknown profile {step.role!r}"
    known = [PHASES.index(step.phase) for step in steps if step.phase in PHASES]
    if known != sorted(known):
        yield "steps: a phase comes back after a later one"
    if known and known[0] != 0:
        yield "steps: the first one is not in the opening phase"
