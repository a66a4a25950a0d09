# SPDX-License-Identifier: EUPL-1.2
"""Every way in which a document can be refused, or fail to be shown."""

from eset_desktop.errors import EsetError


class DocumentError(EsetError):
    """Something unexpected happened to a document; nothing was changed."""

    code = "documents.failed"
    title = "The document could not be read."
    advice = "Try again; if it happens again, save it again as PDF."


class EmptyFile(DocumentError):
    """Zero bytes."""

    code = "documents.empty"
    title = "The file is empty."
    advice = "Ask for it again or save it again, and add the new file."


class GrowingFile(DocumentError):
    """The file changed while it was being read: it is still being copied, scanned or downloaded."""

    code = "documents.growing"
    title = "The file is still being written by another program."
    advice = "Wait until it is finished and add it again."


class UnreadableFile(DocumentError):
    """The system does not give the file. Details: ``reason``, the system's word."""

    code = "documents.unreadable"
    title = "The file cannot be read."
    advice = "Check that it is still there and that you may open it."


class FileTooLarge(DocumentError):
    """More bytes than a document may have. Details: ``megabytes``, ``limit``."""

    code = "documents.too_large"
    title = "The file is too large."
    advice = "Divide it or save it with smaller images."


class NotAPdf(DocumentError):
    """No PDF header (ISO 32000-1 §7.5.2)."""

    code = "documents.not_a_pdf"
    title = "The file is not a PDF."
    advice = "Only PDFs are shown here: open it with its own program; if you have to add it to a dossier, save it as PDF first."


class IncompletePdf(DocumentError):
    """The end of the file is missing (ISO 32000-1 §7.5.5)."""

    code = "documents.incomplete"
    title = "The end of the file is missing."
    advice = "Ask for it again or wait until it is downloaded, and add it again."


class BrokenPdf(DocumentError):
    """Damaged beyond reading, or without a page."""

    code = "documents.broken"
    title = "The document is damaged and cannot be opened."
    advice = "Ask for it again or save it again as PDF, and add the new file."


class PasswordPdf(DocumentError):
    """It opens only with a password: nobody could show, sign or keep it readable."""

    code = "documents.password"
    title = "The document only opens with a password."
    advice = "Open it with its password, save it without and add the new file."


class NoSuchPage(DocumentError):
    """The document has fewer pages. Details: ``page``, ``pages``."""

    code = "documents.no_such_page"
    title = "The document does not have that page."
    advice = "Choose another page."


class RenderDied(DocumentError):
    """The process that draws pages ended by itself: the document made the library crash."""

    code = "documents.render_died"
    title = "The part of the program that shows documents stopped suddenly."
    advice = "Try again; the document itself is safe."


class RenderHung(DocumentError):
    """The process that draws pages did not answer in time and was ended."""

    code = "documents.render_hung"
    title = "This page takes too long to be shown."
    advice = "Open the document with another program; the document itself is safe."


class CannotShow(DocumentError):
    """The document made the drawing process crash or hang more than once: it is not tried again."""

    code = "documents.cannot_show"
    title = "This document cannot be shown here."
    advice = "Open it with another program; the document itself is safe."


class Forgotten(DocumentError):
    """The drawing process does not hold this document; the client answers by sending it again."""

    code = "documents.forgotten"
    title = "The document is not loaded."
    advice = "Open it again."


class SignedKept(DocumentError):
    """It is signed or certified: cleaning it would make the signature void."""

    code = "documents.signed_kept"
    title = "The document is signed: nothing in it may be changed."
    advice = "Leave it as it is, or clean the document it was made from."


class ProtectedKept(DocumentError):
    """It is encrypted: cleaning it would take the protection away."""

    code = "documents.protected_kept"
    title = "The document is protected and cannot be cleaned."
    advice = "Take the protection away in the program it was made with, save it and add the new file."


class CleaningFailed(DocumentError):
    """After cleaning the pages were not the same, or something was left; the result was thrown away."""

    code = "documents.cleaning_failed"
    title = "The document could not be cleaned."
    advice = "It is as it was; print it to PDF and add the new file."
