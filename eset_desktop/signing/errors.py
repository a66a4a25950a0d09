# SPDX-License-Identifier: EUPL-1.2
"""Every way in which signing or checking a signature can be refused or fail."""

from eset_desktop.errors import EsetError


class SigningError(EsetError):
    """Something unexpected happened while signing; nothing was signed."""

    code = "signing.failed"
    title = "The document could not be signed."
    advice = "The document is as it was; try again."


class WorkerDied(SigningError):
    """The process that signs ended by itself (a crash of a library or of a card driver)."""

    code = "signing.worker_died"
    title = "The part of the program that signs stopped suddenly."
    advice = "The document is as it was; type the passphrase again and sign again."


class WorkerHung(SigningError):
    """The process that signs did not answer in time and was ended."""

    code = "signing.worker_hung"
    title = "Signing took too long and was stopped."
    advice = "The document is as it was; type the passphrase again and sign again."


class IdentityForgotten(SigningError):
    """The signing process was started anew and does not hold this key any more."""

    code = "signing.identity_forgotten"
    title = "The certificate is not open any more."
    advice = "Type its passphrase again."


class WrongPassphrase(SigningError):
    """The certificate file is fine but does not open with this passphrase."""

    code = "signing.wrong_passphrase"
    title = "The passphrase does not open this certificate."
    advice = "Type it again; mind capital letters."


class BrokenIdentity(SigningError):
    """The file is no PKCS#12 (RFC 7292)."""

    code = "signing.broken_identity"
    title = "This file is not a certificate with its key, or it is damaged."
    advice = "Choose the .p12 or .pfx file that you were given with your certificate."


class NoKey(SigningError):
    """The PKCS#12 holds no private key with its certificate."""

    code = "signing.no_key"
    title = "This file holds no key to sign with."
    advice = "Export the certificate again, with its private key."


class UnsupportedKey(SigningError):
    """A kind of key that qualified certificates do not use, or one too short."""

    code = "signing.unsupported_key"
    title = "This certificate has a kind of key that is not accepted for signing."
    advice = "Choose another certificate."


class CertificateExpired(SigningError):
    """The signing moment is after the certificate's end. Details: ``not_after``."""

    code = "signing.certificate_expired"
    title = "The certificate has expired."
    advice = "Choose another certificate or renew this one."


class CertificateNotYetValid(SigningError):
    """The signing moment is before the certificate's beginning. Details: ``not_before``."""

    code = "signing.certificate_not_yet_valid"
    title = "The certificate is not valid yet."
    advice = "Check this computer's date; if it is right, choose another certificate."


class CertificateWrongUsage(SigningError):
    """The certificate allows neither non-repudiation nor digital signatures (RFC 5280 §4.2.1.3)."""

    code = "signing.certificate_wrong_usage"
    title = "This certificate is not meant for signing documents."
    advice = "Choose your signature certificate."


class DocumentRefused(SigningError):
    """The base of what makes a document impossible to sign; the certificate is not to blame."""

    code = "signing.document_refused"
    title = "This document cannot be signed."
    advice = "Save it again as PDF and add the new file."


class EmptyPdf(DocumentRefused):
    """Zero bytes."""

    code = "signing.pdf_empty"
    title = "The document is empty."
    advice = "Save it again as PDF and add the new file."


class NotAPdf(DocumentRefused):
    """No PDF header (ISO 32000-1 §7.5.2)."""

    code = "signing.not_a_pdf"
    title = "The document is not a PDF."
    advice = "Save it as PDF and add the new file."


class TruncatedPdf(DocumentRefused):
    """The end of the file is missing (ISO 32000-1 §7.5.5)."""

    code = "signing.pdf_truncated"
    title = "The end of the document is missing."
    advice = "Ask for it again or save it again as PDF, and add the new file."


