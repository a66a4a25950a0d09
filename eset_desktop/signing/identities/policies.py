# SPDX-License-Identifier: EUPL-1.2
"""Certificate policies by name, and in what capacity their holder signs.

Sources: *Perfiles de certificados electrónicos* 2.0 (DTIC, 2016) for 2.16.724.1.3.5; *Descripció dels perfils de
Certificats* D1111_E0650 v6.9 (Consorci AOC, 2023) for 1.3.6.1.4.1.15096; ETSI EN 319 411-2 §5.3 for 0.4.0.194112.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from eset_desktop.signing.values import Capacity

_STATE: Final = "2.16.724.1.3.5"
_AOC: Final = "1.3.6.1.4.1.15096.1.3.2"

POLICIES: Final[Mapping[str, tuple[str, Capacity]]] = {
    f"{_STATE}.4.1": ("public_employee_pseudonym_high", Capacity.PSEUDONYM),
    f"{_STATE}.4.2": ("public_employee_pseudonym_medium", Capacity.PSEUDONYM),
    f"{_STATE}.6.1": ("seal_high", Capacity.SEAL),
    f"{_STATE}.6.2": ("seal_medium", Capacity.SEAL),
    f"{_STATE}.7.1": ("public_employee_high", Capacity.PUBLIC_EMPLOYEE),
    f"{_STATE}.7.2": ("public_employee_medium", Capacity.PUBLIC_EMPLOYEE),
    f"{_STATE}.8": ("representative_legal_person", Capacity.REPRESENTATIVE),
    f"{_STATE}.9": ("representative_without_personality", Capacity.REPRESENTATIVE),
    f"{_AOC}.4.1.1": ("tcat_pseudonym_signature", Capacity.PSEUDONYM),
    f"{_AOC}.4.1.2": ("tcat_pseudonym_authentication", Capacity.PSEUDONYM),
    f"{_AOC}.4.2": ("tcatp_pseudonym", Capacity.PSEUDONYM),
    f"{_AOC}.7.1.1": ("tcat_signature", Capacity.PUBLIC_EMPLOYEE),
    f"{_AOC}.7.1.2": ("tcat_authentication", Capacity.PUBLIC_EMPLOYEE),
    f"{_AOC}.7.3.1": ("tcatp", Capacity.PUBLIC_EMPLOYEE),
    f"{_AOC}.8.1.1": ("tcat_representative", Capacity.REPRESENTATIVE),
    f"{_AOC}.82.1": ("tcat_linked_person", Capacity.LINKED_PERSON),
    f"{_AOC}.82.2": ("tcat_public_worker", Capacity.PUBLIC_EMPLOYEE),
    f"{_AOC}.86.1": ("tcatp_linked_person", Capacity.LINKED_PERSON),
    f"{_AOC}.86.2": ("idcat", Capacity.PERSON),
    f"{_AOC}.86.3": ("tcatp_public_worker", Capacity.PUBLIC_EMPLOYEE),
    "0.4.0.194112.1.0": ("qualified_person", Capacity.UNKNOWN),
    "0.4.0.194112.1.1": ("qualified_body", Capacity.SEAL),
    "0.4.0.194112.1.2": ("qualified_person_device", Capacity.UNKNOWN),
    "0.4.0.194112.1.3": ("qualified_body_device", Capacity.SEAL),
}
"""Object identifier to our name and what follows from it; ``UNKNOWN`` where nothing does."""

_NAMES: Final = dict(POLICIES.values())


def names_of(identifiers: Iterable[str]) -> tuple[str, ...]:
    """Return the policies that are known, by name, then the numbers of the others; each in the given order."""
    given = list(dict.fromkeys(identifiers))
    known = [POLICIES[each][0] for each in given if each in POLICIES]
    return (*known, *(each for each in given if each not in POLICIES))


def capacity_of(names: Iterable[str], *, body: bool) -> Capacity:
    """Return in what capacity a certificate lets sign.

    Args:
        names: From :func:`names_of`.
        body: Whether it names an organisation; one that does not, and has no known policy, is a person's alone.
    """
    told = (_NAMES.get(name, Capacity.UNKNOWN) for name in names)
    found = next((each for each in told if each), Capacity.UNKNOWN)
    return found or (Capacity.UNKNOWN if body else Capacity.PERSON)
