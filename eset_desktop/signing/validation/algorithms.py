# SPDX-License-Identifier: EUPL-1.2
"""Until when digests and keys may be relied on (ETSI TS 119 312; dates as in the EU DSS validation policy)."""

from datetime import UTC, datetime
from typing import Any, Final

from pyhanko_certvalidator.policy_decl import AlgorithmUsageConstraint, AlgorithmUsagePolicy

_NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)

DIGESTS: Final[dict[str, datetime | None]] = {
    "md2": _NEVER,
    "md5": datetime(2004, 8, 1, tzinfo=UTC),
    "sha1": datetime(2012, 8, 1, tzinfo=UTC),
    "sha224": datetime(2026, 1, 1, tzinfo=UTC),
    "sha256": None,
    "sha384": None,
    "sha512": None,
    "sha3_256": None,
    "sha3_384": None,
    "sha3_512": None,
    "shake256": None,
    "shake256_len": None,
}
"""Last moment for each digest; ``None``: no end in sight. What is not named is not relied on."""

_RSA: Final[tuple[tuple[int, datetime | None], ...]] = (
    (3000, None),
    (1900, datetime(2029, 1, 1, tzinfo=UTC)),
    (1536, datetime(2019, 10, 1, tzinfo=UTC)),
    (1024, datetime(2009, 8, 1, tzinfo=UTC)),
    (0, _NEVER),
)
_EC_BITS: Final = 224
EDWARDS: Final = frozenset({"ed25519", "ed448"})
"""Keys of one size each (RFC 8410), which the library does not tell."""


def digest_end(name: str) -> datetime | None:
    """Return until when a digest is relied on; ``None``: no end in sight."""
    return DIGESTS.get(name, _NEVER)


def key_end(kind: str, bits: int) -> datetime | None:
    """Return until when a public key is relied on; ``None``: no end in sight.

    Args:
        kind: ``rsa``, ``ec`` or another name of asn1crypto's.
        bits: Its size.
    """
    if kind in {"rsa", "rsassa_pss"}:
        return next(end for least, end in _RSA if bits >= least)
    if kind == "ec":
        return None if bits >= _EC_BITS else _NEVER
    return None if kind in EDWARDS else _NEVER


def digest_allowed(name: str, moment: datetime) -> bool:
    """Return whether a digest could be relied on at ``moment``."""
    end = digest_end(name)
    return end is None or moment < end


def key_allowed(key: Any, moment: datetime) -> bool:
    """Return whether a public key (asn1crypto) could be relied on at ``moment``."""
    kind = key.algorithm
    end = key_end(kind, 0 if kind in EDWARDS else key.bit_size)
    return end is None or moment < end


class DatedAlgorithms(AlgorithmUsagePolicy):
    """The same dates for the signatures of certificates and revocation data."""

    def digest_algorithm_allowed(self, algo: Any, moment: datetime | None) -> AlgorithmUsageConstraint:
        """Return whether the digest could be relied on; without a moment: whether it ever could."""
        return AlgorithmUsageConstraint(digest_allowed(algo["algorithm"].native, moment or _NEVER))

    def signature_algorithm_allowed(
        self, algo: Any, moment: datetime | None, public_key: Any
    ) -> AlgorithmUsageConstraint:
        """Return whether digest and key of a signature could be relied on."""
        at = moment or _NEVER
        try:
            digest = algo.hash_algo
        except ValueError:  # Ed25519 and its kind bring their own
            digest = None
        good = (digest is None or digest_allowed(digest, at)) and (
            public_key is None or key_allowed(public_key, at)
        )
        return AlgorithmUsageConstraint(good)
