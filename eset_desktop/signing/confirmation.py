# SPDX-License-Identifier: EUPL-1.2
"""The seal of what a person confirmed: never is anything signed that was not on the list they saw."""

import hashlib
from collections.abc import Iterable


def confirmation_of(documents: Iterable[tuple[str, str]]) -> str:
    """Return the SHA-256 (hexadecimal) of a confirmed list.

    Args:
        documents: For each document in the order shown: its title and the SHA-256 (hexadecimal) of its bytes.

    The list is hashed as lines ``sha256 length title``, so that no two lists share a hash.
    """
    digest = hashlib.sha256()
    for title, sha256 in documents:
        text = title.encode()
        digest.update(b"%s %d %s\n" % (sha256.encode(), len(text), text))
    return digest.hexdigest()
