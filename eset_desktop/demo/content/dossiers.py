# SPDX-License-Identifier: EUPL-1.2
"""Dossiers with their parties, documents and versions, as the mutations that a desk would have sent."""

import hashlib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from eset_desktop.demo.content.chance import Chance, amount, long_date
from eset_desktop.demo.content.desk import Desk
from eset_desktop.demo.content.pdf import Press
from eset_desktop.demo.content.plot import Plot
from eset_desktop.demo.content.texts import Names, Story, Text
from eset_desktop.demo.content.values import Blob, Bundle, DemoBody
from eset_desktop.domain import rights
from eset_desktop.domain.document_types import DocumentType
from eset_desktop.domain.file_plan import class_id
from eset_desktop.domain.identifiers import (
    eni_document_id,
    eni_dossier_id,
    provisional_label,
    verification_code,
)
from eset_desktop.domain.procedures import Procedure
from eset_desktop.domain.values import Json

DEVICE_CODE = "DEMO"
_ANY_LAW = "Llei 39/2015, d'1 d'octubre"
_AUTHORS = {
    "technical_report": rights.TECNIC_EXTERN,
    "inspection_minutes": rights.TECNIC_EXTERN,
    **dict.fromkeys(
        (
            "legal_report",
            "secretary_report",
            "audit_report",
            "minutes",
            "agreement_certificate",
            "certificate",
        ),
        rights.SECRETARIA,
    ),
}
_REVISED_PERCENT = 4
_REVISION = "Esborrany per revisar."


@dataclass(frozen=True, slots=True)
class House:
    """What all dossiers of one body share.

    Attributes:
        body: The body.
        plan: Name of the file plan.
        units: Unit id by the function's two digits.
        press: Prints what the town hall writes.
        plain: Prints what citizens and companies bring.
        names: The invented names.
        texts: What documents say, by type.
        pools: What long documents go on with.
        types: Document types by code.
        procedures: Procedures by code.
    """

    body: DemoBody
    plan: str
    units: Mapping[str, str]
    press: Press
    plain: Press
    names: Names
    texts: Mapping[str, Text]
    pools: Mapping[str, Sequence[str]]
    types: Mapping[str, DocumentType]
    procedures: Mapping[str, Procedure]


@dataclass(frozen=True, slots=True)
class _Open:
    """An open dossier: where it is worked on, its identity, the mutation that made it, the words of its documents."""

    house: House
    desk: Desk
    plot: Plot
    chance: Chance
    id: str
    made: str
    words: Mapping[str, str]


def write_dossier(house: House, desk: Desk, plot: Plot, serial: int, chance: Chance) -> Bundle:
    """Return all that happened in a dossier; ``serial`` is its place among the body's dossiers, from 1."""
    dossier = _open(house, desk, plot, serial, chance)
    blobs: list[Blob] = []
    for index, (day, code) in enumerate(zip(plot.days, plot.story.documents, strict=False)):
        blobs.extend(_document(dossier, code, day, last=index == len(plot.days) - 1))
        phase = {1: "instruction", 3: "resolution"}.get(index)
        if phase:
            desk.command("dossier", dossier.id, _clerk(house), "advance", (dossier.made,), phase=phase)
    if plot.closed_on is not None:
        desk.sit_down(plot.closed_on, chance)
        desk.command(
            "dossier", dossier.id, _clerk(house), "close", (dossier.made,), reason=plot.closing_reason
        )
    return Bundle(desk.clear(), tuple(blobs))


def _open(house: House, desk: Desk, plot: Plot, serial: int, chance: Chance) -> _Open:
    opened = plot.days[0]
    desk.sit_down(opened, chance)
    identity = desk.new_id()
    procedure = house.procedures.get(plot.story.procedure)
    made = desk.create(
        "dossier",
        identity,
        _clerk(house),
        {
            "title": plot.title,
            "class": class_id(house.plan, plot.class_code),
            "procedure": procedure.id if procedure else None,
            "unit": house.units[plot.class_code[3:5]],
            "opened_on": opened.isoformat(),
            "eni_id": eni_dossier_id(house.body.dir3, opened.year, identity),
            "label": provisional_label(DEVICE_CODE, serial, identity),
            "situation": "open",
            "phase": "opening",
        },
    )
    if plot.applicant is not None:
        desk.create("party", desk.new_id(), _clerk(house), _party(plot, identity), (made,))
    words = {
        "subject": plot.subject,
        "place": plot.place.name,
        "party": plot.applicant.name if plot.applicant else "la mateixa corporació",
        "town": house.body.town,
        "mayor": house.body.person(rights.ALCALDIA).name,
        "secretary": house.body.person(rights.SECRETARIA).name,
        "technician": house.body.person(rights.TECNIC_EXTERN).name,
        "amount": amount(chance),
        "law": procedure.law[0] if procedure else _ANY_LAW,
    }
    return _Open(house, desk, plot, chance, identity, made, words)


