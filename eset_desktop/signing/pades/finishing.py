# SPDX-License-Identifier: EUPL-1.2
"""Putting the value into a prepared signature, and looking at the result as a stranger would."""

from typing import TYPE_CHECKING

from eset_desktop.signing.errors import OwnCheckFailed
from eset_desktop.signing.evidence.making import record
from eset_desktop.signing.pades.own_check import check_own_signature
from eset_desktop.signing.pades.template import template_of
from eset_desktop.signing.values import Identity, Prepared, SignedTail

if TYPE_CHECKING:
    from hashlib import _Hash


def finish(
    prepared: Prepared, measured: "_Hash", value: bytes, identity: Identity, *, confirmation: str
) -> SignedTail:
    """Return the checked signature with its evidence.

    Args:
        prepared: From :func:`eset_desktop.signing.pades.preparing.prepare`.
        measured: SHA-256 state after the whole document, read anew or remembered.
        value: What the key answered.
        identity: Who signs.
        confirmation: SHA-256 of the list that the person confirmed.

    Raises:
        OwnCheckFailed: The result does not hold.
    """
    tail = _filled(prepared, template_of(identity).assemble(prepared.digest, value))
    checked = check_own_signature(measured, prepared.size, tail, identity.certificate)
    whole = measured.copy()
    whole.update(tail)
    evidence = record(prepared, checked, identity, output_sha256=whole.hexdigest(), confirmation=confirmation)
    return SignedTail(tail, evidence, identity.name)


def _filled(prepared: Prepared, cms: bytes) -> bytes:
    start, end = prepared.gap
    digits = cms.hex().upper().encode()
    room = end - start - 2
    if len(digits) > room:
        raise OwnCheckFailed(step="room")
    return b"".join((prepared.tail[: start + 1], digits.ljust(room, b"0"), prepared.tail[end - 1 :]))
