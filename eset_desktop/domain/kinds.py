# SPDX-License-Identifier: EUPL-1.2
"""The kinds of synced objects and their fields: what may be set, by whom and when.

A field or kind that is not here comes from a newer program: it is kept as it is and never erased.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

TEXT: Final = "text"
LONG_TEXT: Final = "long_text"
DATE: Final = "date"
MOMENT: Final = "moment"
NUMBER: Final = "number"
FLAG: Final = "flag"
CODE: Final = "code"
REFERENCE: Final = "reference"
ANY: Final = "any"

TITLE_LENGTH: Final = 500
"""Longest title of a dossier or document (ENI profile of the AOC services)."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a kind.

    Attributes:
        type: One of this module's type names.
        required: Must be given at creation.
        fixed: Given at creation, never changed.
        server: Only the central service sets it.
        choices: The allowed codes, empty for any.
        most: Characters at most, where it is fewer than the type allows.
    """

    type: str = TEXT
    required: bool = False
    fixed: bool = False
    server: bool = False
    choices: tuple[str, ...] = ()
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of object.

    Attributes:
        name: The wire's word for it.
        stream: ``catalogue`` (shared by all bodies), ``body`` or ``texts``; a class or procedure of a body's own plan is in ``body``.
        parent: The field that holds the id of the object it belongs to, if any.
        fields: Its fields by name.
    """

    name: str
    stream: str
    parent: str | None
    fields: Mapping[str, Field]


CATALOGUE: Final = "catalogue"
BODY: Final = "body"
SIGNER_STREAMS: Final = "signer:"
"""How the names of the streams begin that hold copies of what waits for a person's signature."""
TEXTS: Final = "texts"

_REF = Field(REFERENCE, required=True, fixed=True)

