# SPDX-License-Identifier: EUPL-1.2
"""Timestamp tokens (RFC 3161): whether they hold and speak of what they should; trust is looked at elsewhere."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import cms

from eset_desktop.signing.validation.cms import DigestOf, Signed, digest, embedded_content, examine
from eset_desktop.signing.validation.problems import Problem
from eset_desktop.signing.validation.report import Integrity


@dataclass(slots=True)
class Stamp:
    """A timestamp.

    Attributes:
        signed: The authority's signature.
        time: What it says; ``None`` when it cannot be read.
        trusted: Set once its chain has been examined.
    """

    signed: Signed
    time: datetime | None = None
    trusted: bool = False

    @property
    def holds(self) -> bool:
        """Whether its cryptography and what it speaks of are as they must be."""
        return (
            self.signed.integrity is Integrity.INTACT and self.time is not None and not self.signed.problems
        )


def read_stamp(token: cms.SignedData, imprint_of: DigestOf) -> Stamp:
    """Return a token's examination.

    Args:
        token: The token's signed data.
        imprint_of: Digest of what it should speak of.
    """
    try:
        (signer,) = token["signer_infos"]
        content = embedded_content(token) or b""
        info = token["encap_content_info"]["content"].parsed
    except (ValueError, TypeError, KeyError, AttributeError):
        return Stamp(Signed(problems={Problem.UNREADABLE}))
    signed = examine(token, signer, lambda name: digest(name, [content]), content_type="tst_info", ess=True)
    stamp = Stamp(signed)
    try:
        stamp.time = _time(info)
        if not _speaks_of(info, imprint_of):
            signed.integrity = Integrity.BROKEN
            signed.problems.add(Problem.DIGEST)
    except (ValueError, TypeError, KeyError, AttributeError):
        signed.integrity = Integrity.UNKNOWN
        signed.problems.add(Problem.UNREADABLE)
    return stamp


def _time(info: Any) -> datetime | None:
    moment = info["gen_time"].native
    return moment if isinstance(moment, datetime) and moment.tzinfo is not None else None


def _speaks_of(info: Any, imprint_of: DigestOf) -> bool:
    """Whether the message imprint (RFC 3161 §2.4.2) is that of what should have been stamped."""
    imprint = info["message_imprint"]
    return bool(imprint["hashed_message"].native == imprint_of(imprint["hash_algorithm"]["algorithm"].native))
