# SPDX-License-Identifier: EUPL-1.2
"""A certificate that is plainly another person's is told of before the PIN; the ways in which names are written are not."""

import msgspec
import pytest
from helpers.key_stores import identity

from eset_desktop.signing.identities.people import is_somebody_elses
from eset_desktop.signing.values import Capacity


@pytest.mark.parametrize(
    ("holder", "person", "other"),
    [
        ("Anna Prova", "Anna Prova", False),
        ("PROVA VALLÈS ANNA - DNI 00000000T", "Anna Prova", False),
        ("Anna Prova i Vallès", "anna prova valles", False),
        ("00000000T ANNA PROVA (R: Q0000000J)", "Anna Prova Vallès", False),
        ("Anna Col·lell", "Anna Collell", False),
        ("Anna", "Anna Prova", False),
        ("DNI 00000000T", "Anna Prova", False),
        ("ANNA DNI 00000000T", "Anna Prova", False),
        ("PROVA ANNA 00000000T", "Anna Prova", False),
        ("FONT BERTA 00000000T", "Anna Prova", True),
        ("", "Anna Prova", False),
        ("Anna Prova", "", False),
        ("Secretària de Prova", "Joan Vilamagra Riudellops", True),
        ("BERTA PROVA FONT - DNI 00000000T", "Anna Prova", True),
        ("Carme de la Prova", "Berta de la Font", True),
    ],
)
def test_two_words_of_a_name_are_enough(holder: str, person: str, other: bool) -> None:
    assert is_somebody_elses(identity(holder), person) is other


@pytest.mark.parametrize("capacity", [Capacity.PSEUDONYM, Capacity.SEAL])
def test_what_names_no_person_is_nobody_elses(capacity: Capacity) -> None:
    found = msgspec.structs.replace(identity("EMPLEAT 4711"), capacity=capacity)
    assert not is_somebody_elses(found, "Anna Prova")
