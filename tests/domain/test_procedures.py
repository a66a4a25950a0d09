# SPDX-License-Identifier: EUPL-1.2
"""What a procedure may say and what it may not."""

import json
from typing import Any

import pytest

from eset_desktop.domain.file_plan import class_id
from eset_desktop.domain.procedures import ProcedureInvalid, Silence, procedure_of, reference_problems
from eset_desktop.domain.values import same

STEP = {
    "code": "02",
    "title_ca": "Sol·licitud",
    "title_es": "Solicitud",
    "phase": "opening",
    "role": "administracio",
}
TERM = {"n": 3, "unit": "months", "counts_from": "entry", "law": "Llei 39/2015, art. 21.3"}
SOUND: dict[str, Any] = {
    "code": "permis",
    "class_code": "1",
    "title_ca": "Permís",
    "title_es": "Permiso",
    "title_en": "Permit",
    "start": "request",
    "decision": True,
    "term": TERM,
    "silence": "positive",
    "silence_law": "Llei 39/2015, art. 24.1",
    "law": ["Llei 39/2015"],
    "steps": [STEP],
    "documents": [{"type": "request", "step": "02"}],
}


def test_a_sound_definition_is_read_and_gives_its_synced_object_back() -> None:
    procedure = procedure_of(SOUND)
    assert procedure.silence is Silence.POSITIVE
    fields = procedure.fields("p")
    assert fields["class"] == class_id("p", "1")
    definition = fields["definition"]
    assert same(json.loads(json.dumps(definition)), definition), "what the wire gives back is what was sent"
    assert isinstance(definition, dict)
    assert procedure_of(definition) == procedure


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"code": "Permís 1"}, "code: "),
        ({"law": []}, "law: names no norm"),
        ({"term": None}, "silence: needs a decision, a term and its article"),
        ({"decision": False}, "silence: needs a decision"),
        ({"silence_law": ""}, "silence: needs a decision"),
        ({"silence": "none"}, "art. 21.1"),
        ({"silence": "none", "term": None}, "art. 24.1"),
        ({"silence": "lapse"}, "only what starts ex officio lapses"),
        ({"start": "ex_officio"}, "never granted by silence"),
        ({"steps": []}, "steps: codes are two digits"),
        ({"steps": [{**STEP, "code": "2"}]}, "steps: codes are two digits"),
        ({"steps": [STEP, STEP]}, "steps: codes go up"),
        ({"steps": [{**STEP, "phase": "later"}]}, "unknown phase"),
        ({"steps": [{**STEP, "role": "cap"}]}, "unknown profile"),
        ({"steps": [{**STEP, "phase": "resolution"}]}, "not in the opening phase"),
        ({"steps": [STEP, {**STEP, "code": "10", "phase": "resolution"}, {**STEP, "code": "20"}]}, "comes back"),
        ({"term": {**TERM, "n": 0}}, "positive number"),
        ({"term": {**TERM, "unit": "moons"}}, r"Invalid enum value 'moons' - at `\$.term.unit`"),
        ({"documents": [{"type": "request", "step": "77"}]}, "which there is not"),
        ({"colour": "red"}, "unknown field"),
        ({"title_ca": 7}, "Expected `str`"),
    ],
)  # fmt: skip
def test_what_law_or_good_sense_does_not_allow_is_refused(change: dict[str, Any], problem: str) -> None:
    with pytest.raises(ProcedureInvalid, match=problem):
        procedure_of(SOUND | change)


def test_what_a_procedure_names_must_exist() -> None:
    told = reference_problems([procedure_of(SOUND)], {"2"}, set())
    assert told == ("permis: class 1", "permis: document type request")
    assert not reference_problems([procedure_of(SOUND)], {"1"}, {"request"})
