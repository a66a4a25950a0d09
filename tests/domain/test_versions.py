# SPDX-License-Identifier: EUPL-1.2
"""Which version stands, when a person must choose, and when a signature was made beside another one."""

import pytest

from eset_desktop.domain.versions import (
    AUGMENTATION,
    CONTENT,
    SIGNATURE,
    Version,
    content_of,
    head,
    needs_choice,
    signed_meanwhile,
)

TREE = {
    each.id: each
    for each in (
        Version("a", None, CONTENT),
        Version("b", "a", SIGNATURE),
        Version("c", "a", SIGNATURE),
        Version("d", "b", AUGMENTATION),
        Version("e", "b", SIGNATURE),
        Version("f", "a", CONTENT),
        Version("g", "c", CONTENT),
    )
}


def some(ids: str) -> list[Version]:
    return [TREE[each] for each in ids]


@pytest.mark.parametrize(
    ("ids", "chosen", "standing", "choice"),
    [
        ("a", None, "a", False),
        ("ab", None, "b", False),
        ("abc", None, "c", False),  # two signatures of one content are no choice
        ("abc", "b", "b", False),
        ("abcd", "b", "d", False),  # more evidence on what came first
        ("abcde", "b", "e", False),  # signed again over it
        ("abf", None, "f", True),  # another content meanwhile
        ("abf", "b", "b", False),
        ("abdf", "b", "d", False),  # a choice lasts when evidence is added
        ("abcg", None, "g", True),
        ("af", None, "f", False),
    ],
)
def test_which_stands_and_whether_a_person_chooses(
    ids: str, chosen: str | None, standing: str, choice: bool
) -> None:
    assert head(some(ids), chosen) == standing
    assert needs_choice(some(ids), chosen) is choice


@pytest.mark.parametrize(
    ("made", "standing", "meanwhile"),
    [
        ("c", "b", True),
        ("c", "d", True),
        ("e", "d", False),
        ("e", "b", False),
        ("b", "a", False),
        ("b", "f", False),
    ],
)
def test_a_signature_beside_another_one(made: str, standing: str, meanwhile: bool) -> None:
    assert signed_meanwhile(made, standing, TREE) is meanwhile


def test_the_content_below_signatures_and_evidence() -> None:
    assert {each: content_of(each, TREE) for each in "abdeg"} == {
        "a": "a",
        "b": "a",
        "d": "a",
        "e": "a",
        "g": "g",
    }
    assert content_of("x", {"x": Version("x", "x", SIGNATURE)}) == "x"
