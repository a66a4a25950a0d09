# SPDX-License-Identifier: EUPL-1.2
"""Whether a certificate speaks of the body whose document is signed; asked before the PIN. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from eset_desktop.signing.identities.holder import tax_number
from eset_desktop.signing.values import Identity


class BodyWarning(StrEnum):
    """What the person should know before they type their PIN; they may sign all the same."""

    OTHER_BODY = "other_body"
    """The certificate names another body than the document's."""
    NO_BODY = "no_body"
    """The certificate is the person's alone: nothing in it says that they act for the body."""


@dataclass(frozen=True, slots=True)
class DocumentBody:
    """The body whose document it is.

    Attributes:
        name: Official name.
        tax_id: NIF, for example ``Q0000000J``; may be empty.
    """

    name: str
    tax_id: str


def warn_if_other_body(identity: Identity, body: DocumentBody) -> BodyWarning | None:
    """Return what to tell before the PIN, or ``None`` when the certificate is of the document's body.

    Tax numbers decide where both are known; names, without accents, capitals and punctuation, where one is not.
    """
    if not identity.body and not identity.body_id:
        return BodyWarning.NO_BODY
    if identity.body_id and body.tax_id:
        same = identity.body_id == tax_number(body.tax_id)
    else:
        same = _bare(identity.body) == _bare(body.name)
    return None if same else BodyWarning.OTHER_BODY


_SAID_OR_NOT: Final = frozenset(
    {"ajuntament", "ayuntamiento", "de", "d", "del", "dels", "la", "les", "l", "el", "els"}
)
"""Words that one writes before a town's name and another does not."""


def _bare(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    words = re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c)))
    return " ".join(each for each in words if each not in _SAID_OR_NOT)
