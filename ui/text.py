# SPDX-License-Identifier: EUPL-1.2
"""Text as people search it: without case and accents."""

import unicodedata


def folded(text: str) -> str:
    """Return the text without case, accents and the middle dot of ``l·l``."""
    apart = unicodedata.normalize("NFD", text.casefold().replace("·", ""))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
