# SPDX-License-Identifier: EUPL-1.2
"""The signatures that a document brings along hold, or nobody signs on top of them; signing process only.

Whoever signs a document takes it as it stands: a signature over one that was changed after an earlier signature would
lend the change its weight.
"""

from eset_desktop.signing.errors import EarlierSignatureBroken, NotChecked
from eset_desktop.signing.inspection import inspect_pdf
from eset_desktop.signing.pdf_checks import SigningWriter
from eset_desktop.signing.values import Integrity


def check_earlier(pdf: bytes, writer: SigningWriter) -> None:
    """Return when no signature in ``pdf`` speaks against signing it again.

    Reading each earlier signature takes tens of milliseconds; a document without a form has none and costs nothing.
    A document timestamp whose range holds is let pass: what it says more is not looked at here.

    Args:
        pdf: The document.
        writer: From :func:`eset_desktop.signing.pdf_checks.open_for_signing`, over the same bytes.

    Raises:
        EarlierSignatureBroken: At least one is not valid.
        NotChecked: At least one could not be examined.
    """
    if "/AcroForm" not in writer.root:
        return
    found = inspect_pdf(pdf)
    if any(each.integrity is Integrity.BROKEN for each in found):
        raise EarlierSignatureBroken
    if any(each.integrity is Integrity.UNKNOWN and each.kind == "signature" for each in found):
        raise NotChecked