def _party(plot: Plot, dossier: str) -> Mapping[str, Json]:
    assert plot.applicant is not None  # noqa: S101 - the caller asked
    return {
        "dossier": dossier,
        "role": "interested",
        "type": plot.applicant.type,
        "identifier": plot.applicant.identifier,
        "name": plot.applicant.name,
        "email": f"{_ascii(plot.applicant.name.split(',')[0])}@example.org",
        "address": plot.place.name,
        "channel": "digital",
        "language": "ca",
    }


def _document(dossier: _Open, code: str, day: date, *, last: bool) -> Iterator[Blob]:
    """Make a document with its versions; yield their bytes."""
    house, desk, chance = dossier.house, dossier.desk, dossier.chance
    kind, text = house.types[code], house.texts[code]
    author = house.body.person(_author(code)).id
    desk.sit_down(day, chance)
    identity = desk.new_id()
    made = desk.create(
        "document",
        identity,
        author,
        {
            "dossier": dossier.id,
            "title": _title(dossier, code),
            "type": code,
            "nti_type": kind.nti,
            "date": day.isoformat(),
            "captured_at": desk.at,
            "eni_id": eni_document_id(house.body.dir3, day.year, identity),
            "csv": verification_code(chance.bytes),
            "origin": "citizen" if text.from_citizen else "administration",
            "elaboration": "EE01",
            "language": "ca",
            "state": "draft",
        },
        (dossier.made,),
    )
    yield from _versions(dossier, identity, made, code, day)
    if not last or dossier.plot.closed_on is not None:
        desk.command("document", identity, author, "finish", (made,))


def _versions(dossier: _Open, document: str, made: str, code: str, day: date) -> Iterator[Blob]:
    """Make a document's version, or two where the first one was revised; yield their bytes."""
    house, desk = dossier.house, dossier.desk
    author = house.body.person(_author(code)).id
    revised = not house.texts[code].from_citizen and dossier.chance.happens(_REVISED_PERCENT)
    parent: str | None = None
    for note in (_REVISION, "") if revised else ("",):
        data = _printed(dossier, code, day, note)
        version = desk.new_id()
        blob = Blob(hashlib.sha256(data).hexdigest(), data)
        fields: dict[str, Json] = {
            "document": document,
            "parent": parent,
            "relation": "content",
            "sha256": blob.sha256,
            "size": len(data),
            "mime": "application/pdf",
            "filename": f"{_ascii(house.types[code].title_ca)}.pdf",
            "created_at": desk.at,
        }
        desk.create("version", version, author, fields, (made,))
        parent = version
        yield blob


def _printed(dossier: _Open, code: str, day: date, note: str) -> bytes:
    house, text = dossier.house, dossier.house.texts[code]
    written = long_date(day, house.names)
    filled = [_filled(paragraph, dossier.words, written) for paragraph in text.paragraphs]
    if text.pool:
        pool = house.pools[text.pool]
        filled += pool[: dossier.chance.between(0, len(pool))]
    if note:
        filled.insert(0, note)
    press = house.plain if text.from_citizen else house.press
    return press.print(_title(dossier, code), filled, f"{house.body.town}, {written}")


def _title(dossier: _Open, code: str) -> str:
    return f"{dossier.house.types[code].title_ca}: {dossier.plot.subject}"


def _author(code: str) -> str:
    return _AUTHORS.get(code, rights.ADMINISTRACIO)


def _filled(paragraph: str, words: Mapping[str, str], written: str) -> str:
    if "{" not in paragraph:
        return paragraph
    filled = paragraph.format(date=written, **words)
    return filled[:1].upper() + filled[1:]


def _clerk(house: House) -> str:
    return house.body.person(rights.ADMINISTRACIO).id


def _ascii(text: str) -> str:
    """Return a text as it can stand in file names and addresses (e-NOTUM refuses accents in names)."""
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return "-".join("".join(letter if letter.isalnum() else " " for letter in plain).split())


def deck_of(stories: Sequence[Story]) -> tuple[Story, ...]:
    """Return the stories, each as often as its weight."""
    return tuple(story for story in stories for _ in range(story.weight))
