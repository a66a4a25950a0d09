# SPDX-License-Identifier: EUPL-1.2
"""Identifiers of people and of documents: NIF, ENI identifiers, labels, numbers and verification codes."""

import base64
from datetime import date
from uuid import UUID

from stdnum.es import cif, dni, nie

from eset_desktop.clock import RandomBytes

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PAIRS = tuple(first + second for first in _DIGITS for second in _DIGITS)
_ENI_LENGTH = 30
"""Length of the specific part of an ENI identifier (NTI de Documento Electrónico, annex I)."""


def compact_identifier(text: str) -> str:
    """Return a NIF, NIE or CIF without blanks, dots and dashes, in capitals."""
    return "".join(letter for letter in text.upper() if letter.isalnum())


def is_valid_identifier(text: str) -> bool:
    """Tell whether a text is a NIF, NIE or CIF whose control character is right (RD 1065/2007 arts. 18-28)."""
    number = compact_identifier(text)
    return bool(dni.is_valid(number) or nie.is_valid(number) or cif.is_valid(number))


def eni_specific(identity: str) -> str:
    """Return the part of an ENI identifier that is made from an object's UUID."""
    value, pairs = UUID(identity).int, []
    while value:
        value, pair = divmod(value, len(_PAIRS))
        pairs.append(_PAIRS[pair])
    return "".join(reversed(pairs)).rjust(_ENI_LENGTH, "0")


def eni_document_id(organ: str, year: int, identity: str) -> str:
    """Return ``ES_<organ>_<year>_<30 characters>``, made from the object's UUID: final at creation, offline too."""
    return f"ES_{organ}_{year:04d}_{eni_specific(identity)}"


def eni_dossier_id(organ: str, year: int, identity: str) -> str:
    """Return ``ES_<organ>_<year>_EXP_<30 characters>`` (NTI de Expediente Electrónico, annex I)."""
    return f"ES_{organ}_{year:04d}_EXP_{eni_specific(identity)}"


def verification_code(random: RandomBytes) -> str:
    """Return a codi segur de verificació: 160 random bits as 32 letters and digits; made offline."""
    return base64.b32encode(random(20)).decode("ascii")


def provisional_label(device_code: str, serial: int, identity: str) -> str:
    """Return a device's n-th provisional label; it finds its dossier for ever and never stands in signed bytes.

    The last three characters come from the dossier's random bits: a copied or restored profile counts from the same
    number again, and two dossiers must not share a label.
    """
    return f"PROV-{device_code}-{serial:04d}-{eni_specific(identity)[-3:]}"


def dossier_number(year: int, serial: int) -> str:
    """Return a yearly number as people write it, ``2026/00042``."""
    return f"{year:04d}/{serial:05d}"


def book_year(opened_on: date, received_on: date) -> int:
    """Return the year whose book numbers a dossier.

    The year of opening while that is this year or the last one (a dossier opened offline on 31 December keeps it);
    otherwise a device's clock is wrong, and the year of reception counts.
    """
    return opened_on.year if received_on.year - 1 <= opened_on.year <= received_on.year else received_on.year
