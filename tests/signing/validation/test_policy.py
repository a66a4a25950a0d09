# SPDX-License-Identifier: EUPL-1.2
"""The table of problems, and the rule that nothing passes by the mere absence of findings."""

import itertools
from typing import Any

import msgspec
import pytest

import resources
from eset_desktop.signing.validation.policy import effect_of, file_report
from eset_desktop.signing.validation.problems import EFFECTS, Problem, by_gravity
from eset_desktop.signing.validation.report import (
    Coverage,
    Integrity,
    Modifications,
    Proof,
    Revocation,
    SignatureReport,
    SubIndication,
    Trust,
    Verdict,
)

GOOD = SignatureReport(
    signer="Persona de Prova",
    integrity=Integrity.INTACT,
    level="B-LTA",
    time=None,
    proof=Proof.NONE,
    coverage=Coverage.WHOLE_FILE,
    modifications=Modifications.NONE,
    trust=Trust.TRUSTED_LIST,
    revocation=Revocation.GOOD,
    problems=(),
)


def test_everything_established_passes() -> None:
    assert effect_of(GOOD) is None
    assert file_report("a", [GOOD]).verdict is Verdict.PASSED


ESTABLISHED: dict[str, set[Any]] = {
    "integrity": {Integrity.INTACT},
    "coverage": {Coverage.WHOLE_FILE, Coverage.REVISION},
    "modifications": {
        Modifications.NONE,
        Modifications.PROOFS,
        Modifications.SIGNATURES,
        Modifications.FORM_FILLING,
    },
    "trust": {Trust.TRUSTED_LIST, Trust.CONFIGURED},
    "revocation": {Revocation.GOOD, Revocation.REVOKED_LATER},
}


def test_nothing_passes_that_was_not_established() -> None:
    """All combinations of facts, without a single problem being named."""
    kinds = (Integrity, Coverage, Modifications, Trust, Revocation)
    for values in itertools.product(*kinds):
        facts = dict(zip(ESTABLISHED, values, strict=True))
        report = msgspec.structs.replace(GOOD, **facts)
        expected = all(value in ESTABLISHED[name] for name, value in facts.items())
        assert (effect_of(report) is None) is expected


@pytest.mark.parametrize("problem", Problem)
def test_each_problem_has_its_effect_and_no_reason_passes(problem: Problem) -> None:
    report = msgspec.structs.replace(GOOD, problems=(str(problem),))
    assert effect_of(report) == EFFECTS[problem]
    if EFFECTS[problem] is not None:
        assert file_report("a", [report, GOOD]).verdict is not Verdict.PASSED


@pytest.mark.parametrize("problem", Problem)
def test_each_problem_has_a_cause_and_an_action_for_people(problem: Problem) -> None:
    for text in resources.command_texts()[f"verify.problem.{problem}"].values():
        assert text.count(". ") >= 1
        assert text.endswith(".")


def test_a_failure_outweighs_what_could_not_be_checked() -> None:
    unchecked = msgspec.structs.replace(GOOD, problems=(str(Problem.NO_CHAIN),))
    broken = msgspec.structs.replace(GOOD, problems=(str(Problem.DIGEST),))
    report = file_report("a", [unchecked, broken])
    assert (report.verdict, report.sub_indication) == (Verdict.FAILED, SubIndication.HASH_FAILURE)


def test_the_gravest_problem_comes_first() -> None:
    assert by_gravity({Problem.NO_CHAIN, Problem.DIGEST})[0] is Problem.DIGEST


def test_the_table_knows_every_problem() -> None:
    assert set(EFFECTS) == set(Problem)
