# SPDX-License-Identifier: EUPL-1.2
"""What must hold of every input: an answer without an accident, and PASSED for nothing but what was signed."""

import re
from datetime import datetime
from io import BytesIO

from eset_desktop.signing.trust.anchors import Anchors
from eset_desktop.signing.validation.believed import Believed
from eset_desktop.signing.validation.engine import Conditions, validate
from eset_desktop.signing.validation.problems import Problem
from eset_desktop.signing.validation.report import FileReport, Modifications, Verdict

_RANGE = re.compile(rb"/ByteRange \[0 \d+ (\d+) (\d+)\s*\]")
_SHOWN_TO_NOBODY = {Modifications.NONE, Modifications.PROOFS, Modifications.SIGNATURES}
_GAP = re.compile(rb"<[0-9A-Fa-f\s]{512,}>")


class Oracle:
    """Judges reports by what was really signed.

    Args:
        seeds: Documents that pass.
        anchors: With which they do.
        now: When they do.
    """

    def __init__(self, seeds: list[bytes], anchors: Anchors, now: datetime) -> None:
        self._conditions = Conditions(Believed(anchors), now)
        self._signed = [_signed(seed) for seed in seeds]

    def judge(self, data: bytes) -> FileReport:
        """Validate ``data``.

        Raises:
            AssertionError: An accident, or a false PASSED.
        """
        report = validate(BytesIO(data), "fuzz", self._conditions)
        assert report.problem != Problem.UNEXPECTED, "an accident that nobody expected"
        if report.verdict is Verdict.PASSED:
            assert any(masked(data[:end]) == shown for end, shown in self._signed), (
                "PASSED for what nobody signed"
            )
            assert all(each.modifications in _SHOWN_TO_NOBODY for each in report.signatures), (
                "PASSED though changed"
            )
        return report


def _signed(seed: bytes) -> tuple[int, bytes]:
    """Where the last signature's range ends, and the document up to there."""
    ends = [int(second) + int(rest) for second, rest in _RANGE.findall(seed)]
    stamps = [
        int(second) + int(rest) for second, rest in _RANGE.findall(seed) if _is_stamp(seed, int(second))
    ]
    end = max(set(ends) - set(stamps), default=len(seed))
    return end, masked(seed[:end])


def _is_stamp(seed: bytes, end: int) -> bool:
    """Whether the signature dictionary around a gap that ends at ``end`` is a document timestamp's."""
    start = seed.rfind(b" obj", 0, end)
    return b"/DocTimeStamp" in seed[start : seed.find(b"endobj", end)]


def masked(data: bytes) -> bytes:
    """Return a document without the values of its signatures, which no range covers, and without blanks at its end."""
    return _GAP.sub(b"<>", data).rstrip(b"\r\n\t \0")
