# SPDX-License-Identifier: EUPL-1.2
"""Whether a certificate is plainly somebody else's than the person's at work; asked before the PIN. Pure.

Where people share a reader the card of the other one is in it now and then.
"""

import re
import unicodedata
from typing import Final

from eset_desktop.signing.values import Capacity, Identity

_NO_PERSON: Final = frozenset({Capacity.PSEUDONYM, Capacity.SEAL})
_NO_NAME: Final = frozenset(
    {"de", "del", "dels", "d", "la", "les", "las", "los", "l", "i", "y", "dni", "nif", "nie"}
)
"""Words between names, and what a number is called."""
_ENOUGH: Final = 2
"""Words that two names share when they are one person's: a name and a surname, in any order."""


def is_somebody_elses(identity: Identity, person: str) -> bool:
    """Tell whether a certificate's holder has another name than a person; false where that cannot be told.

    Names are written in many ways: ``COGNOM COGNOM NOM - DNI 00000000T``, with one surname or two, with accents or without.

    Args:
        identity: The certificate.
        person: The name of who is at work.
    """
    if identity.capacity in _NO_PERSON:
        return False
    holder, own = _words(identity.name), _words(person)
    if not holder or not own:
        return False
    return len(holder & own) < min(_ENOUGH, len(holder), len(own))


def _words(name: str) -> frozenset[str]:
    said = re.split(r"\s-\s|\(", name)[0]
    plain = unicodedata.normalize("NFKD", said.casefold().replace("·", ""))
    words = re.findall(r"\w+", "".join(each for each in plain if not unicodedata.combining(each)))
    return frozenset(each for each in words if each.isalpha() and each not in _NO_NAME)
