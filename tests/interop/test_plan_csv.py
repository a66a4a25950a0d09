# SPDX-License-Identifier: EUPL-1.2
"""File plans from and to tables: what is read, what is refused, and where."""

import codecs
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from eset_desktop.domain.file_plan import (
    Access,
    FilePlan,
    FilePlanClass,
    Level,
    Retention,
    Trigger,
    build_plan,
    faults_of,
)
from eset_desktop.interop.csv_text import LARGEST_FILE
from eset_desktop.interop.plan_csv import PlanRejected, read_plan, write_plan
from eset_desktop.interop.plan_hierarchy import Notation

REFERENCE = Path(__file__).parents[2].parent / "shared" / "reference" / "file-plans"
SMALL = "codi;títol\n01;Govern\n01.01;Ple\n02;Població\n"


def read(text: str, encoding: str = "utf-8") -> FilePlan:
    return read_plan(text.encode(encoding), plan="p")


def told(data: bytes | str) -> list[tuple[int, int, str, str]]:
    with pytest.raises(PlanRejected) as rejected:
        read_plan(data.encode() if isinstance(data, str) else data, plan="p")
    problems = rejected.value.problems
    texts = resources.error_texts()
    assert all(problem.code in texts for problem in problems)
    return [(problem.line, problem.column, problem.code, problem.value) for problem in problems]


def edges(plan: FilePlan) -> dict[str, str | None]:
    return {each.code: each.parent for each in plan}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_delimiters_and_line_ends_are_found_out(encoding: str, delimiter: str, end: str) -> None:
    plan = read(SMALL.replace(";", delimiter).replace("\n", end), encoding)
    assert [each.title_ca for each in plan] == ["Govern", "Ple", "Població"]


@pytest.mark.parametrize(
    "header",
    ["code;title", "Codi;Títol", "Código;Título", "CODI; Nom ", '"Codi de classificació";"Denominació"'],
)
def test_headings_are_known_in_three_languages(header: str) -> None:
    assert len(read(f"{header};Observacions\n1;Govern;x\n")) == 1


def test_every_column_is_read() -> None:
    plan = read(
        "codi;pare;nivell;títol;título_es;accés;motiu d'accés;disposició;anys;desencadenant;TAAD;descripció\n"
        "A;;Funció;Hisenda;Hacienda;;;;;;;\n"
        'A1;A;Sèrie;"Padró; IBI";Padrón;Restringit;confidentiality;Mostreig;15;Tancament;192;"Línia 1\nLínia 2"\n'
    )
    assert plan["A1"] == FilePlanClass(
        code="A1",
        title_ca="Padró; IBI",
        parent="A",
        level=Level.SERIES,
        title_es="Padrón",
        definition_ca="Línia 1\nLínia 2",
        access=Access.RESTRICTED,
        access_reason="confidentiality",
        retention=Retention.SAMPLE,
        retention_years=15,
        retention_trigger=Trigger.CLOSING,
        taad="192",
    )
    assert plan["A"].retention is Retention.PERMANENT


def test_spreadsheet_habits_are_no_problem() -> None:
    plan = read('sep=,\n\n codi , títol ,,\n1,Govern,,\n,,,\n2,"Persones, i béns",,\n')
    assert [(each.code, each.title_ca) for each in plan] == [("1", "Govern"), ("2", "Persones, i béns")]


def test_decomposed_accents_become_one_letter() -> None:
    assert read(unicodedata.normalize("NFD", SMALL))["02"].title_ca == "Població"


@pytest.mark.parametrize(
    ("codes", "parents"),
    [
        (["1", "1.2", "1.2.3"], [None, "1", "1.2"]),
        (["1.", "1.2.", "1.2.3."], [None, "1.", "1.2."]),
        (["A", "A/1"], [None, "A"]),
        (["eS-01", "eS-01.02"], [None, "eS-01"]),
        (
            ["G001", "G002", "G010", "G011", "G020", "G100", "G110", "G111"],
            [None] * 3 + ["G010", None, None, "G100", "G110"],
        ),
        (["G100", "G111"], [None, "G100"]),
        (["A1", "A10", "A11"], [None] * 3),
        (["100", "110", "111"], [None] * 3),
    ],
)
def test_the_hierarchy_is_read_from_the_codes(codes: list[str], parents: list[str | None]) -> None:
    table = "code;title\n" + "".join(f"{code};Classe\n" for code in codes)
    assert edges(read(table)) == dict(zip(codes, parents, strict=True))


