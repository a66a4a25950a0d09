# SPDX-License-Identifier: EUPL-1.2
"""Who a certificate speaks of: the person, the body, the position.

From the subject and from the Spanish *identidad administrativa* in the alternative name (*Perfiles de certificados
electrónicos* 2.0 §7 and §10).
"""

import re
from collections.abc import Iterator
from typing import Final

from cryptography import x509
from cryptography.x509.oid import NameOID, ObjectIdentifier

_STATE_FIELDS: Final = re.compile(r"2\.16\.724\.1\.3\.5\.(?:2|3|4|6|7)\.\d\.(\d+)")
_BODY_NAME, _BODY_ID, _POSITION = 2, 3, 11
"""Last number of the field: *entidad suscriptora*, its NIF, *puesto o cargo*."""

_SEMANTICS: Final = re.compile(r"^(?:VAT|NTR|PSD|LEI|[A-Z]{2}:)(?:[A-Z]{2})?-")
"""Prefix of EN 319 412-1 §5.1.4: kind of number and country."""


def attribute(name: x509.Name, oid: ObjectIdentifier) -> str:
    """Return the first value of an attribute as text; empty when there is none."""
    values = name.get_attributes_for_oid(oid)
    return str(values[0].value) if values else ""


def tax_number(text: str) -> str:
    """Return a body's tax number as it is compared: no prefix, no separators, capitals.

    >>> tax_number("VATES-Q0000000J"), tax_number("es q-0000000-j")
    ('Q0000000J', 'Q0000000J')
    """
    bare = re.sub(r"[^A-Z0-9]", "", _SEMANTICS.sub("", text.upper().strip()))
    return bare[2:] if len(bare) == _TAX_LENGTH + 2 and bare.startswith("ES") else bare


_TAX_LENGTH: Final = 9


def body_of(certificate: x509.Certificate) -> tuple[str, str]:
    """Return name and tax number of the body that a certificate names; empty where it does not."""
    fields = _state_fields(certificate)
    name = attribute(certificate.subject, NameOID.ORGANIZATION_NAME) or fields.get(_BODY_NAME, "")
    number = attribute(certificate.subject, NameOID.ORGANIZATION_IDENTIFIER) or fields.get(_BODY_ID, "")
    return name, tax_number(number)


def position_of(certificate: x509.Certificate) -> str:
    """Return the holder's position (*càrrec*) as written in the certificate; may be empty."""
    return attribute(certificate.subject, NameOID.TITLE) or _state_fields(certificate).get(_POSITION, "")


def _state_fields(certificate: x509.Certificate) -> dict[int, str]:
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return {}
    return dict(_fields(names))


def _fields(names: x509.SubjectAlternativeName) -> Iterator[tuple[int, str]]:
    for folder in names.get_values_for_type(x509.DirectoryName):
        for each in folder:
            found = _STATE_FIELDS.fullmatch(each.oid.dotted_string)
            if found:
                yield int(found[1]), str(each.value)
