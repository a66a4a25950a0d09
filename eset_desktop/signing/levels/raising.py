# SPDX-License-Identifier: EUPL-1.2
"""Raising a document's signatures to a level; worker only (loads pyHanko).

The way: see that the signatures hold → prove the signers' certificates → timestamp into the gap while the signature is the
last revision, else a document timestamp → prove the time-stamping certificates → security store with an entry for each
signature → archive timestamp, in the same revision. EU DSS goes the same way (``PAdESLevelBaselineT`` and those after it).
The file is only read: what comes to it lies in memory.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from asn1crypto import cms
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore

from eset_desktop.signing.levels.believing import Belief
from eset_desktop.signing.levels.cache import Cache
from eset_desktop.signing.levels.errors import (
    CertificateOutlived,
    CertificateRevoked,
    CertificateUntrusted,
    DocumentUnreadable,
    NoSignature,
    RevocationUnusable,
    SignaturesChanged,
    TsaUntrusted,
)
from eset_desktop.signing.levels.fetching import Fetching
from eset_desktop.signing.levels.gap import free_gap, with_token
from eset_desktop.signing.levels.guarded import Inside
from eset_desktop.signing.levels.http import Line
from eset_desktop.signing.levels.material import Material
from eset_desktop.signing.levels.overlay import Overlay
from eset_desktop.signing.levels.reading import Mark, read, renewal_of
from eset_desktop.signing.levels.resting import Rests
from eset_desktop.signing.levels.same import same_signatures
from eset_desktop.signing.levels.stamps import DIGEST, PdfStamps, Stamps
from eset_desktop.signing.levels.values import Facts, Level, Raised, Services
from eset_desktop.signing.pades.reading import SigningWriter
from eset_desktop.signing.trust.anchors import Anchors
from eset_desktop.signing.validation.answers import Issuers
from eset_desktop.signing.validation.believed import Believed

_CHUNK: Final = 1 << 20


@dataclass(slots=True)
class Raiser:
    """Raises documents one after the other, with what they share.

    Attributes:
        line: To where certificates say that answers about them are.
        stamps: Time-stamping services, which somebody here chose.
        cache: OCSP answers, CRLs, issuers.
        believed: Who is trusted.
    """

    line: Line
    stamps: Stamps
    cache: Cache
    believed: Believed
    _sample: cms.ContentInfo | None = None

    @classmethod
    def of(cls, services: Services, anchors: tuple[bytes, ...]) -> "Raiser":
        """Return what raises with these services and trusted certificates (DER)."""
        length = timedelta(seconds=services.rest)
        line, rests = Line(services.timeout, Rests(length, only_silent=True)), Rests(length)
        far = (
            Line(services.timeout, rests)
            if services.inside is None
            else Line.guarded(services.timeout, Inside.of(services.inside), rests)
        )
        believed = Believed(Anchors.of_certificates(anchors))
        return cls(far, Stamps(line, services.tsas), Cache(Path(services.cache)), believed)

    async def raise_level(self, path: Path, wanted: Level, now: datetime) -> Raised:
        """Raise all signatures of a document to at least a level; at B-LTA and due, renew.

        Args:
            path: The document; it stays as it is.
            wanted: At least this.
            now: The moment.

        Raises:
            LevelError: One of its subclasses: why not.
        """
        self.line.rests.now = self.stamps.line.rests.now = now
        with path.open("rb") as untouched:
            sha256 = hashlib.file_digest(untouched, "sha256").hexdigest()
        with Overlay(path) as overlay:
            work = _Work(self, overlay, now)
            await work.begin()
            before = await work.facts()
            due = before.renew_by is not None and before.renew_by <= now
            if before.level.reaches(wanted) and not (due and self._gains(before)):
                return Raised(overlay.base, sha256, (), b"", before, before)
            await work.do(wanted)
            facts = await work.facts()
            with path.open("rb") as untouched:
                if not same_signatures(untouched, overlay.stream()):
                    raise SignaturesChanged(level=facts.level.value)
            if not facts.level.reaches(wanted):
                raise RevocationUnusable(level=facts.level.value)
            return Raised(overlay.base, sha256, overlay.overwrites, overlay.tail, before, facts)

    def _gains(self, before: Facts) -> bool:
        """Tell whether a renewal would last longer: the service may still use the certificate that ends."""
        token = self.stamp(b"no document")
        return before.renew_by is not None and renewal_of(token) > before.renew_by

    def sample(self) -> cms.ContentInfo:
        """Return a token of the service that will make the next ones, to know its certificates beforehand."""
        if self._sample is None:
            self._sample = self.stamps.over(b"no document")
        return self._sample

    def stamp(self, data: bytes) -> cms.ContentInfo:
        """Return a token over bytes."""
        self._sample = self.stamps.over(data)
        return self._sample


class _Work:
    """One document on its way up."""

    def __init__(self, raiser: Raiser, overlay: Overlay, now: datetime) -> None:
        self.raiser, self.overlay, self.now = raiser, overlay, now
        self.document = read(overlay.stream(), overlay.size)
        # Its own fetching: what is asked to judge a stranger's timestamp goes into no document.
        issuers = Issuers(Fetching(raiser.line, raiser.cache, now))
        self.belief = Belief(raiser.believed, now, issuers)

    async def begin(self) -> None:
        """Look at what the document brings along: nothing that it says of itself is believed unseen."""
        if not self.document.signatures:
            raise NoSignature
        self.document = await self.belief.weigh(self.document)
        self.belief.check(self.document.signatures[-1])

    async def facts(self) -> Facts:
        """Return what is known of the document as it stands."""
        return await self.belief.facts(self.document)

    async def do(self, wanted: Level) -> None:
        document = self.document
        levels = {each.end: await self.belief.level(document, each) for each in document.signatures}
        pending = [each for each in document.signatures if levels[each.end] is not Level.B_LTA]
        last = document.stamps[-1:]
        for each in (*pending, *last):
            self.belief.check(each)
        fetching = Fetching(self.raiser.line, self.raiser.cache, self.now)
        material = Material(fetching, self.raiser.believed, self.now)
        unproved = await self._prove_signers(material, pending) if wanted.reaches(Level.B_LT) else set()
        await self._prove_time()
        document = self.document
        if any(each.proved_at is None for each in document.signatures):
            raise TsaUntrusted(reason="certificate_untrusted")
        if not wanted.reaches(Level.B_LT):
            return
        pending = [
            each
            for each in document.signatures
            if each.end not in unproved and levels[each.end] is not Level.B_LTA
        ]
        for each in pending:
            for token in each.counting:
                await material.prove_stamp(token, each.proved_at)
        for each in document.stamps[-1:]:
            await material.prove_stamp(each.found.signed_data)
        lasting = wanted is Level.B_LTA
        if lasting:
            await material.prove_stamp(self.raiser.sample()["content"])
        await self._close(material, [*pending, *document.stamps[-1:]], lasting=lasting)

    async def _prove_signers(self, material: Material, pending: list[Mark]) -> set[int]:
        """Prove the signers' certificates; return where those end that cannot be, the last signature not among them.

        A citizen's signature under a document that the town hall signs after them may be of an authority that is not
        trusted here, or of a certificate that is over. The document timestamp covers it all the same.
        """
        unproved = set()
        for each in pending:
            try:
                await material.prove_signer(each.found.signed_data, each.proved_at)
            except (CertificateRevoked, CertificateOutlived, CertificateUntrusted):
                if each is self.document.signatures[-1]:
                    raise
                unproved.add(each.end)
        return unproved

    async def _prove_time(self) -> None:
        """See that something proves when each signature existed: level B-T."""
        document = self.document
        open_ended = [each for each in document.signatures if each.proved_at is None]
        if not open_ended:
            return
        last = open_ended[-1]
        if free_gap(document, last):
            written = with_token(last, self.raiser.stamp(last.found.signer_info["signature"].native))
            if written is not None:
                self.overlay.overwrite(written.start, written.data)
                await self._reread()
                open_ended = open_ended[:-1]
        if open_ended:
            await self._append_stamp(self._writer())

    async def _close(self, material: Material, marks: list[Mark], *, lasting: bool) -> None:
        """Write the security store, and the archive timestamp over it."""
        writer = self._writer()
        contents: list[bytes | None] = [each.found.pkcs7_content for each in marks]
        for each in contents or [None]:
            DocumentSecurityStore.supply_dss_in_writer(
                writer,
                each,
                paths=material.paths,
                ocsps=material.fetching.ocsps.values(),
                crls=material.fetching.crls.values(),
            )
        if lasting:
            await self._append_stamp(writer)
        else:
            writer.write_in_place()  # type: ignore[no-untyped-call]  # pyHanko does not say its types
            await self._reread()

    async def _append_stamp(self, writer: SigningWriter) -> None:
        self.raiser.sample()  # says how much room a token needs
        stamper = PdfTimeStamper(PdfStamps(self.raiser.stamps))
        try:
            await stamper.async_timestamp_pdf(
                writer, DIGEST, bytes_reserved=2 * self.raiser.stamps.room, in_place=True, chunk_size=_CHUNK
            )
        except (SigningError, PdfError) as error:
            raise DocumentUnreadable(reason=type(error).__name__) from error
        await self._reread()

    def _writer(self) -> SigningWriter:
        return SigningWriter(self.document.reader.stream, prev=self.document.reader)

    async def _reread(self) -> None:
        self.document = await self.belief.weigh(read(self.overlay.stream(), self.overlay.size))
