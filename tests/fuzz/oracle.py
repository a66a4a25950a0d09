# SPDX-License-Identifier: EUPL-1.2
"""What must hold of every input: an answer without an accident, and PASSED for nothing but what was signed."""

import logging
import re
from datetime import datetime
from io import BytesIO

from eset_desktop.signing.trust.anchors import Anchors
from eset_desktop.signing.validation.engine import Conditions, validate
from eset_desktop.signing.validation.problems import Problem
from eset_desktop.signing.validation.report import FileReport, Verdict

_GAP = re.compile(rb"<[0-9A-Fa-f\s]{512,}>")


class Oracle:
    """Judges reports by what was really signed.

    Args:
        seeds: Documents that pass.
        anchors: With which they do.
        now: When they do.
    """

    def __init__(self, seeds: list[bytes], anchors: Anchors, now: datetime) -> None:
        logging.disable(logging.CRITICAL)
        self._conditions = Conditions(anchors, now)
        self._signed = [masked(seed) for seed in seeds]

    def judge(self, data: bytes) -> FileReport:
        """Validate ``data``.

        Raises:
            AssertionError: An accident, or a false PASSED.
        """
        report = validate(BytesIO(data), "fuzz", self._conditions)
        assert report.problem != Problem.UNEXPECTED, "an accident that nobody expected"
        if report.verdict is Verdict.PASSED:
            shown = masked(data)
            assert any(shown == signed for signed in self._signed), "PASSED for what nobody signed"
        return report


def masked(data: bytes) -> bytes:
    """Return a document without the values of its signatures, which no range covers, and without blanks at its end."""
    return _GAP.sub(b"<>", data).rstrip(b"\r\n\t \0")
