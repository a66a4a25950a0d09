# SPDX-License-Identifier: EUPL-1.2
"""A signature timestamp into the gap that a signature was given (EN 319 122-1 §5.3); worker only."""

from asn1crypto import cms

from eset_desktop.signing.levels.reading import TOKEN, Document, Mark
from eset_desktop.signing.levels.values import Overwrite


def free_gap(document: Document, mark: Mark) -> bool:
    """Tell whether a timestamp may go into a signature: nothing was appended after it, and it has none yet."""
    return not mark.is_stamp and not mark.tokens and mark.end == document.size


def with_token(mark: Mark, token: cms.ContentInfo) -> Overwrite | None:
    """Return what stands in a signature's gap with a timestamp; None when the gap has no room for it."""
    start, end = mark.gap
    info = cms.ContentInfo.load(mark.found.pkcs7_content)
    signer = info["content"]["signer_infos"][0]
    attribute = cms.CMSAttribute({"type": TOKEN, "values": [token]})
    kept = [] if signer["unsigned_attrs"].native is None else list(signer["unsigned_attrs"])
    signer["unsigned_attrs"] = cms.CMSAttributes([*kept, attribute])
    digits = info.dump().hex().upper().encode("ascii")
    room = end - start - 2
    return Overwrite(start + 1, digits.ljust(room, b"0")) if len(digits) <= room else None
