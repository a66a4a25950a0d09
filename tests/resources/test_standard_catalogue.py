# SPDX-License-Identifier: EUPL-1.2
"""The procedures and document types as they ship, and the terms of law behind them."""

import pytest

from eset_desktop.domain.document_types import NTI_ADDED, NTI_V1, strict_nti
from eset_desktop.domain.procedures import CountsFrom, Silence, Start, TermUnit, reference_problems
from eset_desktop.interop.standard import standard_document_types, standard_plan, standard_procedures

PROCEDURES = {procedure.code: procedure for procedure in standard_procedures()}


def test_there_are_at_least_twelve_procedures_and_forty_types() -> None:
    assert len(PROCEDURES) >= 12
    assert len(standard_document_types()) >= 40


def test_all_they_name_is_in_the_plan_and_among_the_types() -> None:
    types = {each.code for each in standard_document_types()}
    assert not reference_problems(PROCEDURES.values(), {each.code for each in standard_plan()}, types)


@pytest.mark.parametrize(
    ("code", "n", "unit", "counts_from", "silence"),
    [
        # Decret 179/1995 art. 81; DL 1/2010 art. 188.2 after STC 143/2017
        ("llicencia-obres-majors", 2, TermUnit.MONTHS, CountsFrom.ENTRY, Silence.POSITIVE),
        # Llei 38/2003 arts. 25.4 and 25.5
        ("subvencions-concurrencia", 6, TermUnit.MONTHS, CountsFrom.PUBLICATION, Silence.NEGATIVE),
        # Llei 39/2015 arts. 21.3 and 24.1
        ("alta-padro", 3, TermUnit.MONTHS, CountsFrom.ENTRY, Silence.POSITIVE),
        # Llei 58/2003 art. 104.1, RD 1065/2007 art. 136.4
        ("bonificacio-tributaria", 6, TermUnit.MONTHS, CountsFrom.ENTRY, Silence.NEGATIVE),
        # Llei 39/2015 art. 24.1: public domain
        ("ocupacio-via-publica", 3, TermUnit.MONTHS, CountsFrom.ENTRY, Silence.NEGATIVE),
        # Llei 39/2015 art. 124.2
        ("recurs-reposicio", 1, TermUnit.MONTHS, CountsFrom.ENTRY, Silence.NEGATIVE),
        # Llei 19/2014 arts. 33 and 35
        ("acces-informacio-publica", 1, TermUnit.MONTHS, CountsFrom.ENTRY, Silence.POSITIVE),
        # Llei 39/2015 art. 91.3
        ("responsabilitat-patrimonial", 6, TermUnit.MONTHS, CountsFrom.ENTRY, Silence.NEGATIVE),
        # Llei 39/2015 arts. 21.3 and 25.1.b
        ("ordre-execucio", 3, TermUnit.MONTHS, CountsFrom.START, Silence.LAPSE),
    ],
)
def test_terms_and_silence_are_those_of_the_law(
    code: str, n: int, unit: TermUnit, counts_from: CountsFrom, silence: Silence
) -> None:
    procedure = PROCEDURES[code]
    assert procedure.term is not None
    assert (procedure.term.n, procedure.term.unit, procedure.term.counts_from) == (n, unit, counts_from)
    assert procedure.silence is silence


@pytest.mark.parametrize("code", ["comunicacio-previa-obres", "comunicacio-previa-activitat"])
def test_a_prior_notice_is_controlled_and_not_decided(code: str) -> None:
    procedure = PROCEDURES[code]
    assert procedure.start is Start.REQUEST
    assert not procedure.decision
    assert procedure.silence is Silence.NONE
    assert not any(each.type in ("mayor_decree", "resolution") for each in procedure.documents)


def test_every_procedure_has_waiting_steps_only_where_somebody_else_acts() -> None:
    for procedure in PROCEDURES.values():
        assert any(not step.waiting for step in procedure.steps), procedure.code
        assert not procedure.steps[0].waiting, procedure.code


def test_document_types_have_codes_that_other_administrations_know() -> None:
    for each in standard_document_types():
        assert each.nti in NTI_V1 | NTI_ADDED, each.code
        assert strict_nti(each.nti) in NTI_V1, each.code


def test_document_types_are_distinct_and_titled_in_three_languages() -> None:
    types = standard_document_types()
    for values in ([t.code for t in types], [t.title_ca for t in types], [t.title_es for t in types]):
        assert len(set(values)) == len(values)
    assert all(each.title_ca and each.title_es and each.title_en for each in types)
