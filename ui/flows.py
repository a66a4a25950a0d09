# SPDX-License-Identifier: EUPL-1.2
"""Putting a flow together, step by step; pure: every change gives another flow."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QCoreApplication

from eset_desktop.domain.signature_flow import MOST_BLOCKS, MOST_SIGNERS, READY, Block, Flow, Signer, name_key
from eset_desktop.store.queries.signature_rows import FlowRow
from ui.marks import QT_TRANSLATE_NOOP
from ui.request_words import FLOW, OFFICE
from ui.wording import word

_ARROW: Final = " → "


@dataclass(frozen=True, slots=True)
class FlowLine:
    """One signer of a flow, as a line of a list.

    Attributes:
        block: Which step, counted from 0.
        place: Which signer of the step, counted from 0.
        minimum: How many of the step are enough.
        count: How many the step has.
    """

    block: int
    place: int
    signer: Signer
    minimum: int
    count: int


def lines_of(flow: Flow) -> tuple[FlowLine, ...]:
    """Return every signer in order."""
    return tuple(
        FlowLine(number, place, signer, block.minimum, len(block.signers))
        for number, block in enumerate(flow)
        for place, signer in enumerate(block.signers)
    )


def added(flow: Flow, signer: Signer, block: int | None = None) -> Flow:
    """Return a flow with one more signer: in a step that is there, where all of it sign then, or in one of its own at the end.

    Nothing changes where the signer is in that step already, or where a flow has no room for more.
    """
    if block is None:
        return (*flow, Block((signer,))) if len(flow) < MOST_BLOCKS else flow
    step = flow[block]
    if signer in step.signers or len(step.signers) >= MOST_SIGNERS:
        return flow
    signers = (*step.signers, signer)
    return _with(
        flow, block, Block(signers, len(signers) if step.minimum == len(step.signers) else step.minimum)
    )


def removed(flow: Flow, line: FlowLine) -> Flow:
    """Return a flow without one signer; a step without any goes too."""
    step = flow[line.block]
    signers = tuple(each for place, each in enumerate(step.signers) if place != line.place)
    if not signers:
        return tuple(each for number, each in enumerate(flow) if number != line.block)
    return _with(flow, line.block, Block(signers, min(step.minimum, len(signers))))


def moved(flow: Flow, block: int, by: int) -> Flow:
    """Return a flow with a step earlier (-1) or later (1); nothing changes at the ends."""
    to = block + by
    if not 0 <= to < len(flow):
        return flow
    steps = list(flow)
    steps[block], steps[to] = steps[to], steps[block]
    return tuple(steps)


def with_minimum(flow: Flow, block: int, minimum: int) -> Flow:
    """Return a flow in which that many of a step are enough."""
    return _with(flow, block, replace(flow[block], minimum=max(1, min(minimum, len(flow[block].signers)))))


def _with(flow: Flow, block: int, step: Block) -> Flow:
    return tuple(step if number == block else each for number, each in enumerate(flow))


def who(signer: Signer, people: Mapping[str, str]) -> str:
    """Return who is asked: a person by name, or an office."""
    return people.get(signer.person, "—") if signer.person else word(OFFICE, signer.office)


def told(flow: Flow, people: Mapping[str, str]) -> str:
    """Return a flow in one line: steps in order, and how many of a step are enough where not all are."""
    return _ARROW.join(_step(step, people) for step in flow)


def names_of(own: Sequence[FlowRow], people: Mapping[str, str]) -> dict[str, str]:
    """Return what the ready flows and the town hall's own are called in a list, by code; who signs stands beside a name that another has."""
    names = ready_names()
    times = Counter(map(name_key, [*names.values(), *(row.name for row in own)]))
    for row in own:
        is_alone = times[name_key(row.name)] == 1
        names[row.id] = row.name if is_alone else f"{row.name} · {told(row.flow, people)}"
    return names


def ready_names() -> dict[str, str]:
    """Return what the three ready flows are called, by code."""
    return {code: word(FLOW, code) for code in READY}


def _step(step: Block, people: Mapping[str, str]) -> str:
    names = ", ".join(who(each, people) for each in step.signers)
    if step.minimum == len(step.signers):
        return names
    enough = QCoreApplication.translate("Words", QT_TRANSLATE_NOOP("Words", "%1 of %2"))
    return f"{names} ({enough.replace('%1', str(step.minimum)).replace('%2', str(len(step.signers)))})"
