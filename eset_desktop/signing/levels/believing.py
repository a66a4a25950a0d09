# SPDX-License-Identifier: EUPL-1.2
"""Which timestamps of a document count, and whether what is signed was left alone; worker only (loads pyHanko).

Anybody can write a timestamp into a document. One counts only when its own signature holds over the bytes that it stands
for (RFC 3161 §2.4.2), it is not of the future, and a path leads from its certificate, which is one for time-stamping
(§2.3), to an anchor at the moment that it tells. One that does not count is as if it were not there. Whether its
certificate had been revoked is looked at when evidence is collected (:mod:`~eset_desktop.signing.levels.material`).
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final

from asn1crypto import cms, x509

from eset_desktop.signing.errors import NotChecked
from eset_desktop.signing.inspection import inspect_document
from eset_desktop.signing.levels.errors import LevelError, SignatureBroken
from eset_desktop.signing.levels.material import TOLERANCE, Material
from eset_desktop.signing.levels.reading import Document, Mark
from eset_desktop.signing.pades.opening import Document as Opened
from eset_desktop.signing.validation.timestamps import read_stamp
from eset_desktop.signing.values import Integrity

FUTURE: Final[timedelta] = TOLERANCE


@dataclass(slots=True)
class Belief:
    """What is thought of one document's signatures and timestamps.

    Attributes:
        material: Builds paths; what it fetches goes into no document.
        found: What was found of each field before anything was added, by its name.
    """

    material: Material
    found: dict[str, Integrity] = field(default_factory=dict)

    def inspect(self, document: Document) -> None:
        """Look at all signatures of a document as it came: ranges, bytes, and what was changed after them.

        Raises:
            SignatureBroken: It cannot be looked at.
        """
        stream = document.reader.stream
        try:
            facts = inspect_document(Opened(stream, document.size, None))
        except NotChecked as error:
            raise SignatureBroken(step="inspection") from error
        for each in facts:
            known = self.found.get(each.field_name, each.integrity)
            self.found[each.field_name] = each.integrity if known is each.integrity else Integrity.BROKEN

    def check(self, mark: Mark) -> None:
        """See that a signature holds, and that what it signs was not changed afterwards; raises SignatureBroken."""
        if self.found.get(mark.found.field_name) is Integrity.BROKEN:
            raise SignatureBroken(step="changed")
        mark.check()

    async def weigh(self, document: Document) -> Document:
        """Return a document with what counts in it told from what does not."""
        others = document.certificates
        marks = []
        for each in document.marks:
            if each.is_stamp:
                marks.append(replace(each, counts=await self._stamp_counts(each, others)))
            else:
                counting = [token for token in each.tokens if await self._token_counts(each, token, others)]
                marks.append(replace(each, counting=tuple(counting)))
        return replace(document, marks=tuple(marks))

    async def _stamp_counts(self, mark: Mark, others: list[x509.Certificate]) -> bool:
        if self.found.get(mark.found.field_name, Integrity.GOOD) is not Integrity.GOOD:
            return False
        try:
            mark.check()
        except LevelError:
            return False
        return await self._holds(mark.found.signed_data, lambda _: mark.found.compute_digest(), others)

    async def _token_counts(self, mark: Mark, token: cms.ContentInfo, others: list[x509.Certificate]) -> bool:
        if token["content_type"].native != "signed_data":
            return False
        value = mark.found.signer_info["signature"].native
        return await self._holds(token["content"], lambda name: hashlib.new(name, value).digest(), others)

    async def _holds(
        self, data: cms.SignedData, imprint: Callable[[str], bytes], others: list[x509.Certificate]
    ) -> bool:
        stamp = read_stamp(data, imprint)
        if not stamp.holds or stamp.time is None or stamp.time > self.material.now + FUTURE:
            return False
        return await self.material.is_anchored_stamp(data, stamp.time, others)
