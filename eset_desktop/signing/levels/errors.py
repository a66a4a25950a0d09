# SPDX-License-Identifier: EUPL-1.2
"""Why a signature could not be raised: what passes by itself is told from what does not."""

from typing import ClassVar, Final

from eset_desktop.errors import EsetError

RESTS: Final = "rests"
"""The detail of an error that says that nobody was asked this time: there was no answer a moment ago."""


class LevelError(EsetError):
    """A signature could not be raised to the wanted level; the document is as it was.

    Attributes:
        passing: Trying again later may succeed without anybody doing anything.
    """

    code = "levels.failed"
    title = "The signature could not be given its timestamp and evidence."
    advice = "The signed document is as it was; try again."
    passing: ClassVar[bool] = False


class WorkerDied(LevelError):
    """The process that raises levels ended by itself."""

    code = "levels.worker_died"
    title = "The part of the program that adds timestamps stopped suddenly."
    advice = "The signed document is as it was; try again."
    passing = True


class WorkerHung(LevelError):
    """The process that raises levels did not answer in time and was ended."""

    code = "levels.worker_hung"
    title = "Adding the timestamp took too long and was stopped."
    advice = "The signed document is as it was; try again."
    passing = True


class NoTsa(LevelError):
    """No time-stamping service is configured."""

    code = "levels.no_tsa"
    title = "No time-stamping service is configured."
    advice = "Ask your administrator for the address of the service, or give it yourself."


class TsaUnreachable(LevelError):
    """No configured time-stamping service answered; details: ``host`` of the last and ``reason``."""

    code = "levels.tsa_unreachable"
    title = "The time-stamping service does not answer."
    advice = "The signed document is as it was. The central service tries again by itself; for a file, run `eset-desktop extend`."
    passing = True


class TsaRefused(LevelError):
    """The time-stamping service answered and gave no timestamp (RFC 3161 §2.4.2, or credentials not accepted)."""

    code = "levels.tsa_refused"
    title = "The time-stamping service refuses to give a timestamp."
    advice = "Check the service's address, user and password."
    passing = True


class TsaUntrusted(LevelError):
    """The timestamp is none that one may rely on: another digest, a certificate for something else, or not trusted."""

    code = "levels.tsa_untrusted"
    title = "The time-stamping service's certificate is not trusted."
    advice = "Check the service's address and the folder of trusted certificates."


class RevocationUnreachable(LevelError):
    """Neither OCSP nor CRL could be had; details: ``host`` of the last and ``reason``."""

    code = "levels.revocation_unreachable"
    title = "The authority that says whether the certificate is still good does not answer."
    advice = "The signed document is as it was. The central service tries again by itself; for a file, run `eset-desktop extend`."
    passing = True


class RevocationUnusable(LevelError):
    """What OCSP or CRL say is not about this certificate, not signed by who may, or out of date."""

    code = "levels.revocation_unusable"
    title = "The authority's answer about the certificate cannot be relied on."
    advice = (
        "It is tried again by itself; if it goes on for days, tell the authority that issued the certificate."
    )
    passing = True


class CertificateRevoked(LevelError):
    """The certificate was revoked before anything proved that the signature existed."""

    code = "levels.certificate_revoked"
    title = "The certificate was revoked before the signature got its timestamp."
    advice = "Sign the document again with a certificate that is valid."


class CertificateOutlived(LevelError):
    """The certificate ended before anything proved that the signature existed."""

    code = "levels.certificate_outlived"
    title = "The certificate expired before the signature got its timestamp."
    advice = "Sign the document again with a certificate that is valid."


class CertificateUntrusted(LevelError):
    """No path leads from the certificate to a trusted root or service."""

    code = "levels.certificate_untrusted"
    title = "The certificate does not come from an authority that is trusted here."
    advice = (
        "Ask your administrator to add the authority to the trusted ones, or sign with another certificate."
    )


class NoSignature(LevelError):
    """There is nothing to raise."""

    code = "levels.no_signature"
    title = "The document has no signature."
    advice = "Sign it first."


class SignatureBroken(LevelError):
    """A signature in the document does not hold: a timestamp would lend it a truth that it has not."""

    code = "levels.signature_broken"
    title = "A signature in the document does not hold."
    advice = "Take the document as it was sent, or sign it again."


class DocumentUnreadable(LevelError):
    """The file is no PDF that can be read, or a password is needed."""

    code = "levels.document_unreadable"
    title = "The document cannot be read."
    advice = "Check that it is a PDF without a password and that it is complete."


class DocumentChanged(LevelError):
    """The document is not any more the one that was raised; nothing was written."""

    code = "levels.document_changed"
    title = "The document was changed while its timestamp was being added."
    advice = "It is as somebody left it; close it in other programs and try again."
    passing = True


class RaisedUnwritable(LevelError):
    """The raised document cannot be written; details: ``file`` and ``reason``."""

    code = "levels.unwritable"
    title = "The document with its timestamp could not be written."
    advice = (
        "The signed document is as it was; check that there is room on the disk and that you may write there."
    )


class RaisedLinked(LevelError):
    """The document has other names (hard links): they would keep the one without timestamp. Details: ``file``."""

    code = "levels.linked"
    title = "The same file has other names, which would stay without the timestamp."
    advice = "Name a folder for the result with --out-dir."


class OutTaken(LevelError):
    """A file of that name is there already. Details: ``file``."""

    code = "levels.out_taken"
    title = "A file of that name is already there."
    advice = "Name another folder, or take the file away."


class SignaturesChanged(LevelError):
    """The raised document has not the same signatures as before: a fault of this program; nothing was kept."""

    code = "levels.signatures_changed"
    title = "Adding the timestamp would have changed a signature."
    advice = "Nothing was kept; run `eset-desktop doctor` and tell your support."
