# SPDX-License-Identifier: EUPL-1.2
"""Templates of visible signatures (``resources/stamps/*.toml``) and what they may show.

Bytes that are signed offline hold no legal number and no provisional label (design §6.10): a decree's number is given on
approval, in the book of that year. A template that names one is refused, and so is a text that holds a label.
"""

import re
import string
import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Final, Literal
from zoneinfo import ZoneInfo

import msgspec

import resources
from eset_desktop.signing.stamp.errors import NumberInStamp, StampTemplateBroken
from eset_desktop.signing.stamp.values import StampRequest

FIELDS: Final = frozenset({"name", "capacity", "substitution", "delegation", "body", "code", "date"})
"""What a template may show."""

_LABEL: Final = re.compile(r"\bPROV-\w+-\d+-\w+", re.IGNORECASE)
"""See :func:`eset_desktop.domain.identifiers.provisional_label`."""
_CODE_GROUP: Final = 4
_ANY_MOMENT: Final = datetime(2000, 1, 1, tzinfo=UTC)


class Texts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One text in the three languages."""

    ca: str
    es: str
    en: str


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line of a template; left out when a field in it is empty.

    Attributes:
        ca: Its text in Catalan, with fields in braces; so ``es`` and ``en``.
        role: How it is written.
        rows: Onto how many rows it may be broken.
        drop: Where there is no room, the line with the highest number goes first; 0 stays.
    """

    ca: str
    es: str
    en: str
    role: Literal["strong", "plain", "small"] = "plain"
    rows: int = 1
    drop: int = 0


class Template(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a visible signature looks like.

    Attributes:
        size: Width and height wanted, in points.
        lines: From the top.
        tooltip: What a screen reader says of the field (``/TU``).
        qr: Whether the address of the verification is drawn as a QR code.
    """

    size: tuple[float, float]
    lines: tuple[Line, ...]
    tooltip: Texts
    qr: bool = True


class Filled(msgspec.Struct, frozen=True):
    """A template with its texts for one signature."""

    template: Template
    lines: tuple[tuple[Line, str], ...]
    tooltip: str
    qr: str


@cache
def template(name: str) -> Template:
    """Return a template that ships with the program; raises what :func:`read_template` does."""
    if f"stamps/{name}.toml" not in resources.names("stamps", ".toml"):
        raise StampTemplateBroken(template=name, reason="missing")
    return read_template(name, resources.text(f"stamps/{name}.toml"))


def read_template(name: str, text: str) -> Template:
    """Return a template from its TOML.

    Raises:
        StampTemplateBroken: It is not made as it must be.
        NumberInStamp: It asks for a number or a label.
    """
    try:
        found = msgspec.convert(tomllib.loads(text), Template)
        fields = _fields(found)
    except (ValueError, msgspec.ValidationError) as error:
        raise StampTemplateBroken(template=name, reason=type(error).__name__) from error
    for field in sorted(fields - FIELDS):
        if "number" in field or "label" in field:
            raise NumberInStamp(field=field)
        raise StampTemplateBroken(template=name, reason=field)
    if min(found.size) <= 0 or not any(line.drop == 0 for line in found.lines):
        raise StampTemplateBroken(template=name, reason="size" if min(found.size) <= 0 else "lines")
    return found


def fill(request: StampRequest, at: datetime) -> Filled:
    """Return what a visible signature says.

    Args:
        request: As asked for.
        at: The moment that stands in the signature too, aware.

    Raises:
        StampTemplateBroken: No such template or language.
        NumberInStamp: A text holds a provisional label.
    """
    chosen = template(request.template)
    if request.language not in resources.LANGUAGES:
        raise StampTemplateBroken(template=request.template, reason=request.language)
    values = _values(request, at)
    for field, value in values.items():
        if _LABEL.search(value):
            raise NumberInStamp(field=field)
    lines = ((line, getattr(line, request.language)) for line in chosen.lines)
    said = tuple((line, text.format_map(values)) for line, text in lines if _complete(text, values))
    tooltip = getattr(chosen.tooltip, request.language).format_map(values)
    facts = (text for line, text in said if _named(getattr(line, request.language)) - {"name", "code"})
    qr = (request.verify_url or request.code) if chosen.qr else ""
    return Filled(chosen, said, ", ".join((tooltip, *facts)), qr)


def check_request(request: StampRequest) -> None:
    """Return when a visible signature can be drawn as asked; to be called before a person is asked for a PIN.

    Raises:
        StampTemplateBroken: No such template or language.
        NumberInStamp: A text holds a provisional label.
    """
    fill(request, _ANY_MOMENT)


def _values(request: StampRequest, at: datetime) -> dict[str, str]:
    code = request.code
    grouped = " ".join(code[start : start + _CODE_GROUP] for start in range(0, len(code), _CODE_GROUP))
    return {
        "name": request.name.strip() or "—",
        "capacity": request.capacity.strip(),
        "substitution": request.substitution.strip(),
        "delegation": request.delegation.strip(),
        "body": request.body.strip(),
        "code": grouped if code.isalnum() else code,
        "date": f"{at.astimezone(ZoneInfo(request.zone)):%d/%m/%Y %H:%M}",
    }


def _fields(found: Template) -> set[str]:
    texts = [getattr(each, lang) for each in (*found.lines, found.tooltip) for lang in resources.LANGUAGES]
    return set().union(*(_named(text) for text in texts))


def _named(text: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}


def _complete(text: str, values: Mapping[str, str]) -> bool:
    return all(values[field] for field in _named(text))
