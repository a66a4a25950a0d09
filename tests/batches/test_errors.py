# SPDX-License-Identifier: EUPL-1.2
"""What the process that signs refuses is told in the window by the same error, not by a general one."""

import subprocess
import sys

CODES = """
import sys
from eset_desktop.errors import EsetError
def below(cls):
    yield cls.code
    for each in cls.__subclasses__():
        yield from below(each)
print(*sorted(set(below(EsetError))))
"""
SIGNS = "import eset_desktop.signing_process, eset_desktop.signing.container.door"
SHOWS = "import eset_desktop.app"


def codes(loaded: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{loaded}\n{CODES}"], stdout=subprocess.PIPE, text=True, check=True
    )
    return set(done.stdout.split())


def test_the_window_knows_every_error_of_the_process() -> None:
    assert codes(SIGNS) - codes(SHOWS) == set()
