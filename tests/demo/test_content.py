# SPDX-License-Identifier: EUPL-1.2
"""The demonstration's content: the same for the same seed, well formed, real files."""

import hashlib
import io
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from eset_desktop.clock import parse_iso
from eset_desktop.demo.content.chance import Chance
from eset_desktop.demo.content.plot import opening_days, working_day
from eset_desktop.demo.content.texts import names, pools, stories, texts
from eset_desktop.demo.content.towns import Demo
from eset_desktop.demo.content.values import Bundle
from eset_desktop.domain.checks import problem_of
from eset_desktop.domain.identifiers import compact_identifier
from eset_desktop.domain.kinds import KINDS
from eset_desktop.domain.mutations import ObjectState, Skip, apply
from eset_desktop.domain.rights import PROFILES, may, verb_of
from eset_desktop.domain.rules import refusal_by_document, refusal_by_dossier
from eset_desktop.domain.values import Fields
from eset_desktop.interop.standard import standard_document_types, standard_plan, standard_procedures

UNTIL = date(2026, 11, 20)


@pytest.fixture(scope="module")
def demo() -> Demo:
    return Demo(seed=7, scale=1, until=UNTIL)


@pytest.fixture(scope="module")
def bundles(demo: Demo) -> list[list[Bundle]]:
    return [list(demo.bundles(body)) for body in demo.bodies]


@pytest.fixture(scope="module")
def pdfs(bundles: list[list[Bundle]]) -> list[bytes]:
    return [blob.data for body in bundles for bundle in body for blob in bundle.blobs]


def documents(bundle: Bundle) -> Iterator[Fields]:
    return (each.fields for each in bundle.mutations if each.op == "create" and each.kind == "document")


def test_four_hundred_dossiers_and_fifteen_hundred_documents_in_two_bodies(
    bundles: list[list[Bundle]],
) -> None:
    assert len(bundles) == 2
    assert sum(map(len, bundles)) == 400
    assert sum(len(list(documents(bundle))) for body in bundles for bundle in body) == 1500


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not(demo: Demo) -> None:
    small = demo.bodies[1]
    again = Demo(seed=7, scale=1, until=UNTIL)
    assert list(demo.bundles(small)) == list(again.bundles(again.bodies[1]))
    other = Demo(seed=8, scale=1, until=UNTIL)
    assert next(other.bundles(other.bodies[1])) != next(demo.bundles(small))


def test_the_bytes_are_those_of_every_machine(demo: Demo) -> None:
    bundle = next(demo.bundles(demo.bodies[0]))
    assert bundle.mutations[0].id == "01934907-5e80-7944-8aaa-712b5f79d840"
    assert bundle.blobs[0].sha256[:16] == "22108451bfd2404d", (
        "changed on purpose? then write the new hash here"
    )


def test_a_larger_scale_multiplies_dossiers() -> None:
    assert sum(body.dossiers for body in Demo(7, 50, UNTIL).bodies) == 20_000


def test_every_mutation_is_well_formed_allowed_and_taken(demo: Demo, bundles: list[list[Bundle]]) -> None:
    seen: set[str] = set()
    for body, listed in zip(demo.bodies, bundles, strict=True):
        profiles = {person.id: person.profile for person in body.people}
        objects: dict[str, ObjectState] = {}
        made: set[str] = set()
        numbers = [mutation.n for bundle in listed for mutation in bundle.mutations]
        assert numbers == list(range(1, len(numbers) + 1))
        for mutation in (each for bundle in listed for each in bundle.mutations):
            assert problem_of(mutation) is None
            assert may([profiles[mutation.by]], mutation.kind, verb_of(mutation))
            assert made.issuperset(mutation.after)
            parent = mutation.fields.get("dossier") or mutation.fields.get("document") or mutation.object
            holder = objects.get(str(parent))
            if holder is not None:
                check = refusal_by_document if holder.kind == "document" else refusal_by_dossier
                assert check(mutation, holder.fields) is None
            taken = apply(objects.get(mutation.object), mutation)
            assert not isinstance(taken, Skip), mutation
            objects[mutation.object] = taken
            made.add(mutation.id)
        assert seen.isdisjoint(made | objects.keys())
        seen |= made | objects.keys()


def test_versions_name_their_bytes(bundles: list[list[Bundle]]) -> None:
    for bundle in (each for body in bundles for each in body):
        versions = [each.fields for each in bundle.mutations if each.kind == "version"]
        assert [(v["sha256"], v["size"]) for v in versions] == [(b.sha256, len(b.data)) for b in bundle.blobs]
        assert all(hashlib.sha256(blob.data).hexdigest() == blob.sha256 for blob in bundle.blobs)


def test_dossiers_go_over_the_plan_the_procedures_and_two_years(
    demo: Demo, bundles: list[list[Bundle]]
) -> None:
    classes = {state.id for state in demo.catalogue() if state.kind == "class"}
    procedures = {procedure.id for procedure in standard_procedures()}
    opened = [next(iter(bundle.mutations)) for body in bundles for bundle in body]
    fields = [mutation.fields for mutation in opened]
    assert all(each["class"] in classes for each in fields)
    assert len({each["class"] for each in fields}) >= 25
    used = [each["procedure"] for each in fields if each["procedure"]]
    assert set(used) == procedures
    assert 0.65 < len(used) / len(fields) < 0.95
    assert min(str(each["opened_on"]) for each in fields) <= "2024-11-25"
    assert max(str(each["opened_on"]) for each in fields) >= "2026-11-10"


