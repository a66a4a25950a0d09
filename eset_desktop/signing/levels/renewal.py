# SPDX-License-Identifier: EUPL-1.2
"""When an archive timestamp must be renewed: before its certificate ends, and before its algorithms grow weak."""

from datetime import datetime, timedelta
from typing import Final

from eset_desktop.signing.validation.algorithms import digest_end, key_end

MARGIN: Final = timedelta(days=90)
"""How long before the end a renewal is due: a service that is down for weeks must not let it slip."""


def renew_by(not_after: datetime, *, algorithm: str, bits: int, digest: str) -> datetime:
    """Return when an archive timestamp must have been renewed.

    Args:
        not_after: End of the time-stamping certificate, aware.
        algorithm: ``rsa``, ``ec`` or another kind of key.
        bits: Its size.
        digest: What the timestamp was made over, for example ``sha256``.
    """
    ends = (not_after, key_end(algorithm, bits), digest_end(digest))
    return min(each for each in ends if each is not None) - MARGIN
