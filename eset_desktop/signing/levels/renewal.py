# SPDX-License-Identifier: EUPL-1.2
"""When an archive timestamp must be renewed: before its certificate ends, and before its algorithms grow weak."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

MARGIN: Final = timedelta(days=90)
"""How long before the end a renewal is due: a service that is down for weeks must not let it slip."""

RSA_WEAK: Final = 3000
"""Bits below which RSA is legacy (ETSI TS 119 312 v1.5.1 §8, after the SOG-IS list of agreed mechanisms §4.1)."""
RSA_LEGACY_UNTIL: Final = datetime(2029, 1, 1, tzinfo=UTC)
"""Until when a timestamp with such a key is relied on here; the authorities have moved this date before."""
DIGESTS_UNTIL: Final[Mapping[str, datetime | None]] = {
    "sha1": datetime(2017, 1, 1, tzinfo=UTC),
    "sha256": None,
    "sha384": None,
    "sha512": None,
}
"""Until when a digest is relied on; None: no end is known (ETSI TS 119 312 §6)."""


def renew_by(not_after: datetime, *, algorithm: str, bits: int, digest: str) -> datetime:
    """Return when an archive timestamp must have been renewed.

    Args:
        not_after: End of the time-stamping certificate, aware.
        algorithm: ``rsa``, ``ec`` or another kind of key.
        bits: Its size.
        digest: What the timestamp was made over, for example ``sha256``.
    """
    ends = [not_after]
    if algorithm.startswith("rsa") and bits < RSA_WEAK:
        ends.append(RSA_LEGACY_UNTIL)
    # A digest that is not in the table is not relied on at all.
    digest_end = DIGESTS_UNTIL.get(digest, datetime.min.replace(tzinfo=UTC) + MARGIN)
    if digest_end is not None:
        ends.append(digest_end)
    return min(ends) - MARGIN
