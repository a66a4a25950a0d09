# SPDX-License-Identifier: EUPL-1.2
"""Making the record that shows later how a signature came about (eIDAS art. 26 c and d: sole control, later changes)."""

import hashlib
import platform
from datetime import datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from eset_desktop.signing.own_check import CheckedSignature
from eset_desktop.signing.values import Evidence, Identity

_SOFTWARE = ("eset-desktop", "pyHanko", "cryptography", "asn1crypto")


def record(
    original: bytes,
    signed: bytes,
    checked: CheckedSignature,
    identity: Identity,
    *,
    field_name: str,
    at: datetime,
    confirmation: str,
) -> Evidence:
    """Return what is kept of one signature.

    Args:
        original: The document before.
        signed: The document after.
        checked: What the own check found.
        identity: Who signed.
        field_name: The signature field that was added.
        at: This computer's clock at the signature.
        confirmation: From :func:`eset_desktop.signing.confirmation.confirmation_of`.
    """
    return Evidence(
        input_sha256=hashlib.sha256(original).hexdigest(),
        output_sha256=hashlib.sha256(signed).hexdigest(),
        byte_range=checked.byte_range,
        document_digest=checked.digest,
        field_name=field_name,
        certificate_sha256=identity.fingerprint,
        subject=identity.subject,
        serial=identity.serial,
        key_usage=identity.key_usage,
        algorithm=_scheme(identity.algorithm),
        signed_at=at,
        confirmation=confirmation,
        software=software_versions(),
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