def test_a_person_may_say_how_codes_are_meant() -> None:
    plan = read_plan(b"code;title\nG010;a\nG011;b\n", plan="p", notation=Notation.FLAT)
    assert edges(plan) == {"G010": None, "G011": None}


def test_a_parent_column_goes_before_the_codes() -> None:
    assert edges(read("code;title;parent\n1;a;\n1.1;b;\n2;c;1.1\n")) == {"1": None, "1.1": None, "2": "1.1"}


def test_levels_follow_from_the_place_where_they_are_not_told() -> None:
    plan = read("code;title;level\n1;a;\n1.1;b;\n1.1.1;c;\n1.2;d;subfunction\n2;e;\n")
    assert [each.level.value for each in plan] == [
        "function",
        "subfunction",
        "series",
        "subfunction",
        "series",
    ]


@pytest.mark.parametrize(
    ("table", "problems"),
    [
        ("", [(1, 0, "plan.empty_file", "")]),
        ("\ufeff \n\n", [(1, 0, "plan.empty_file", "")]),
        ("code;title\n", [(1, 0, "plan.no_classes", "")]),
        ("01;Govern\n02;Persones\n", [(1, 0, "plan.no_header", "01 Govern")]),
        ("code;pare\n1;\n", [(1, 0, "plan.missing_column", "títol")]),
        ("pare;anys\n1;molts\n", [(1, 0, "plan.missing_column", "títol"), (1, 0, "plan.missing_column", "codi")]),
        ("code;codi;title\n1;1;a\n", [(1, 2, "plan.repeated_column", "codi")]),
        ("code;title\n1;a\n1;b\n", [(3, 1, "plan.duplicate", "1")]),
        ("code;title\n1.1;a\n", [(2, 1, "plan.orphan", "1")]),
        ("code;title;parent\n1;a;9\n", [(2, 3, "plan.orphan", "9")]),
        ("code;title;parent\n1;a;2\n2;b;1\n", [(2, 3, "plan.cycle", "1 → 2 → 1")]),
        ("code;title\n1;a;b;c\n2\n", [(2, 3, "plan.ragged", "4"), (3, 1, "plan.ragged", "1")]),
        ("code;title\n;a\n2;\n", [(2, 1, "plan.missing_value", ""), (3, 2, "plan.missing_value", "")]),
        (f"code;title\n1;{'x' * 501}\n", [(2, 2, "plan.too_long", "x" * 79 + "…")]),
        (f"code;title\n{'1' * 51};a\n", [(2, 1, "plan.too_long", "1" * 51)]),
        ("code;title\n1;a\x00b\n", [(2, 2, "plan.control_character", "a�b")]),
        ("code;title\n1;a\u202eb\n", [(2, 2, "plan.control_character", "a�b")]),
        ('code;title\n1;"a\nb"\n2;c\n2;d\n', [(2, 2, "plan.control_character", "a�b"), (5, 1, "plan.duplicate", "2")]),
        ("code;title;access;years\n1;a;potser;molts\n", [(2, 3, "plan.unknown_value", "potser"), (2, 4, "plan.unknown_value", "molts")]),
        ("code;title;years\n1;a;151\n", [(2, 3, "plan.unknown_value", "151")]),
        ('code;title\n1;"a"b\n', [(2, 0, "plan.quotes", "';' expected after '\"'")]),
        ('code;title\n1;a\n2;"b\n3;c\n', [(3, 0, "plan.quotes", "unexpected end of data")]),
        ("code;title\n1;" + "x" * 140_000, [(2, 0, "plan.too_long", "field larger than field limit (131072)")]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_line_and_column(
    table: str, problems: list[tuple[int, int, str, str]]
) -> None:
    assert told(table) == problems


def test_the_first_of_two_equal_codes_is_told_too() -> None:
    with pytest.raises(PlanRejected) as rejected:
        read("code;title\n1;a\n2;b\n1;c\n")
    assert rejected.value.problems[0].other_line == 2


def test_broken_utf8_is_not_taken_for_windows_1252() -> None:
    data = "codi;títol\n1;Població\n2;".encode() + b"Educaci\xf3\n"
    assert told(data) == [(3, 2, "plan.encoding", "f3")]


@pytest.mark.parametrize(
    ("data", "place"),
    [(b"code;title\n1;\x81\n", (2, 2)), (codecs.BOM_UTF8 + b"code;title\n1;\xf3\n", (2, 2)), (codecs.BOM_UTF16_LE + b"a", (1, 1))],
)  # fmt: skip
def test_bytes_that_no_encoding_allows_are_told_with_their_place(data: bytes, place: tuple[int, int]) -> None:
    assert [problem[:3] for problem in told(data)] == [(*place, "plan.encoding")]


def test_a_file_too_large_for_a_plan_is_refused_unread() -> None:
    assert told(b"x" * (LARGEST_FILE + 1))[0][2] == "plan.too_large"
    assert told("code;title\n" + "".join(f"{n};a\n" for n in range(20_001)))[0][2] == "plan.too_large"


def test_the_error_says_how_many_and_the_first_place() -> None:
    with pytest.raises(PlanRejected, match=r"Nothing was imported.*count=2.*line=2.*column=1"):
        read("code;title\n;a\n2;\n")


TEXT = st.text(
    st.characters(categories=["L", "N", "P", "S"], include_characters=" "), min_size=1, max_size=12
)
CELL = TEXT.map(lambda text: unicodedata.normalize("NFC", text.strip())).filter(bool)
CODE = st.text("0129.aZ-/", min_size=1, max_size=5)
CLASS = st.builds(
    FilePlanClass,
    code=CODE,
    title_ca=CELL,
    parent=st.none() | CODE,
    level=st.sampled_from(Level),
    title_es=CELL | st.just(""),
    definition_ca=st.lists(CELL, max_size=3).map("\n".join),
    access=st.sampled_from(Access),
    access_reason=CELL | st.just(""),
    retention=st.sampled_from(Retention),
    retention_years=st.none() | st.integers(0, 150),
    retention_trigger=st.none() | st.sampled_from(Trigger),
    taad=CELL | st.just(""),
)


def _sound(classes: list[FilePlanClass]) -> bool:
    return bool(classes) and not faults_of(classes)


@given(st.lists(CLASS, max_size=6).filter(_sound))
def test_what_is_written_is_read_back_the_same(classes: list[FilePlanClass]) -> None:
    plan = build_plan("p", classes)
    assert read_plan(write_plan(plan), plan="p") == plan


TABLE = st.lists(
    st.sampled_from(["1", "1.1", "2", ";", ",", '"', "\n", "code", "title", "pare", "à", "\x00"]), max_size=30
)


@given(st.binary(max_size=200) | TABLE.map(lambda parts: ("code;title;parent\n" + "".join(parts)).encode()))
def test_any_bytes_are_a_forest_or_a_rejection_with_reasons(data: bytes) -> None:
    try:
        plan = read_plan(data, plan="p")
    except PlanRejected as rejected:
        problems = rejected.problems
    else:
        problems = ()
        assert len(plan) > 0
        assert all(plan.path(each.code)[0].parent is None for each in plan)
    assert all(problem.line >= 1 and problem.column >= 0 for problem in problems)


@pytest.mark.parametrize(
    ("name", "size", "edge"),
    [
        ("amposta.csv", 44, ("G011", "G010")),
        ("riells-i-viabrea.csv", 33, ("01.02.01.01", "01.02.01")),
        ("functions-qdcac.csv", 13, ("13", None)),
    ],
)
def test_published_plans_are_imported(name: str, size: int, edge: tuple[str, str | None]) -> None:
    file = REFERENCE / name
    if not file.exists():
        pytest.skip("the published plans (shared/reference/file-plans) are not on this machine")
    plan = read_plan(file.read_bytes(), plan=name)
    assert len(plan) == size
    assert plan[edge[0]].parent == edge[1]
