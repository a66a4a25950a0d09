# SPDX-License-Identifier: EUPL-1.2
"""The standard file plan as it ships."""

import csv
import re
from pathlib import Path

import pytest

from eset_desktop.domain.file_plan import Access, Level, Retention, Trigger
from eset_desktop.interop.plan_csv import read_plan, write_plan
from eset_desktop.interop.standard import STANDARD_PLAN, standard_plan

REFERENCE = Path(__file__).parents[2].parent / "shared" / "reference" / "file-plans"
TAADS = {"189", "192", "195", "207", "211", "215"}
REASONS = {
    "public_security",
    "sanction",
    "confidentiality",
    "judicial",
    "minors",
    "special_data",
    "personal_data",
}


def published(name: str, column: str) -> list[str]:
    file = REFERENCE / name
    if not file.exists():
        pytest.skip("the published plans (shared/reference/file-plans) are not on this machine")
    with file.open(encoding="utf-8", newline="") as lines:
        return [row[column] for row in csv.DictReader(lines, delimiter=";")]


def test_it_has_thirteen_functions_and_the_series_of_a_small_town_hall() -> None:
    levels = [each.level for each in standard_plan()]
    assert levels.count(Level.FUNCTION) == 13
    assert levels.count(Level.SERIES) >= 200


def test_the_functions_are_those_of_the_published_model() -> None:
    functions = [each.title_ca for each in standard_plan() if each.level is Level.FUNCTION]
    assert functions == published("functions-qdcac.csv", "title")


def test_the_appraisal_tables_are_those_known_and_no_others() -> None:
    assert {each.taad for each in standard_plan()} - {""} == TAADS
    assert set(published("taad-known.csv", "taad")) == TAADS


def test_every_level_stands_under_the_next_one() -> None:
    above = {Level.FUNCTION: None, Level.SUBFUNCTION: Level.FUNCTION, Level.SERIES: Level.SUBFUNCTION}
    plan = standard_plan()
    for each in plan:
        assert (plan[each.parent].level if each.parent else None) == above[each.level], each.code


def test_no_two_series_have_the_same_title() -> None:
    series = [each for each in standard_plan() if each.level is Level.SERIES]
    assert len({each.title_ca.casefold() for each in series}) == len(series)
    assert len({each.title_es.casefold() for each in series}) == len(series)


def test_codes_are_marked_as_ours() -> None:
    assert all(re.fullmatch(r"eS-\d\d(\.\d\d){0,2}", each.code) for each in standard_plan())


def test_nothing_is_destroyed_without_a_table_and_a_term() -> None:
    for each in standard_plan():
        known = bool(each.taad)
        assert (each.retention is not Retention.PERMANENT) == known, each.code
        assert (each.retention_years == 15) == known, each.code
        assert (each.retention_trigger is Trigger.CLOSING) == known, each.code


def test_what_is_restricted_says_why() -> None:
    for each in standard_plan():
        assert bool(each.access_reason) == (each.access is Access.RESTRICTED), each.code
        assert each.access_reason in REASONS | {""}, each.code


def test_it_is_exported_and_imported_unchanged() -> None:
    assert read_plan(write_plan(standard_plan()), plan=STANDARD_PLAN) == standard_plan()
