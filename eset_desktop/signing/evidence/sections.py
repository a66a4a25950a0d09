# SPDX-License-Identifier: EUPL-1.2
"""What an evidence document says, as titled rows in one language; its words are in ``resources/evidence/texts.toml``."""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

import resources
from eset_desktop.signing.evidence.values import Record, TimestampFacts

Row = tuple[str, str]
"""What it is and what it says."""


class Section(NamedTuple):
    """A title with its rows."""

    title: str
    rows: tuple[Row, ...]


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """Return the words by key and language."""
    return msgspec.convert(tomllib.loads(resources.text("evidence/texts.toml")), dict[str, dict[str, str]])


class Wording:
    """The words of one language, and its ways of writing."""

    def __init__(self, language: str, zone: str) -> None:
        self._language = language
        self._zone = ZoneInfo(zone)

    def __call__(self, key: str, **details: str | int) -> str:
        """Return a text."""
        return words()[key][self._language].format_map(details)

    def moment(self, at: datetime) -> str:
        """Return a moment as day and time in the office's zone, to the second."""
        return f"{at.astimezone(self._zone):%d/%m/%Y %H:%M:%S (UTC%z)}"

    def usage(self, name: str) -> str:
        """Return what a key may be used for; the rarer ones keep the name that RFC 5280 gives them."""
        return self(f"usage_{name}") if f"usage_{name}" in words() else name.replace("_", " ")

    def row(self, key: str, value: str) -> tuple[Row, ...]:
        """Return a row, or none when there is nothing to say."""
        return ((self(key), value),) if value else ()


def sections(record: Record, say: Wording) -> list[Section]:
    """Return all that an evidence document says."""
    return [
        Section(say("document"), _document(record, say)),
        Section(say("signature"), _signature(record, say)),
        Section(say("signer"), _signer(record, say)),
        Section(say("key"), _key(record, say)),
        Section(say("timestamps"), _timestamps(record.material.timestamps, say)),
        Section(say("revocation"), _revocation(record, say)),
        Section(say("making"), _making(record, say)),
    ]


def _document(record: Record, say: Wording) -> tuple[Row, ...]:
    about, noted = record.document, record.evidence
    return (
        *say.row("document_title", about.title),
        *say.row("code", about.code),
        *say.row("input_sha256", noted.input_sha256),
        *say.row("output_sha256", noted.output_sha256),
    )


def _signature(record: Record, say: Wording) -> tuple[Row, ...]:
    noted = record.evidence
    first, length, second, rest = noted.byte_range
    covered = ", ".join(
        f"{start}–{start + size - 1}" for start, size in ((first, length), (second, rest)) if size
    )
    return (
        *say.row("signed_at", say.moment(noted.signed_at)),
        *say.row("clock", _clock(record, say)),
        *say.row("algorithm", noted.algorithm),
        *say.row("field_name", noted.field_name),
        *say.row("byte_range", covered),
        *say.row("document_digest", noted.document_digest),
    )


def _clock(record: Record, say: Wording) -> str:
    ahead, asked = record.evidence.clock_offset_ms, record.evidence.clock_checked_at
    if ahead is None or asked is None:
        return say("clock_unknown")
    seconds = f"{abs(ahead) / 1000:.1f}".replace(".", ",")
    return say("clock_behind" if ahead < 0 else "clock_ahead", seconds=seconds, at=say.moment(asked))


def _signer(record: Record, say: Wording) -> tuple[Row, ...]:
    noted, certificate = record.evidence, record.material.certificate
    body = f"{noted.body} ({noted.body_id})" if noted.body and noted.body_id else noted.body or noted.body_id
    validity = say("between", start=say.moment(certificate.not_before), end=say.moment(certificate.not_after))
    return (
        *say.row("name", certificate.name),
        *say.row("subject", noted.subject),
        *say.row("body", body),
        *say.row("acting", noted.acting),
        *say.row("capacity", say(f"capacity_{noted.capacity}") if noted.capacity else ""),
        *say.row("issuer", certificate.issuer),
        *say.row("serial", certificate.serial),
        *say.row("validity", validity),
        *say.row("key_usage", ", ".join(say.usage(each) for each in noted.key_usage)),
        *say.row("certificate_sha256", certificate.sha256),
        *say.row("chain", _lines(each.name for each in record.material.chain)),
    )


def _key(record: Record, say: Wording) -> tuple[Row, ...]:
    noted = record.evidence
    label, serial, maker, model = noted.token
    return (
        *say.row("store", say(f"store_{noted.store}")),
        *say.row("module", noted.module),
        *say.row("token", label),
        *say.row("token_serial", serial),
        *say.row("token_model", " ".join(filter(None, (maker, model)))),
    )


def _timestamps(found: tuple[TimestampFacts, ...], say: Wording) -> tuple[Row, ...]:
    if not found:
        return (("", say("timestamps_none")),)
    return tuple(
        (say(f"timestamp_{each.kind}"), say("by", time=say.moment(each.time), authority=each.authority))
        for each in found
    )


def _revocation(record: Record, say: Wording) -> tuple[Row, ...]:
    material = record.material
    return tuple(
        (say(key), str(len(answers)) if answers else say("none"))
        for key, answers in (("ocsp", material.ocsp), ("crl", material.crls))
    )


def _making(record: Record, say: Wording) -> tuple[Row, ...]:
    noted = record.evidence
    software = _lines(f"{name} {version}" for name, version in sorted(noted.software.items()))
    return (
        *say.row("confirmation", noted.confirmation),
        *say.row("policy", noted.policy),
        *say.row("software", software),
        ("", say("pin")),
    )


def _lines(parts: Iterable[str]) -> str:
    return "; ".join(parts)