_PLAN_CLASS = Kind(
    "class",
    CATALOGUE,
    "parent",
    {
        "plan": Field(required=True, fixed=True),
        "code": Field(required=True, fixed=True),
        "parent": Field(REFERENCE),
        "level": Field(CODE, required=True, choices=("function", "subfunction", "series")),
        "title_ca": Field(required=True),
        "title_es": Field(),
        "definition_ca": Field(LONG_TEXT),
        "access": Field(CODE, choices=("free", "restricted")),
        "access_reason": Field(),
        "retention": Field(CODE),
        "retention_years": Field(NUMBER),
        "retention_trigger": Field(CODE),
        "taad": Field(),
    },
)
_PROCEDURE = Kind(
    "procedure",
    CATALOGUE,
    "class",
    {
        "code": Field(required=True, fixed=True),
        "class": Field(REFERENCE, required=True),
        "title_ca": Field(required=True),
        "title_es": Field(),
        "definition": Field(ANY),
    },
)
_DOCUMENT_TYPE = Kind(
    "document_type",
    CATALOGUE,
    None,
    {
        "code": Field(required=True, fixed=True),
        "nti": Field(CODE, required=True),
        "title_ca": Field(required=True),
        "title_es": Field(),
        "order": Field(NUMBER),
    },
)
_BODY = Kind(
    "body",
    BODY,
    None,
    {
        "name": Field(required=True, server=True),
        "dir3": Field(required=True, server=True),
        "nif": Field(server=True),
        "colour": Field(server=True),
        "plan": Field(server=True),
        "timestamps": Field(FLAG, server=True),
        "pin_each": Field(FLAG),
    },
)
_UNIT = Kind("unit", BODY, None, {"code": Field(required=True), "name": Field(required=True)})
_PERSON = Kind(
    "person",
    BODY,
    None,
    {"name": Field(required=True, server=True), "profiles": Field(ANY, server=True)},
)
_DOSSIER = Kind(
    "dossier",
    BODY,
    "class",
    {
        "title": Field(required=True),
        "class": Field(REFERENCE, required=True),
        "procedure": Field(REFERENCE),
        "unit": Field(REFERENCE),
        "opened_on": Field(DATE, required=True, fixed=True),
        "eni_id": Field(required=True, fixed=True),
        "label": Field(required=True, fixed=True),
        "number": Field(server=True),
        "situation": Field(CODE, required=True, fixed=True, choices=("open",)),
        "phase": Field(CODE, required=True, fixed=True, choices=("opening",)),
        "notes": Field(LONG_TEXT),
    },
)
_PARTY = Kind(
    "party",
    BODY,
    "dossier",
    {
        "dossier": _REF,
        "role": Field(CODE, choices=("interested", "representative", "third")),
        "type": Field(CODE, choices=("natural", "legal", "administration")),
        "identifier": Field(),
        "name": Field(required=True),
        "email": Field(),
        "phone": Field(),
        "address": Field(),
        "channel": Field(CODE, choices=("digital", "paper")),
        "language": Field(CODE, choices=("ca", "es", "oc")),
    },
)
_DOCUMENT = Kind(
    "document",
    BODY,
    "dossier",
    {
        "dossier": _REF,
        "title": Field(required=True),
        "type": Field(CODE, required=True),
        "nti_type": Field(CODE, required=True),
        "date": Field(DATE, required=True),
        "captured_at": Field(MOMENT, required=True, fixed=True),
        "eni_id": Field(required=True, fixed=True),
        "csv": Field(required=True, fixed=True),
        "origin": Field(CODE, required=True, choices=("citizen", "administration")),
        "elaboration": Field(CODE, required=True, choices=("EE01", "EE02", "EE03", "EE04", "EE99")),
        "language": Field(CODE, choices=("ca", "es", "oc")),
        "state": Field(CODE, required=True, fixed=True, choices=("draft",)),
        "chosen_head": Field(REFERENCE, fixed=True),
        "signs": Field(REFERENCE, fixed=True),
    },
)
"""``signs``: the document of the same dossier that this one is the signature of (:mod:`eset_desktop.domain.signature_files`)."""
_VERSION = Kind(
    "version",
    BODY,
    "document",
    {
        "document": _REF,
        "parent": Field(REFERENCE, fixed=True),
        "relation": Field(CODE, required=True, fixed=True, choices=("content", "signature", "augmentation")),
        "sha256": Field(required=True, fixed=True),
        "size": Field(NUMBER, required=True, fixed=True),
        "mime": Field(CODE, required=True, fixed=True),
        "filename": Field(fixed=True),
        "created_at": Field(MOMENT, required=True, fixed=True),
        "signer": Field(fixed=True),
        "evidence": Field(ANY, fixed=True),
        "present": Field(FLAG, server=True),
        "level": Field(CODE, server=True, choices=("B-B", "B-T", "B-LT", "B-LTA")),
        "stamped_at": Field(MOMENT, server=True),
        "renew_by": Field(MOMENT, server=True),
        "stamping": Field(CODE, server=True, choices=("waiting", "refused")),
        "stamping_problem": Field(CODE, server=True),
    },
)
_RESTRICTION = Kind(
    "restriction",
    BODY,
    None,
    {
        "scope_kind": Field(CODE, required=True, fixed=True, choices=("class", "dossier")),
        "scope": _REF,
        "reason": Field(required=True),
    },
)
"""A class or dossier whose content only some people may read; it lies in a stream of its own. Its removal lifts it."""
_GRANT = Kind(
    "grant",
    BODY,
    "restriction",
    {"restriction": _REF, "person": _REF},
)
"""A person who may read what a restriction covers; the secretary always may."""
_TEXT = Kind(
    "text",
    TEXTS,
    "version",
    {
        "version": _REF,
        "document": _REF,
        "text": Field(ANY, required=True, fixed=True),
    },
)
"""The words of a version, so that its document is found without its bytes; lies in the text stream of its home stream."""
_CONFLICT = Kind(
    "conflict",
    BODY,
    "object",
    {
        "object": _REF,
        "object_kind": Field(CODE, required=True, server=True),
        "field": Field(required=True, server=True),
        "before": Field(ANY, server=True),
        "kept": Field(ANY, server=True),
        "kept_by": Field(REFERENCE, server=True),
        "kept_at": Field(MOMENT, server=True),
        "other": Field(ANY, server=True),
        "other_by": Field(REFERENCE, server=True),
        "other_at": Field(MOMENT, server=True),
        "mutation": Field(REFERENCE, server=True),
        "state": Field(CODE, required=True, server=True, choices=("open",)),
    },
)

