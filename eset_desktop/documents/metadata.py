# SPDX-License-Identifier: EUPL-1.2
"""What a PDF says of itself, and the title to suggest for it."""

import re
import unicodedata
from io import BytesIO
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from eset_desktop.documents.errors import BrokenPdf, DocumentError, IncompletePdf, NotAPdf, PasswordPdf
from eset_desktop.documents.values import PdfFacts

if TYPE_CHECKING:
    import pikepdf

_HEADER_WINDOW = 1024
"""Bytes within which readers look for the header and for the end mark (ISO 32000-1 Annex H, notes 13 and 18)."""

_MEANINGLESS = re.compile(
    r"^(microsoft (word|excel|powerpoint)\b.*|(untitled|sense t[ií]tol|sin t[ií]tulo|document[o]?|presentaci[óo]n?)\s*\d*"
    r"|scan[\w-]*|img[\w-]*|.*\.(docx?|odt|pdf|xlsx?|rtf|pptx?|tiff?|jpe?g|png|indd|qxp)|[\W\d_]*)$",
    re.IGNORECASE,
)
_MAX_TITLE = 250


def describe_pdf(pdf: bytes) -> PdfFacts:
    """Return what ``pdf`` says of itself; parses a stranger's file, so it belongs into the drawing process.

    A document that opens only with a password is refused: nobody could show, sign or keep it readable. One that is
    merely restricted (encrypted, empty password) is accepted: it can be read by all, it just cannot be signed.
    Small faults that a reader puts right are accepted too, because citizens' files have them.

    Raises:
        NotAPdf: No PDF header.
        IncompletePdf: The end is missing.
        BrokenPdf: Damaged beyond reading, or without a page.
        PasswordPdf: It opens only with a password.
    """
    import pikepdf  # noqa: PLC0415 - only the drawing process pays for it

    if b"%PDF-" not in pdf[:_HEADER_WINDOW]:
        raise NotAPdf
    if b"%%EOF" not in pdf[-_HEADER_WINDOW:]:
        raise IncompletePdf
    try:
        with pikepdf.open(BytesIO(pdf), suppress_warnings=True) as document:
            return _facts(document)
    except pikepdf.PasswordError as error:
        raise PasswordPdf from error
    except DocumentError:
        raise
    except Exception as error:
        raise BrokenPdf from error


def suggest_title(facts: PdfFacts, file_name: str) -> str:
    """Return a title to start from: the document's own when it says something, else the file's name made readable."""
    own = _clean(facts.title)
    if own and not _MEANINGLESS.match(own):
        return own
    return _clean(re.sub(r"[_\s]+", " ", PurePath(file_name).stem))


def _facts(document: "pikepdf.Pdf") -> PdfFacts:
    pages = len(document.pages)
    if pages == 0:
        raise BrokenPdf
    return PdfFacts(
        pages=pages,
        title=_clean(_title(document)),
        restricted=document.is_encrypted,
        repaired=bool(document.get_warnings()),
        signed=_is_signed(document),
    )


def _title(document: "pikepdf.Pdf") -> str:
    information: Any = document.trailer.get("/Info", {})
    title = information.get("/Title", "") if hasattr(information, "get") else ""
    return str(title)


def _is_signed(document: "pikepdf.Pdf") -> bool:
    form: Any = document.Root.get("/AcroForm", {})
    fields: Any = form.get("/Fields", []) if hasattr(form, "get") else []
    return any(field.get("/FT") == "/Sig" and "/V" in field for field in fields if hasattr(field, "get"))


def _clean(text: str) -> str:
    visible = "".join(" " if unicodedata.category(char)[0] == "C" else char for char in text)
    return unicodedata.normalize("NFC", " ".join(visible.split()))[:_MAX_TITLE].strip()
