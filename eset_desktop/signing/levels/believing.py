# SPDX-License-Identifier: EUPL-1.2
"""What a document's signatures, timestamps and evidence are worth; worker only (loads pyHanko).

Anybody can write a timestamp or a security store into a document. So nothing that a document says of itself counts unless
the validation (:mod:`eset_desktop.signing.validation`, the only place where signatures are judged) finds it good: a
timestamp counts when it holds over its bytes (RFC 3161 §2.4.2), is not of the future and leads to an anchor; evidence counts
when with nothing else the signer is proved at the time that is proved. What does not count is as if it were not there.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from eset_desktop.signing.inspection import integrity_of
from eset_desktop.signing.levels.errors import NoSignature, SignatureBroken
from eset_desktop.signing.levels.material import TOLERANCE
from eset_desktop.signing.levels.reading import Document, Mark, renewal_of
from eset_desktop.signing.levels.values import Facts, Level
from eset_desktop.signing.pades.opening import Document as Opened
from eset_desktop.signing.pades.reading import check_outside
from eset_desktop.signing.trust.anchors import ServiceKind
from eset_desktop.signing.validation import report, revocation
from eset_desktop.signing.validation.believed import Believed
from eset_desktop.signing.validation.examination import Examination, Fetcher
from eset_desktop.signing.validation.pdf_examination import (
    Apart,
    Found,
    proven,
    take_all_apart,
    trust_stamps,
)
from eset_desktop.signing.validation.problems import Problem
from eset_desktop.signing.validation.report import Proof
from eset_desktop.signing.values import Integrity

_LATE: Final = TOLERANCE - revocation.TOLERANCE
"""By how much more clocks may be apart here than where a verdict is told: a timestamp was made just now."""
_ASKED_LATER: Final = frozenset({Problem.REVOCATION_UNKNOWN})
"""What does not speak against a timestamp yet: it is looked up when evidence is collected."""
_PROOFS: Final = frozenset({Proof.SIGNATURE_TIMESTAMP, Proof.DOCUMENT_TIMESTAMP})
_DATA: Final = frozenset({"/OCSPs", "/CRLs"})


@dataclass(slots=True)
class Belief:
    """What is thought of one document.

    Attributes:
        believed: Who is trusted.
        now: The moment.
        issuers: Finds issuers' certificates; what it fetches goes into no document.
    """

    believed: Believed
    now: datetime
    issuers: Fetcher
    _apart: Apart = field(default_factory=lambda: Apart((), ()))
    _known: dict[int, tuple[Examination, Apart]] = field(default_factory=dict)

    async def weigh(self, document: Document) -> Document:
        """Return a document with what counts in it told from what does not.

        Raises:
            SignatureBroken: It cannot be looked at.
        """
        stream = document.reader.stream
        try:
            check_outside(Opened(stream, document.size, None))
            self._apart = take_all_apart(stream)
            self._known.clear()
        except MemoryError:  # says nothing of the signature
            raise
        # boundary: a stranger's document makes the library raise anything, and what cannot be taken apart is not raised
        except Exception as error:
            raise SignatureBroken(step="inspection") from error
        examination = Examination(self.believed, self.now + _LATE, self.issuers, _ASKED_LATER)
        await trust_stamps(examination, self._apart)
        marks = [await self._weighed(each, examination) for each in document.marks]
        return replace(document, marks=tuple(marks))

    def check(self, mark: Mark) -> None:
        """See that a signature holds and that what it signs was not changed afterwards; raises SignatureBroken."""
        found = self._of(mark)
        if found is None or integrity_of(found) is Integrity.BROKEN:
            raise SignatureBroken(step="changed")
        signed = found.stamp.signed if found.stamp else found.signed
        if signed is None or signed.integrity is not report.Integrity.INTACT:
            raise SignatureBroken(step="value")

    async def facts(self, document: Document) -> Facts:
        """Return what is known of a weighed document.

        Raises:
            NoSignature: It has none.
        """
        signatures = document.signatures
        if not signatures:
            raise NoSignature
        last = signatures[-1]
        level, proved_at = await self._judged(document, last)
        return Facts(
            level=level,
            signatures=len(signatures),
            stamped_at=proved_at,
            renew_by=renewal_of(document.stamps[-1].token) if level is Level.B_LTA else None,
        )

    async def level(self, document: Document, mark: Mark) -> Level:
        """Return the level of a signature: by what it has and what of that holds."""
        level, _ = await self._judged(document, mark)
        return level

    async def _judged(self, document: Document, mark: Mark) -> tuple[Level, datetime | None]:
        """Return the level of a signature, and since when it is proved to exist by what that level asks for."""
        found = self._of(mark)
        if found is None or mark.proved_at is None:
            return Level.B_B, None
        archive = next((self._of(each) for each in reversed(document.later_stamps(mark))), None)
        if archive is not None and (moment := await self._proved_by(found, archive)):
            return Level.B_LTA, moment
        moment = await self._proved_by(found, None)
        return (Level.B_LT, moment) if moment else (Level.B_T, mark.proved_at)

    async def _proved_by(self, found: Found, archive: Found | None) -> datetime | None:
        """Return since when the document proves a signature with nothing but its own evidence; ``None``: it does not.

        Args:
            found: The signature.
            archive: The timestamp that must cover the evidence, and at whose time the signer must be proved; ``None``:
                all evidence counts, and another timestamp must be proved in the same way.
        """
        examination, apart = await self._examined(archive)
        signed = found.signed
        if (
            signed is None
            or signed.certificate is None
            or _DATA.isdisjoint(item.kind for item in apart.items)
        ):
            return None
        existence = (await proven(examination, signed, found.place.revision, apart)).existence
        if archive is None and existence.proof not in _PROOFS:
            return None
        chain = await examination.chain(signed.certificate, ServiceKind.CA_QC, existence.time)
        holds = chain.path is not None and chain.embedded and not chain.problems
        return existence.time if holds else None

    async def _examined(self, archive: Found | None) -> tuple[Examination, Apart]:
        """Return what a timestamp covers, as it was to be judged then; without one, all as of now."""
        key = archive.place.revision if archive else -1
        if key not in self._known:
            moment = archive.stamp.time if archive and archive.stamp else None
            examination = Examination(self.believed, moment or self.now + _LATE)
            apart = self._apart.before(archive)
            await trust_stamps(examination, apart)
            self._known[key] = examination, apart
        return self._known[key]

    async def _weighed(self, mark: Mark, examination: Examination) -> Mark:
        found = self._of(mark)
        if found is None:
            return mark
        if found.stamp is not None:
            return replace(mark, counts=found.stamp.trusted, proved_at=found.stamp.time)
        if found.signed is None:
            return mark
        weighed = await proven(examination, found.signed, found.place.revision, self._apart)
        tokens = zip(found.signed.tokens, weighed.stamps, strict=True)
        existence = weighed.existence
        return replace(
            mark,
            counting=tuple(token for token, stamp in tokens if stamp.trusted),
            proved_at=existence.time if existence.proof in _PROOFS else None,
        )

    def _of(self, mark: Mark) -> Found | None:
        """Return what the validation found of a mark; of two with one range, that which does not hold."""
        ranges = tuple(int(each) for each in mark.found.byte_range)
        found = [each for each in self._apart.found if each.byte_range == ranges]
        return min(found, key=lambda each: integrity_of(each) is not Integrity.BROKEN, default=None)
