# SPDX-License-Identifier: EUPL-1.2
"""The log lines that a test expects; the fixture `expected_logs` gives one to every test."""

import logging
import re
from dataclasses import dataclass, field


@dataclass(slots=True)
class ExpectedLogs:
    """The log lines that a test expects."""

    patterns: list[re.Pattern[str]] = field(default_factory=list)
    records: list[logging.LogRecord] = field(default_factory=list)

    def allow(self, pattern: str) -> None:
        """Expect lines in whose text a regular expression is found; none need come."""
        self.patterns.append(re.compile(pattern))

    def texts(self) -> list[str]:
        """Return every line from WARNING up that came so far."""
        return [record.getMessage() for record in self.records]

    def unexpected(self) -> list[str]:
        """Return the lines that no pattern allows."""
        return [
            f"{record.levelname} {record.name}: {record.getMessage()}"
            for record in self.records
            if not any(pattern.search(record.getMessage()) for pattern in self.patterns)
        ]


class Collector(logging.Handler):
    """Collects every log line from WARNING up."""

    def __init__(self, expected: ExpectedLogs) -> None:
        super().__init__(logging.WARNING)
        self.expected = expected

    def emit(self, record: logging.LogRecord) -> None:
        self.expected.records.append(record)
