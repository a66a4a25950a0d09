# SPDX-License-Identifier: EUPL-1.2
"""When a signature's moment is proved, by what the service says of the version."""

import pytest

from eset_desktop.domain.kinds import KINDS
from eset_desktop.domain.proofs import LEVELS, Proof, may_take_effect, proof_of
from eset_desktop.domain.values import Json


@pytest.mark.parametrize(
    ("fields", "proof", "effect"),
    [
        ({"relation": "content"}, Proof.UNSIGNED, True),
        ({"relation": "signature"}, Proof.PENDING, False),
        ({"relation": "signature", "stamping": "waiting"}, Proof.PENDING, False),
        ({"relation": "signature", "stamping": "refused"}, Proof.REFUSED, False),
        ({"relation": "signature", "level": "B-B"}, Proof.PENDING, False),
        ({"relation": "signature", "level": "B-T"}, Proof.PROVED, True),
        ({"relation": "augmentation", "level": "B-LTA", "stamping": "waiting"}, Proof.PROVED, True),
        ({"relation": "augmentation"}, Proof.PENDING, False),
        ({"relation": "augmentation", "level": "B-X"}, Proof.PENDING, False),
        ({}, Proof.UNSIGNED, True),
    ],
)
def test_only_a_timestamp_proves_when(fields: dict[str, Json], proof: Proof, effect: bool) -> None:
    assert proof_of(fields) is proof
    assert may_take_effect(fields) is effect


def test_the_facts_are_the_services() -> None:
    fields = KINDS["version"].fields
    assert all(fields[name].server for name in ("level", "stamped_at", "renew_by", "stamping"))
    assert fields["level"].choices == LEVELS
