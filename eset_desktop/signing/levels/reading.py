# SPDX-License-Identifier: EUPL-1.2
"""What signatures and timestamps a PDF holds, and how long each will last; worker only (loads pyHanko)."""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import BinaryIO

from asn1crypto import cms, x509
from pyhanko.pdf_utils.generic import DictionaryObject
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from eset_desktop.signing.levels.errors import DocumentUnreadable, LevelError, NoSignature, SignatureBroken
from eset_desktop.signing.levels.naming import certificates_of
from eset_desktop.signing.levels.renewal import renew_by
from eset_desktop.signing.levels.stamps import info_of, time_of
from eset_desktop.signing.levels.values import Facts, Level

TOKEN = "signature_time_stamp_token"  # noqa: S105 - the attribute's name (RFC 3161 appendix A)


@dataclass(frozen=True)
class Mark:
    """A signature or document timestamp.

    Attributes:
        found: As pyHanko reads it.
        counts: Whether it may be believed as a timestamp; only a document timestamp is asked.
        counting: The signature timestamps in it that may be believed; None: nobody has looked.
    """

    found: EmbeddedPdfSignature
    counts: bool = True
    counting: tuple[cms.ContentInfo, ...] | None = None

    @property
    def is_stamp(self) -> bool:
        """Whether it is a document timestamp."""
        return bool(self.found.sig_object_type == "/DocTimeStamp")

    @property
    def revision(self) -> int:
        """The revision that it signs."""
        return int(self.found.signed_revision)

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
    def certificate(self) -> x509.Certificate:
        """The signer's."""
        return self.found.signer_cert

    @property
    def token(self) -> cms.ContentInfo:
        """Itself as a timestamp token."""
        return cms.ContentInfo({"content_type": "signed_data", "content": self.found.signed_data})

    @property
    def tokens(self) -> list[cms.ContentInfo]:
        """The signature timestamps in it, whatever they are worth."""
        return tokens_in(self.found.signer_info)

    @property
    def believed(self) -> list[cms.ContentInfo]:
        """The signature timestamps in it that count."""
        return self.tokens if self.counting is None else list(self.counting)

    @property
    def stamped_at(self) -> datetime | None:
        """The earliest moment that a signature timestamp in it that counts, or itself as a timestamp, attests."""
        if self.is_stamp:
            moment: datetime = (
                self.found.signed_data["encap_content_info"]["content"].parsed["gen_time"].native
            )
            return moment
        return min((time_of(each) for each in self.believed), default=None)

    def names(self) -> frozenset[str]:
        """Return the keys under which a DSS may speak of it (EN 319 142-1 §5.4.2.2; pyHanko hashes the digits)."""
        contents = self.found.pkcs7_content
        digits = (contents.hex().encode(), contents.hex().upper().encode())
        texts = (contents, *digits)
        return frozenset(
            "/" + hashlib.sha1(each, usedforsecurity=False).hexdigest().upper() for each in texts
        )

    def check(self) -> None:
        """See that it holds over its bytes, whoever made it.

        Raises:
            SignatureBroken: It does not.
        """
        kind = "tst_info" if self.is_stamp else "data"
        try:
            digest = self.found.compute_digest()
            if self.is_stamp:
                content = self.found.signed_data["encap_content_info"]["content"]
                fits = content.parsed["message_imprint"]["hashed_message"].native == digest
                digest = hashlib.new(self.found.md_algorithm, bytes(content)).digest()
            else:
                fits = True
            intact, valid = validate_sig_integrity(self.found.signer_info, self.certificate, kind, digest)
        except LevelError:
            raise
        except Exception as error:
            raise SignatureBroken(step=type(error).__name__) from error
        if not (fits and intact and valid):
            raise SignatureBroken(step="value")


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

    @property
    def certificates(self) -> list[x509.Certificate]:
        """What lies in the document's security store, to build paths of; what cannot be read is left out."""
        with suppress(Exception):  # a stranger's store may be anything; paths are then built without it
            listed = self.reader.root["/DSS"].get("/Certs", ())
            return [x509.Certificate.load(each.data, strict=True) for each in listed]
        return []

    def later_stamps(self, mark: Mark) -> list[Mark]:
        """Return the document timestamps over a signature."""
        return [each for each in self.stamps if each.end > mark.end]

    def proved_at(self, mark: Mark) -> datetime | None:
        """Return the earliest moment at which something proves that a signature or timestamp existed."""
        proofs = [mark.stamped_at, *(each.stamped_at for each in self.later_stamps(mark))]
        return min((each for each in proofs if each is not None), default=None)

    def spoken_of(self, mark: Mark, revision: int) -> bool:
        """Tell whether the DSS of a revision holds what is needed to check a signature."""
        root = self.reader.get_historical_root(revision)
        if "/DSS" not in root:
            return False
        store = root["/DSS"]
        named = "/VRI" in store and mark.names() & frozenset(store["/VRI"])
        return bool(named) or (("/OCSPs" in store or "/CRLs" in store) and _holds(store, mark))

    def sealed(self, mark: Mark) -> bool:
        """Tell whether a document timestamp covers a signature and what is needed to check it."""
        return any(self.spoken_of(mark, each.revision) for each in self.later_stamps(mark))

    def level(self, mark: Mark) -> Level:
        """Return the level of a signature."""
        if self.proved_at(mark) is None:
            return Level.B_B
        if self.sealed(mark):
            return Level.B_LTA
        return Level.B_LT if self.spoken_of(mark, self.reader.total_revisions - 1) else Level.B_T

    def facts(self) -> Facts:
        """Return what is known of the document.

        Raises:
            NoSignature: It has none.
        """
        signatures = self.signatures
        if not signatures:
            raise NoSignature
        last = signatures[-1]
        level = self.level(last)
        return Facts(
            level=level,
            signatures=len(signatures),
            stamped_at=self.proved_at(last),
            renew_by=renewal_of(self.stamps[-1].token) if level is Level.B_LTA else None,
        )


def tokens_in(signer: cms.SignerInfo) -> list[cms.ContentInfo]:
    """Return the signature timestamps of a signer."""
    unsigned = signer["unsigned_attrs"].native is not None and signer["unsigned_attrs"]
    return [token for each in unsigned or () if each["type"].native == TOKEN for token in each["values"]]


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


def _holds(store: DictionaryObject, mark: Mark) -> bool:
    wanted = mark.certificate.dump()
    return any(each.data == wanted for each in store.get("/Certs", ()))


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
