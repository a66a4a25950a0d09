# SPDX-License-Identifier: EUPL-1.2
"""Which of the certificates found may sign, and why the others may not. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from eset_desktop.signing.checks import COMMITMENT, check_identity
from eset_desktop.signing.errors import SigningError
from eset_desktop.signing.values import Identity


class BetterCertificate(SigningError):
    """Meant for identifying oneself; the same card has one that is meant for signing (EN 319 412-2 §4.3.2, type A)."""

    code = "signing.better_certificate"
    title = "This certificate is for identifying yourself, not for signing."
    advice = "Choose the signature certificate of the same card."


@dataclass(frozen=True, slots=True)
class Judged:
    """A certificate and why it may not sign.

    Attributes:
        identity: The certificate.
        refusal: Why not; ``None`` when it may.
    """

    identity: Identity
    refusal: SigningError | None

    @property
    def usable(self) -> bool:
        """Whether it may sign."""
        return self.refusal is None


def judge(identities: Iterable[Identity], now: datetime) -> tuple[Judged, ...]:
    """Return every certificate with why it may not sign now, those that may first, otherwise in the given order.

    The identification certificate of a card that has a signature one is told which to choose instead.
    """
    given = list(identities)
    better = {_place(each) for each in given if _is_meant(each) and _refusal(each, now) is None}
    judged = [Judged(each, _second_best(each, better) or _refusal(each, now)) for each in given]
    return tuple(sorted(judged, key=lambda each: not each.usable))


def _refusal(identity: Identity, now: datetime) -> SigningError | None:
    try:
        check_identity(identity, now)
    except SigningError as error:
        return error
    return None


def _second_best(identity: Identity, better: set[tuple[str, str, str]]) -> SigningError | None:
    outdone = identity.token is not None and _place(identity) in better
    return BetterCertificate() if outdone and not _is_meant(identity) else None


def _is_meant(identity: Identity) -> bool:
    """Whether it says itself that it is for signing."""
    return COMMITMENT in (identity.key_usage or ())


def _place(identity: Identity) -> tuple[str, str, str]:
    """Where it is and whose: a card may hold certificates of two people, or of one person in two capacities."""
    token = identity.token
    return (token.serial if token else "", identity.subject_id, identity.body_id)
