# SPDX-License-Identifier: EUPL-1.2
"""The logs and error streams of processes: from WARNING up, and anything that is no log line, is unexpected."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

QUIET: Final = re.compile(
    r'\{.*"level": "(debug|info)"|\d{4}-\d\d-\d\dT\S+ (DEBUG|INFO) |This plugin does not support \w+\(\)$'
)
"""Lines of the service and the agent, of the window, and what Qt's offscreen platform says of itself."""


def unexpected(folder: Path, allowed: Iterable[str] = ()) -> list[str]:
    """Return the loud lines of every log below a folder, but those in which an allowed pattern is found."""
    patterns = [re.compile(each) for each in allowed]
    return [
        f"{log.name}: {line}"
        for log in sorted(folder.rglob("*.log"))
        for line in log.read_text("utf-8").splitlines()
        if not QUIET.match(line) and not any(each.search(line) for each in patterns)
    ]