def test_nothing_happens_after_the_last_day_nor_before_its_dossier(bundles: list[list[Bundle]]) -> None:
    for bundle in (each for body in bundles for each in body):
        moments = [parse_iso(mutation.at) for mutation in bundle.mutations]
        assert moments == sorted(moments)
        assert moments[-1].date() <= UNTIL
        assert all(str(each["date"]) <= UNTIL.isoformat() for each in documents(bundle))


def test_some_dossiers_are_open_and_some_closed_for_several_reasons(bundles: list[list[Bundle]]) -> None:
    closings = Counter(
        mutation.args["reason"]
        for body in bundles
        for bundle in body
        for mutation in bundle.mutations
        if mutation.command == "close"
    )
    assert closings["resolved"] > 100
    assert closings["withdrawal"] > 10
    assert sum(closings.values()) < 350


def test_people_hold_the_five_profiles_and_only_test_identities(
    demo: Demo, bundles: list[list[Bundle]]
) -> None:
    for body in demo.bodies:
        assert {person.profile for person in body.people} == set(PROFILES)
        assert {person.nif for person in body.people} == {"00000000T"}
        assert body.nif == "Q0000000J"
    parties = [
        each.fields
        for body in bundles
        for bundle in body
        for each in bundle.mutations
        if each.kind == "party"
    ]
    assert {compact_identifier(str(party["identifier"])) for party in parties} == {"00000000T", "Q0000000J"}
    assert all(str(party["email"]).endswith("@example.org") for party in parties)


def test_the_catalogue_comes_parents_first_and_fits_its_kinds(demo: Demo) -> None:
    seen: set[object] = {None}
    for state in demo.catalogue():
        assert set(state.fields) <= set(KINDS[state.kind].fields)
        if state.kind == "class":
            assert state.get("parent") in seen
            seen.add(state.id)
    assert len(seen) == len(standard_plan()) + 1
    for body in demo.bodies:
        for state in body.objects:
            assert set(state.fields) <= set(KINDS[state.kind].fields)


def test_pdfs_open_without_a_warning_in_two_readers(pdfs: list[bytes]) -> None:
    for data in pdfs[::12]:
        with pikepdf.open(io.BytesIO(data)) as file:
            assert not file.check_pdf_syntax()
            assert not file.get_warnings()
            assert 1 <= len(file.pages) <= 3
        reader = pypdfium2.PdfDocument(data)
        text = "".join(reader[page].get_textpage().get_text_range() for page in range(len(reader)))
        reader.close()
        assert "Pàgina 1 de" in text
        assert "{" not in text


def test_documents_have_one_to_three_pages(pdfs: list[bytes]) -> None:
    lengths = Counter(data.count(b"/Type /Page ") for data in pdfs)
    assert set(lengths) <= {1, 2, 3}
    assert lengths[2] > 10
    assert lengths[3] > 0


def test_no_legal_number_and_no_provisional_label_is_inside_the_bytes(bundles: list[list[Bundle]]) -> None:
    for data in (blob.data for bundle in bundles[0] for blob in bundle.blobs):
        assert b"PROV-" not in data
        assert not re.search(rb"20\d\d/\d", data)


def test_qpdf_finds_nothing_wrong(pdfs: list[bytes], tmp_path: Path) -> None:
    if shutil.which("qpdf") is None:
        pytest.skip("qpdf is not installed")
    for number, data in enumerate(pdfs[::300]):
        file = tmp_path / f"{number}.pdf"
        file.write_bytes(data)
        subprocess.run(["qpdf", "--check", str(file)], check=True, capture_output=True)


def test_stories_name_types_classes_and_procedures_that_exist() -> None:
    types = {kind.code for kind in standard_document_types()}
    assert set(texts()) <= types
    assert {text.pool for text in texts().values()} - {""} == set(pools())
    procedures = {procedure.code for procedure in standard_procedures()}
    for story in stories():
        assert len(story.documents) == 5
        assert set(story.documents) <= set(texts())
        if story.procedure:
            assert story.procedure in procedures
        else:
            assert len(story.classes) == len(story.subjects)
            assert all(code in standard_plan() for code in story.classes)
    assert {story.procedure for story in stories()} - {""} == procedures


def test_days_are_working_days_within_the_two_years() -> None:
    days = list(opening_days(300, UNTIL))
    assert days == sorted(days)
    assert all(day.weekday() < 5 for day in days)
    assert days[0] >= UNTIL - timedelta(days=730)
    saturday = date(2026, 11, 21)
    assert working_day(saturday, date(2026, 12, 31)) == date(2026, 11, 23)
    assert working_day(saturday, saturday) == saturday


def test_draws_are_even_enough_and_repeat() -> None:
    assert Chance(1, "a").shuffled(range(20)) == Chance(1, "a").shuffled(range(20))
    assert set(Chance(1, "a").shuffled(names().surnames)) == set(names().surnames)
    chance = Chance(2)
    assert {chance.between(1, 3) for _ in range(100)} == {1, 2, 3}
