# SPDX-License-Identifier: EUPL-1.2
"""Mutations as lines of JSON: a text that can be read while it is still coming.

What a mutation's own ids tell already is left out: the ENI identifier of a new dossier or document ends with 30 characters that are made
from the object's id. Nothing makes them smaller, and on a slow line 2,000 new dossiers spend a second on them.
"""

from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

import msgspec

from eset_desktop.domain.identifiers import eni_specific
from eset_desktop.domain.mutations import CREATE, Mutation

_ENI: Final = "eni_id"


class _Line(Mutation, frozen=True, omit_defaults=True):
    """A mutation as it stands in a line.

    Attributes:
        eni: The field ``eni_id`` stands without its last part.
    """

    eni: bool = False


_DECODER = msgspec.json.Decoder(_Line)


def line_of(mutation: Mutation) -> bytes:
    """Return a mutation as a line with its end."""
    return msgspec.json.encode(_shortened(mutation) or mutation) + b"\n"


def mutations_in(lines: Iterable[bytes]) -> tuple[Mutation, ...]:
    """Return the mutations of lines that :func:`line_of` made.

    Raises:
        msgspec.DecodeError: One of them is none.
    """
    return tuple(_completed(_DECODER.decode(each)) for each in lines)


def without_open_group(mutations: Sequence[Mutation]) -> Sequence[Mutation]:
    """Return mutations without a group at their end of which more are to come."""
    if not mutations or not mutations[-1].group:
        return mutations
    group = mutations[-1].group
    begins = next(place for place, each in enumerate(mutations) if each.group == group)
    whole = len(mutations) - begins >= mutations[-1].group_size
    return mutations if whole else mutations[:begins]


def _shortened(mutation: Mutation) -> _Line | None:
    """Return the line of a new object whose ENI identifier is made from its id."""
    eni = mutation.fields.get(_ENI)
    tail = _tail(mutation.object) if mutation.op == CREATE else ""
    if not tail or not isinstance(eni, str) or not eni.endswith(tail):
        return None
    fields = {**mutation.fields, _ENI: eni.removesuffix(tail)}
    return _Line(**{**msgspec.structs.asdict(mutation), "fields": fields}, eni=True)


def _completed(line: _Line) -> Mutation:
    told, eni = msgspec.structs.asdict(line), line.fields.get(_ENI)
    if told.pop("eni") and isinstance(eni, str):
        told["fields"] = {**line.fields, _ENI: eni + _tail(line.object)}
    return Mutation(**told)


def _tail(identity: str) -> str:
    """Return what the ENI identifier of an object ends with, empty where its id is no UUID."""
    try:
        return eni_specific(str(UUID(identity)))
    except ValueError:
        return ""
