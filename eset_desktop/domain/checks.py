# SPDX-License-Identifier: EUPL-1.2
"""Whether a mutation is well formed: right types, nothing that only the central service may set, nothing fixed.

Clients run it before they save, the central service before it merges. Unknown kinds and fields pass: they come from a
newer program, and refusing them would trap its work.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from eset_desktop.clock import parse_iso
from eset_desktop.domain import kinds
from eset_desktop.domain.commands import ARGUMENTS
from eset_desktop.domain.identifiers import is_valid_identifier
from eset_desktop.domain.kinds import KINDS, Field
from eset_desktop.domain.lines import is_line, one_line
from eset_desktop.domain.mutations import COMMAND, CREATE, SET, Mutation
from eset_desktop.domain.values import Json, normal

_LIMITS = {kinds.TEXT: kinds.TITLE_LENGTH, kinds.LONG_TEXT: 20_000, kinds.CODE: 100, kinds.REFERENCE: 100}


def problem_of(mutation: Mutation) -> str | None:
    """Return the code of the first thing wrong with a mutation, or None."""
    return next(_problems(mutation), None)


def _problems(mutation: Mutation) -> Iterator[str]:
    kind = KINDS.get(mutation.kind)
    if kind is None:
        return
    if mutation.op == CREATE:
        yield from _creation_problems(kind, mutation)
    elif mutation.op == SET:
        for name, change in mutation.changes.items():
            field = kind.fields.get(name)
            if field is not None:
                yield from _change_problems(mutation.kind, name, field, change.to)
    elif mutation.op == COMMAND:
        for name, field in ARGUMENTS.get((mutation.kind, mutation.command), {}).items():
            value = normal(mutation.args.get(name))
            if value is not None:
                yield from _value_problems(mutation.kind, f"{mutation.command}_{name}", field, value)


def _creation_problems(kind: kinds.Kind, mutation: Mutation) -> Iterator[str]:
    for name, field in kind.fields.items():
        value = normal(mutation.fields.get(name))
        if value is None:
            if field.required:
                yield f"{kind.name}.{name}_missing"
        elif field.server:
            yield f"{kind.name}.{name}_server_only"
        else:
            yield from _value_problems(kind.name, name, field, value)
    if (
        kind.name == "version"
        and mutation.fields.get("relation") != "content"
        and not mutation.fields.get("parent")
    ):
        yield "version.parent_missing"


def _change_problems(kind: str, name: str, field: Field, value: Json) -> Iterator[str]:
    if field.server or field.fixed:
        yield f"{kind}.{name}_fixed"
    elif normal(value) is None:
        if field.required:
            yield f"{kind}.{name}_missing"
    else:
        yield from _value_problems(kind, name, field, value)


def _value_problems(kind: str, name: str, field: Field, value: Json) -> Iterator[str]:
    if field.choices and value not in field.choices:
        yield f"{kind}.{name}_unknown"
    elif not _fits(field, value):
        yield f"{kind}.{name}_malformed"
    elif (kind, name) == ("party", "identifier") and not is_valid_identifier(str(value)):
        yield "party.identifier_malformed"


def _fits(field: Field, value: Json) -> bool:
    if field.type in _SHAPES:
        return _SHAPES[field.type](value)
    if field.type == kinds.REFERENCE and isinstance(value, str) and "\0" in value:
        return False  # references are columns too, and PostgreSQL keeps no such text
    if field.type == kinds.TEXT and isinstance(value, str) and not is_line(value):
        return False  # a title or a name stands in lists and papers
    most = _LIMITS[field.type] if field.most is None else field.most
    return isinstance(value, str) and len(value) <= most


def as_lines(declared: Mapping[str, Field], values: Mapping[str, Json]) -> dict[str, Json]:
    """Return values with titles and names on one line, however they were typed or pasted.

    Args:
        declared: The fields of a kind, or the arguments of a command.
        values: What a person gave, by name; what is not declared stays as it is.
    """
    found = dict(values)
    for name, value in values.items():
        field = declared.get(name)
        if field is not None and field.type == kinds.TEXT and isinstance(value, str):
            found[name] = one_line(value)
    return found


def _is_date(value: Json) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_moment(value: Json) -> bool:
    try:
        return isinstance(value, str) and bool(parse_iso(value))
    except ValueError:
        return False


_SHAPES: Mapping[str, Callable[[Json], bool]] = {
    kinds.ANY: lambda _: True,
    kinds.FLAG: lambda value: isinstance(value, bool),
    kinds.NUMBER: lambda value: isinstance(value, int) and not isinstance(value, bool),
    kinds.DATE: _is_date,
    kinds.MOMENT: _is_moment,
}