class BrokenPdf(DocumentRefused):
    """The inside contradicts itself; a signature over it could be read in two ways."""

    code = "signing.pdf_broken"
    title = "The document is damaged inside."
    advice = "Open it, print it to PDF and add the new file."


class EncryptedPdf(DocumentRefused):
    """Encrypted with a password or for certificates (ISO 32000-1 §7.6)."""

    code = "signing.pdf_encrypted"
    title = "The document is protected."
    advice = "Take the protection away in the program it was made with, save it and add the new file."


class HybridPdf(DocumentRefused):
    """Hybrid cross-references: old and new readers may see different pages (ISO 32000-1 §7.5.8.4)."""

    code = "signing.pdf_hybrid"
    title = "The document is made in such a way that two programs may show it differently."
    advice = "Open it, print it to PDF and add the new file."


class CertifiedPdf(DocumentRefused):
    """A signature in it forbids every change, even another signature (ISO 32000-1 §12.8.2.2, P=1)."""

    code = "signing.pdf_certified"
    title = "Who signed this document before does not allow any other signature."
    advice = "Ask for a copy that may be signed by others."


class EarlierSignatureBroken(DocumentRefused):
    """A signature in it does not hold: the document or the signature was changed afterwards (EN 319 102-1 §5.2.7)."""

    code = "signing.earlier_signature_broken"
    title = "The signature that this document already has is not valid."
    advice = "Do not sign it; ask whoever signed it for another copy."


class PdfTooLarge(DocumentRefused):
    """More bytes than are signed here. Details: ``megabytes``, ``limit``."""

    code = "signing.pdf_too_large"
    title = "The document is too large to be signed."
    advice = "Divide it or save it with smaller images."


class DocumentUnreadable(DocumentRefused):
    """It is not there any more or may not be read. Details: ``file`` (empty in the cache), ``reason``."""

    code = "signing.document_unreadable"
    title = "The document cannot be read."
    advice = "Check that it is still there and that you may open it."


class DocumentChanged(DocumentRefused):
    """Its bytes are not those that the person confirmed."""

    code = "signing.document_changed"
    title = "The document changed after you saw it."
    advice = "Look at it again and sign it then."


class FieldsLocked(DocumentRefused):
    """An earlier signature locks every form field, so also one that would be added (FieldMDP, ISO 32000-1 §12.8.2.4)."""

    code = "signing.fields_locked"
    title = "Who signed this document before closed it to other signatures."
    advice = "Ask for a copy that may be signed by others."


class FieldMissing(DocumentRefused):
    """There is no empty signature field of that name. Details: ``field``."""

    code = "signing.field_missing"
    title = "The document has no empty place of that name to sign in."
    advice = "Choose one of its empty places, or sign without choosing any."


class FieldTaken(DocumentRefused):
    """The signature field is signed already. Details: ``field``."""

    code = "signing.field_taken"
    title = "That place in the document is signed already."
    advice = "Choose an empty one, or sign without choosing any."


class FieldDemands(DocumentRefused):
    """The field demands what this program does not do (a seed value that must be kept; ISO 32000-1 table 234). Details: ``field``."""

    code = "signing.field_demands"
    title = "That place in the document wants a kind of signature that is not made here."
    advice = "Sign without choosing a place, or ask whoever prepared the document."


class NotTheFirst(DocumentRefused):
    """A certification must be the first signature (ISO 32000-1 §12.8.1)."""

    code = "signing.not_the_first"
    title = "The document is signed already, so it cannot be certified."
    advice = "Sign it without certifying it."


class OwnCheckFailed(SigningError):
    """The signature that was just made does not hold; it was thrown away."""

    code = "signing.own_check_failed"
    title = "The new signature did not pass its check and was thrown away."
    advice = "The document is as it was; try again, and tell your support if it happens again."


class NotChecked(SigningError):
    """The document's signatures could not be examined: this says nothing about whether they are good."""

    code = "signing.not_checked"
    title = "The signatures could not be checked."
    advice = "The document may be damaged; ask for another copy."
