# SPDX-License-Identifier: EUPL-1.2
"""Rules of dossiers, documents, identifiers, versions and profiles, with their sources."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eset_desktop.domain import checks, identifiers, rights, rules, signature_files, versions
from eset_desktop.domain.acting import Acting, Effect, Refusal
from eset_desktop.domain.commands import COMMANDS
from eset_desktop.domain.kinds import KINDS
from eset_desktop.domain.mutations import Change, Mutation
from eset_desktop.domain.states import TRANSITIONS, Transition
from eset_desktop.domain.values import Json
from eset_desktop.domain.versions import AUGMENTATION, CONTENT, SIGNATURE, Version

DOSSIER: dict[str, Json] = {
    "title": "T", "class": "c", "opened_on": "2026-11-21", "eni_id": "e", "label": "l", "situation": "open", "phase": "opening"
}  # fmt: skip


def creation(kind: str, fields: dict[str, Json]) -> Mutation:
    return Mutation(id="m", n=1, op="create", kind=kind, object="o", by="p", at="t", fields=fields)


@pytest.mark.parametrize("row", TRANSITIONS, ids=lambda row: f"{row.kind}.{row.command}")
def test_each_transition_starts_only_where_its_row_says(row: Transition) -> None:
    command = COMMANDS[row.kind, row.command]
    args: dict[str, Json] = dict.fromkeys(row.needs, "x")
    for origin in row.origin:
        effect = command({row.field: origin}, args, Acting())
        assert isinstance(effect, Effect)
        assert effect.fields[row.field] == row.target
    assert isinstance(command({row.field: row.target}, args, Acting()), Refusal)
    if row.needs:
        assert isinstance(command({row.field: row.origin[0]}, {}, Acting()), Refusal)


def test_well_formed_and_malformed_creations() -> None:
    assert checks.problem_of(creation("dossier", DOSSIER)) is None
    wrong: dict[str, dict[str, Json]] = {
        "dossier.title_missing": {"title": "  " * 0},
        "dossier.title_malformed": {"title": "x" * 501},
        "dossier.procedure_malformed": {"procedure": "a\0"},
        "dossier.number_server_only": {"number": "2026/00001"},
        "dossier.opened_on_malformed": {"opened_on": "2026-02-30"},
        "dossier.situation_unknown": {"situation": "closed"},
    }
    for problem, change in wrong.items():
        assert checks.problem_of(creation("dossier", {**DOSSIER, **change})) == problem
    for broken in ("a\nb", "a\0", "a\tb", "a\u202eb", "a\u2028b", "a\udc80b"):
        assert (
            checks.problem_of(creation("dossier", {**DOSSIER, "title": broken})) == "dossier.title_malformed"
        )
    assert checks.problem_of(creation("dossier", {**DOSSIER, "field_of_2030": {"a": [1]}})) is None
    assert checks.problem_of(creation("lease", {})) is None
    party: dict[str, Json] = {"dossier": "d", "name": "Persona", "identifier": "00000000A"}
    assert checks.problem_of(creation("party", party)) == "party.identifier_malformed"


def test_fixed_and_server_fields_are_not_set() -> None:
    def problem(name: str, value: Json) -> str | None:
        changes = {name: Change(before=None, to=value)}
        return checks.problem_of(
            Mutation(id="m", n=1, op="set", kind="dossier", object="o", by="p", at="t", changes=changes)
        )

    assert problem("eni_id", "x") == "dossier.eni_id_fixed"
    assert problem("number", "x") == "dossier.number_fixed"
    assert problem("situation", "closed") == "dossier.situation_fixed"
    assert problem("title", "") == "dossier.title_missing"
    assert problem("notes", None) is None


@given(st.text(max_size=12))
def test_identifiers_never_raise(text: str) -> None:
    assert identifiers.is_valid_identifier(text) in {True, False}


def test_identifiers_with_a_right_control_character_pass_however_they_are_typed() -> None:
    assert all(
        identifiers.is_valid_identifier(each)
        for each in ("00000000T", "00.000.000-t", "Q0000000J", "X0000000T")
    )
    assert not any(identifiers.is_valid_identifier(each) for each in ("00000000A", "Q0000000A", "", "0"))


@given(st.uuids(), st.integers(2015, 2060))
def test_eni_identifiers_have_the_length_and_form_of_the_norm(identity: UUID, year: int) -> None:
    document = identifiers.eni_document_id("L01999999", year, str(identity))
    dossier = identifiers.eni_dossier_id("L01999999", year, str(identity))
    assert len(document) == len("ES_L01999999_2026_") + 30 <= 52
    assert dossier == document.replace(f"_{year}_", f"_{year}_EXP_")
    assert document.isascii()


def test_verification_codes_hold_at_least_128_random_bits() -> None:
    asked: list[int] = []

    def random(count: int) -> bytes:
        asked.append(count)
        return bytes(range(count))

    assert len(identifiers.verification_code(random)) == 32
    assert asked[0] * 8 >= 128


@pytest.mark.parametrize(
    ("opened", "received", "year"),
    [
        ("2026-12-31", "2027-01-04", 2026),
        ("2026-11-21", "2026-11-21", 2026),
        ("2024-06-01", "2026-01-10", 2026),
        ("2031-01-01", "2026-11-21", 2026),
        ("1970-01-01", "2026-11-21", 2026),
    ],
)
def test_a_dossier_takes_the_year_in_which_it_was_opened_unless_the_clock_was_wrong(
    opened: str, received: str, year: int
) -> None:
    assert identifiers.book_year(date.fromisoformat(opened), date.fromisoformat(received)) == year


def test_a_closed_dossier_takes_only_reopening_and_more_evidence() -> None:
    closed = {"situation": "closed"}
    assert rules.refusal_by_dossier(creation("party", {}), closed) == "dossier.not_open"
    assert rules.refusal_by_dossier(creation("version", {"relation": CONTENT}), closed) == "dossier.not_open"
    assert rules.refusal_by_dossier(creation("version", {"relation": AUGMENTATION}), closed) is None
    reopen = Mutation(id="m", n=1, op="command", kind="dossier", object="o", by="p", at="t", command="reopen")
    assert rules.refusal_by_dossier(reopen, closed) is None
    assert rules.refusal_by_dossier(creation("party", {}), None) is None


def test_a_discarded_document_takes_no_version_until_it_is_restored() -> None:
    discarded = {"state": "discarded"}
    assert rules.refusal_by_document(creation("version", {}), discarded) == "document.discarded"
    restore = Mutation(
        id="m", n=1, op="command", kind="document", object="o", by="p", at="t", command="restore"
    )
    assert rules.refusal_by_document(restore, discarded) is None


def test_the_version_that_stands() -> None:
    first, signed = Version("1", None, CONTENT), Version("2", "1", SIGNATURE)
    raised, second = Version("3", "2", AUGMENTATION), Version("4", "2", SIGNATURE)
    assert versions.head([]) is None
    assert versions.head([first, signed]) == "2"
    assert versions.head([first, signed, raised]) == "3"
    assert versions.heads([first, signed, raised, second]) == ("4",)
    assert not versions.needs_choice([first, signed, raised, second])


def test_two_signatures_over_one_version_are_both_kept_and_who_came_first_stands() -> None:
    graph = [Version("1", None, CONTENT), Version("2", "1", SIGNATURE), Version("3", "1", SIGNATURE)]
    assert versions.heads(graph) == ("2", "3")
    assert not versions.needs_choice(graph)
    assert versions.needs_choice([*graph, Version("5", "1", CONTENT)])
    assert versions.head(graph, "2") == "2"
    assert not versions.needs_choice(graph, "2")
    assert versions.head([*graph, Version("4", "2", AUGMENTATION)], "2") == "4"


@given(
    st.lists(st.tuples(st.integers(0, 8), st.sampled_from([CONTENT, SIGNATURE, AUGMENTATION])), max_size=9)
)
def test_a_document_with_versions_always_has_one_that_stands(rows: list[tuple[int, str]]) -> None:
    graph = [
        Version(str(place), str(parent) if parent < place else None, relation)
        for place, (parent, relation) in enumerate(rows)
    ]
    assert (versions.head(graph) is None) == (not graph)


def test_rights_are_denied_by_default_and_name_only_known_kinds() -> None:
    assert not rights.may([rights.LECTURA], "dossier", "create")
    assert not rights.may([], "dossier", "create")
    assert not rights.may([rights.SECRETARIA], "lease", "create")
    assert rights.may([rights.LECTURA, rights.SECRETARIA], "dossier", "reopen")
    assert not rights.may([rights.ADMINISTRACIO], "dossier", "reopen")
    assert {kind for kind, _ in rights.RIGHTS} <= set(KINDS)


@pytest.mark.parametrize(
    ("kind", "command", "args", "problem"),
    [
        ("dossier", "close", {"reason": "resolved"}, None),
        ("dossier", "close", {}, None),
        ("dossier", "close", {"reason": {"a": ["x"]}}, "dossier.close_reason_unknown"),
        ("dossier", "close", {"reason": "perquè sí"}, "dossier.close_reason_unknown"),
        ("dossier", "reopen", {"reason": "y" * 500}, None),
        ("dossier", "reopen", {"reason": "y" * 501}, "dossier.reopen_reason_malformed"),
        ("document", "discard", {"reason": ["x"]}, "document.discard_reason_malformed"),
        ("document", "choose_head", {"version": 7}, "document.choose_head_version_malformed"),
        ("conflict", "settle", {"choice": "value"}, None),
        ("conflict", "settle", {"choice": "third"}, "conflict.settle_choice_unknown"),
        ("dossier", "command_of_2030", {"reason": ["x"]}, None),
    ],
)
def test_a_commands_arguments_are_what_the_table_says(
    kind: str, command: str, args: dict[str, Json], problem: str | None
) -> None:
    mutation = Mutation(
        id="m", n=1, op="command", kind=kind, object="o", by="p", at="t", command=command, args=args
    )
    assert checks.problem_of(mutation) == problem


def test_a_signature_file_is_its_signers_act_and_holds_a_signature_only() -> None:
    made = creation("document", {"signs": "d", "dossier": "x"})
    finish = Mutation(
        id="m", n=1, op="command", kind="document", object="o", by="p", at="t", command="finish"
    )
    assert rights.may_do([rights.ALCALDIA], made, made.fields)
    assert rights.may_do([rights.ALCALDIA], finish, {"signs": "d"})
    assert not rights.may_do([rights.ALCALDIA], finish, {})
    assert not rights.may_do([rights.ALCALDIA], creation("document", {}), {})
    assert not rights.may_do([rights.LECTURA], made, made.fields)
    assert rights.is_substitutes_act(made, made.fields)
    assert signature_files.refusal_of_signed(made, {"dossier": "x"}) is None
    assert signature_files.refusal_of_signed(made, {"dossier": "y"}) == "document.signs_unknown"
    assert signature_files.refusal_of_signed(made, None) == "document.signs_unknown"
    assert signature_files.refusal_of_signed(finish, None) is None
    pdf = creation("version", {"mime": "application/pdf"})
    assert rules.refusal_by_document(pdf, {"signs": "d"}) == "document.signature_only"
    assert rules.refusal_by_document(pdf, {}) is None
    container = creation("version", {"mime": signature_files.CONTAINER_MIME})
    assert rules.refusal_by_document(container, {"signs": "d"}) is None
