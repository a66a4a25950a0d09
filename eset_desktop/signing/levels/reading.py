# SPDX-License-Identifier: EUPL-1.2
"""What signatures and timestamps a PDF holds, and how long each will last; worker only (loads pyHanko)."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import BinaryIO

from asn1crypto import cms
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from eset_desktop.signing.levels.errors import DocumentUnreadable, LevelError, SignatureBroken
from eset_desktop.signing.levels.naming import certificates_of
from eset_desktop.signing.levels.renewal import renew_by
from eset_desktop.signing.levels.stamps import info_of

TOKEN = "signature_time_stamp_token"  # noqa: S105 - the attribute's name (RFC 3161 appendix A)


@dataclass(frozen=True)
class Mark:
    """A signature or document timestamp; nothing of it counts until it was weighed (levels/believing.py).

    Attributes:
        found: As pyHanko reads it.
        counts: Whether it may be believed as a timestamp; only a document timestamp is asked.
        counting: The signature timestamps in it that may be believed.
        proved_at: The earliest moment at which something that counts proves that it existed.
    """

    found: EmbeddedPdfSignature
    counts: bool = False
    counting: tuple[cms.SignedData, ...] = ()
    proved_at: datetime | None = None

    @property
    def is_stamp(self) -> bool:
        """Whether it is a document timestamp."""
        return bool(self.found.sig_object_type == "/DocTimeStamp")

    @cached_property
    def gap(self) -> tuple[int, int]:
        """Where its ``/Contents`` stands, brackets included; raises SignatureBroken for another shape."""
        numbers = [int(each) for each in self.found.byte_range]
        if len(numbers) != 4 or numbers[0] != 0 or min(numbers) < 0 or numbers[1] >= numbers[2]:
            raise SignatureBroken(step="range")
        return numbers[1], numbers[2]

    @property
    def end(self) -> int:
        """Where what it signs ends."""
        return int(self.found.byte_range[2]) + int(self.found.byte_range[3])

    @property
    def token(self) -> cms.ContentInfo:
        """Itself as a timestamp token."""
        return cms.ContentInfo({"content_type": "signed_data", "content": self.found.signed_data})

    @property
    def tokens(self) -> list[cms.ContentInfo]:
        """The signature timestamps in it, whatever they are worth."""
        unsigned = self.found.signer_info["unsigned_attrs"]
        attributes = unsigned if unsigned.native is not None else ()
        return [token for each in attributes if each["type"].native == TOKEN for token in each["values"]]


@dataclass(frozen=True)
class Document:
    """A PDF with signatures.

    Attributes:
        reader: pyHanko's.
        size: Bytes of the file.
        marks: Signatures and document timestamps in the order of their revisions.
    """

    reader: PdfFileReader
    size: int
    marks: tuple[Mark, ...]

    @property
    def signatures(self) -> list[Mark]:
        """Signatures without document timestamps."""
        return [each for each in self.marks if not each.is_stamp]

    @property
    def stamps(self) -> list[Mark]:
        """Document timestamps that count."""
        return [each for each in self.marks if each.is_stamp and each.counts]

    def later_stamps(self, mark: Mark) -> list[Mark]:
        """Return the document timestamps over a signature."""
        return [each for each in self.stamps if each.end > mark.end]


def read(stream: BinaryIO, size: int) -> Document:
    """Read a document.

    Raises:
        DocumentUnreadable: It is no PDF, or needs a password.
        SignatureBroken: A signature in it cannot be read.
    """
    try:
        reader = PdfFileReader(stream, strict=False)
        if reader.encrypted and not reader.decrypt("").status.name.startswith(("USER", "OWNER")):
            raise DocumentUnreadable(reason="password")
        _ = reader.root["/Pages"]
    except LevelError:
        raise
    except Exception as error:
        raise DocumentUnreadable(reason=type(error).__name__) from error
    try:
        marks = [Mark(each) for each in reader.embedded_signatures]
    except Exception as error:
        raise SignatureBroken(step=type(error).__name__) from error
    return Document(reader, size, tuple(sorted(marks, key=lambda each: each.end)))


def renewal_of(token: cms.ContentInfo) -> datetime:
    """Return when an archive timestamp like this must have been renewed; raises CertificateUntrusted without its certificate."""
    certificate, _ = certificates_of(token["content"])
    key = certificate.public_key
    return renew_by(
        certificate.not_valid_after,
        algorithm=key.algorithm,
        bits=key.bit_size,
        digest=info_of(token)["message_imprint"]["hash_algorithm"]["algorithm"].native,
    )
