# SPDX-License-Identifier: EUPL-1.2
"""Making the record that shows later how a signature came about (eIDAS art. 26 c and d: sole control, later changes)."""

import platform
from datetime import datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import PurePath

import msgspec

from eset_desktop.signing.values import CheckedSignature, Evidence, Identity, Prepared

_SOFTWARE = ("eset-desktop", "pyHanko", "cryptography", "asn1crypto")


class ClockCheck(msgspec.Struct, frozen=True):
    """How this computer's clock stood to that of a time-stamping authority.

    Attributes:
        ahead_ms: By how much it was ahead.
        asked_at: When, by this clock, aware.
    """

    ahead_ms: int
    asked_at: datetime


def record(
    prepared: Prepared,
    checked: CheckedSignature,
    identity: Identity,
    *,
    output_sha256: str,
    confirmation: str,
    clock: ClockCheck | None = None,
) -> Evidence:
    """Return what is kept of one signature.

    Args:
        prepared: What was signed.
        checked: What the own check found.
        identity: Who signed.
        output_sha256: Of the signed document, hexadecimal.
        confirmation: From :func:`eset_desktop.signing.confirmation.confirmation_of`.
        clock: How this computer's clock stood when a time-stamping authority last answered.
    """
    token = identity.token
    return Evidence(
        input_sha256=prepared.sha256,
        output_sha256=output_sha256,
        byte_range=checked.byte_range,
        document_digest=checked.digest,
        field_name=prepared.field_name,
        certificate_sha256=identity.fingerprint,
        subject=identity.subject,
        serial=identity.serial,
        key_usage=identity.key_usage or (),
        algorithm=_scheme(identity.algorithm),
        signed_at=prepared.at,
        confirmation=confirmation,
        software=software_versions(),
        store=identity.store,
        module=PurePath(token.module.replace("\\", "/")).name if token else "",
        token=(token.label, token.serial, token.maker, token.model) if token else ("", "", "", ""),
        body=identity.body,
        body_id=identity.body_id,
        capacity=identity.capacity,
        clock_offset_ms=clock.ahead_ms if clock else None,
        clock_checked_at=clock.asked_at if clock else None,
        acting=prepared.acting,
    )


@cache
def software_versions() -> dict[str, str]:
    """Return names and versions of what takes part in a signature; a source tree that is not installed has no version."""
    found = {"python": platform.python_version()}
    for name in _SOFTWARE:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "source"
    return found


def _scheme(algorithm: str) -> str:
    return f"{algorithm} {'PKCS#1 v1.5' if algorithm.startswith('RSA') else 'ECDSA'} SHA-256"
