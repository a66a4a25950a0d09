# SPDX-License-Identifier: EUPL-1.2
"""What the demonstration tells: its stories, texts, names and towns, read from ``resources/demo``."""

import tomllib
from collections.abc import Mapping
from functools import cache

import msgspec

import resources


class Unit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A unit of a town hall and the functions of the file plan that it deals with."""

    code: str
    name: str
    functions: tuple[str, ...]


class Person(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody who works at a town hall, and the profile."""

    name: str
    profile: str


class Town(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An invented town hall; ``share`` is how many dossiers of the sum of all shares are its own."""

    key: str
    name: str
    town: str
    dir3: str
    colour: str
    share: int
    address: str
    units: tuple[Unit, ...]
    people: tuple[Person, ...]


class Names(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Invented names; ``squares`` are given with the words that go before them."""

    streets: tuple[str, ...]
    squares: tuple[tuple[str, str], ...]
    first_names: tuple[str, ...]
    surnames: tuple[str, ...]
    companies: tuple[str, ...]
    months: tuple[str, ...]
    bodies: tuple[Town, ...]


class Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What documents of one type say.

    Attributes:
        paragraphs: Texts with fields in braces.
        from_citizen: Written by an interested party, not by the town hall.
        pool: Name of the paragraphs that it may go on with; empty when it is short.
    """

    paragraphs: tuple[str, ...]
    from_citizen: bool = False
    pool: str = ""


class Story(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What happens in a kind of dossier.

    Attributes:
        title: Title of the dossier; ``{subject}`` is one of the subjects.
        subjects: What it can be about; ``{at}`` is "al carrer Major, 3" and ``{place}`` "carrer Major, 3".
        documents: Types of the five documents that come, in order.
        weight: How often, among the other stories.
        party: ``natural``, ``legal``, ``any`` or ``none``.
        procedure: Code of its procedure; empty when it has none.
        classes: Where it has no procedure: a class code for each subject.
    """

    title: str
    subjects: tuple[str, ...]
    documents: tuple[str, ...]
    weight: int
    party: str
    procedure: str = ""
    classes: tuple[str, ...] = ()


@cache
def names() -> Names:
    """Return the invented names."""
    return msgspec.convert(tomllib.loads(resources.text("demo/names.toml")), Names)


@cache
def texts() -> Mapping[str, Text]:
    """Return the texts by document type."""
    return msgspec.convert(tomllib.loads(resources.text("demo/texts.toml"))["texts"], dict[str, Text])


@cache
def pools() -> Mapping[str, tuple[str, ...]]:
    """Return the paragraphs that long documents go on with."""
    return msgspec.convert(
        tomllib.loads(resources.text("demo/texts.toml"))["pools"], dict[str, tuple[str, ...]]
    )


@cache
def stories() -> tuple[Story, ...]:
    """Return the stories."""
    return msgspec.convert(tomllib.loads(resources.text("demo/stories.toml"))["stories"], tuple[Story, ...])
