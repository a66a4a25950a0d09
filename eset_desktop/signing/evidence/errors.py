# SPDX-License-Identifier: EUPL-1.2
"""Why the evidence of a signature cannot be put together."""

from eset_desktop.signing.errors import SigningError


class EvidenceMissing(SigningError):
    """The document does not hold the signature that the evidence speaks of. Details: ``step``."""

    code = "signing.evidence_missing"
    title = "This is not the document that the evidence speaks of."
    advice = "Choose the signed document, or one that was made from it by adding time stamps."
