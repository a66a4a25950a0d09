# SPDX-License-Identifier: EUPL-1.2
"""The signatures that a document brings along hold, or nobody signs on top of them; PDF worker only.

Whoever signs a document takes it as it stands: a signature over one that was changed after an earlier signature would
lend the change its weight.
"""

from eset_desktop.signing.errors import EarlierSignatureBroken, NotChecked
from eset_desktop.signing.inspection import inspect_document
from eset_desktop.signing.pades.opening import Document
from eset_desktop.signing.values import Integrity


def check_earlier(document: Document) -> None:
    """Return when no signature in the document speaks against signing it again.

    Reading each earlier signature takes tens of milliseconds; not to be asked of a document without any.
    A document timestamp whose range holds is let pass: what it says more is not looked at here.

    Raises:
        EarlierSignatureBroken: At least one is not valid.
        NotChecked: At least one could not be examined.
    """
    found = inspect_document(document)
    if any(each.integrity is Integrity.BROKEN for each in found):
        raise EarlierSignatureBroken
    if any(each.integrity is Integrity.UNKNOWN and each.kind == "signature" for each in found):
        raise NotChecked
