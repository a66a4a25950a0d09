# SPDX-License-Identifier: EUPL-1.2
"""When a document cannot be signed inside, and it would not be wrong to sign it, a signature beside it is offered."""

import pytest

from eset_desktop.errors import EsetError
from eset_desktop.signing import errors
from eset_desktop.signing.container.offer import Offer, offers


class SomebodyElsesTurn(EsetError):
    code = "turns.taken"


@pytest.mark.parametrize(
    "refusal",
    [errors.CertifiedPdf(), errors.EncryptedPdf(), errors.HybridPdf(), errors.NotAPdf(), SomebodyElsesTurn()],
    ids=lambda refusal: refusal.code,
)
def test_what_cannot_be_written_into_can_be_signed_beside(refusal: EsetError) -> None:
    assert offers(refusal) == (Offer.BESIDE, Offer.CONTAINER)


@pytest.mark.parametrize(
    "refusal",
    [
        errors.EarlierSignatureBroken(), errors.NotChecked(), errors.TruncatedPdf(), errors.EmptyPdf(), errors.BrokenPdf(),
        errors.CertificateExpired(not_after=""), errors.OwnCheckFailed(),
    ],
    ids=lambda refusal: refusal.code,
)  # fmt: skip
def test_what_nobody_should_sign_is_not_offered_otherwise(refusal: EsetError) -> None:
    assert offers(refusal) == ()
