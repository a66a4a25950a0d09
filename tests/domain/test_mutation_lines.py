# SPDX-License-Identifier: EUPL-1.2
"""Mutations as lines: they come out as they went in, whatever they hold."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eset_desktop.domain.identifiers import eni_dossier_id
from eset_desktop.domain.mutation_lines import line_of, mutations_in, without_open_group
from eset_desktop.domain.mutations import Mutation

IDENTITY = "01a1f7f8-3000-7ac4-89c2-8206e7e3aa6b"
words = st.text(max_size=12)
enis = st.one_of(words, st.none(), st.just(eni_dossier_id("L01080193", 2026, IDENTITY)))


def made(number: int, group: str = "", size: int = 0) -> Mutation:
    return Mutation(
        str(number), number, "create", "dossier", IDENTITY, "by", "at", group=group, group_size=size
    )


@given(
    op=st.sampled_from(["create", "set", "command", "later"]),
    identity=st.one_of(st.uuids(version=4).map(str), st.just(IDENTITY), st.just(IDENTITY.upper()), words),
    eni=enis,
    title=words,
)
def test_a_mutation_comes_out_as_it_went_in(op: str, identity: str, eni: str | None, title: str) -> None:
    mutation = Mutation("id", 1, op, "dossier", identity, "by", "at", {"eni_id": eni, "title": title})
    line = line_of(mutation)
    assert line.count(b"\n") == 1
    assert mutations_in([line]) == (mutation,)
    assert type(mutations_in([line])[0]) is Mutation


def test_what_the_id_tells_is_not_sent() -> None:
    eni = eni_dossier_id("L01080193", 2026, IDENTITY)
    mutation = Mutation("id", 1, "create", "dossier", IDENTITY, "by", "at", {"eni_id": eni})
    line = line_of(mutation)
    assert eni.encode() not in line
    assert len(line) < len(msgspec.json.encode(mutation))


def test_a_line_that_is_none_is_refused() -> None:
    with pytest.raises(msgspec.DecodeError):
        mutations_in([b"[]\n"])


def test_a_mark_without_an_identifier_means_nothing() -> None:
    line = msgspec.json.encode({**msgspec.structs.asdict(made(1)), "object": "none", "eni": True})
    assert mutations_in([line])[0].fields == {}


@pytest.mark.parametrize(
    ("groups", "left"),
    [([], 0), (["", ""], 2), (["", "g"], 1), (["g", "g"], 0), (["g", "g", "g"], 3), (["g", "g", "g", ""], 4)],
)
def test_a_group_of_which_more_are_to_come_waits(groups: list[str], left: int) -> None:
    mutations = [made(number, group, 3 if group else 0) for number, group in enumerate(groups)]
    assert list(without_open_group(mutations)) == mutations[:left]