_SIGNATURE_REQUEST = Kind(
    "signature_request",
    BODY,
    "document",
    {
        "document": _REF,
        "version": _REF,
        "sha256": Field(required=True, fixed=True),
        "sender": _REF,
        "subject": Field(required=True),
        "message": Field(LONG_TEXT),
        "priority": Field(CODE, choices=("normal", "urgent")),
        "expires_on": Field(DATE),
        "flow_code": Field(CODE),
        "flow": Field(ANY, required=True),
        "amount_cents": Field(NUMBER),
        "reports": Field(ANY),
        "state": Field(CODE, required=True, fixed=True, choices=("draft",)),
        "head": Field(REFERENCE, server=True),
        "second": Field(REFERENCE, server=True),
        "marks": Field(ANY, server=True),
        "late": Field(ANY, server=True),
        "ended_at": Field(MOMENT, server=True),
        "ended_by": Field(REFERENCE, server=True),
        "cause": Field(CODE, server=True),
        "reason": Field(LONG_TEXT, server=True),
    },
)
"""*Petició de signatura* of an exact version. From ``head`` on only its commands set: the signed version to sign over, what
each signer did (:mod:`eset_desktop.domain.signature_marks`), signatures that came when nobody asked for them any more, the end.
``second`` is in requests of the service's own: the signature that came second and is asked for again.
``reports`` are ids of documents of the same dossier that a signer wants to see beside it."""
_SIGNATURE_COMMENT = Kind(
    "signature_comment",
    BODY,
    "request",
    {"request": _REF, "text": Field(LONG_TEXT, required=True, fixed=True)},
)
_SIGNATURE_FLOW = Kind(
    "signature_flow",
    BODY,
    None,
    {"name": Field(required=True), "flow": Field(ANY, required=True), "order": Field(NUMBER)},
)
"""A flow of the body's own beside the three ready ones (:data:`eset_desktop.domain.signature_flow.READY`)."""
_SUBSTITUTION = Kind(
    "substitution",
    BODY,
    "absent",
    {
        "absent": _REF,
        "substitute": _REF,
        "office": Field(CODE, fixed=True),
        "from_on": Field(DATE, required=True, fixed=True),
        "until_on": Field(DATE, fixed=True),
        "ground": Field(
            CODE, required=True, fixed=True, choices=("absence", "illness", "vacancy", "abstention")
        ),
        "decree": Field(required=True, fixed=True),
        "document": Field(REFERENCE, fixed=True),
        "ended_on": Field(DATE, server=True),
    },
)
"""Who signs in whose place, from and until which days, by which decree (:mod:`eset_desktop.domain.substitutions`)."""

KINDS: Final[Mapping[str, Kind]] = {
    kind.name: kind
    for kind in (
        _PLAN_CLASS, _PROCEDURE, _DOCUMENT_TYPE, _BODY, _UNIT, _PERSON, _DOSSIER, _PARTY, _DOCUMENT, _VERSION, _CONFLICT,
        _RESTRICTION, _GRANT, _TEXT, _SIGNATURE_REQUEST, _SIGNATURE_COMMENT, _SIGNATURE_FLOW, _SUBSTITUTION,
    )
}  # fmt: skip


def parent_of(kind: str, fields: Mapping[str, object]) -> str | None:
    """Return the id of the object that this one belongs to, or None."""
    known = KINDS.get(kind)
    value = fields.get(known.parent) if known and known.parent else None
    return value if isinstance(value, str) else None


def body_stream(body_id: str) -> str:
    """Return the name of a body's stream."""
    return f"body:{body_id}"


def restricted_stream(restriction_id: str) -> str:
    """Return the name of the stream of what a restriction covers."""
    return f"restricted:{restriction_id}"


def signer_stream(person_id: str) -> str:
    """Return the name of the stream of what waits for a person's signature, for signing-only computers."""
    return f"{SIGNER_STREAMS}{person_id}"


def is_signer_stream(stream: str) -> bool:
    """Tell whether a stream holds copies of what waits for a person's signature."""
    return stream.startswith(SIGNER_STREAMS)


def text_stream(stream: str) -> str:
    """Return the name of the stream that holds the texts of a stream's versions."""
    return f"text:{stream}"


def is_text_stream(stream: str) -> bool:
    """Tell whether a stream holds texts only; it is read after everything else."""
    return stream.startswith("text:")
