# SPDX-License-Identifier: EUPL-1.2
"""Two network namespaces of one run: their names, what runs in them, which congestion control their sockets use."""

import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from rigs.line.shaper import TUN_DEVICE

from eset_desktop.platform import FileLock

PROGRAMS: Final[Mapping[str, str]] = {"ip": "iproute2", "ss": "iproute2"}
"""Program to Debian package."""

CUBIC: Final = "cubic"
BBR: Final = "bbr"

_ALLOWED: Final = Path("/proc/sys/net/ipv4/tcp_allowed_congestion_control")
_AVAILABLE: Final = Path("/proc/sys/net/ipv4/tcp_available_congestion_control")
_LOCK: Final = Path("/run/lock/eset-shaped-line.lock")
_SETTING: Final = "net.ipv4.tcp_congestion_control"


def why_not() -> str:
    """Return why no line can be made here, in one sentence; empty when it can."""
    if os.geteuid() != 0:
        return "a shaped line needs root (network namespaces)"
    if not os.access(TUN_DEVICE, os.R_OK | os.W_OK):
        return f"a shaped line needs {TUN_DEVICE}"
    absent = sorted({package for program, package in PROGRAMS.items() if shutil.which(program) is None})
    return f"a shaped line needs the packages {', '.join(absent)}" if absent else ""


@contextmanager
def _everything_allowed() -> Iterator[None]:
    """Let a namespace choose any congestion control that the kernel has; the machine's own setting comes back.

    One run at a time: two would take each other's change for the machine's setting.
    """
    lock = FileLock(_LOCK)
    lock.acquire(wait=True)
    allowed = _ALLOWED.read_text("ascii")
    _ALLOWED.write_text(_AVAILABLE.read_text("ascii"), encoding="ascii")
    try:
        yield
    finally:
        _ALLOWED.write_text(allowed, encoding="ascii")
        lock.release()


@dataclass(frozen=True, slots=True)
class Space:
    """A network namespace.

    Attributes:
        name: Unique to the run.
        address: Its end of the line.
    """

    name: str
    address: str

    def make(self) -> None:
        """Create it, with a loopback of its own."""
        subprocess.run(["ip", "netns", "add", self.name], check=True)
        subprocess.run(["ip", "-n", self.name, "link", "set", "lo", "up"], check=True)

    def remove(self) -> None:
        """Remove it; one that is gone is all right."""
        subprocess.run(["ip", "netns", "del", self.name], check=False, capture_output=True)

    def command(self, command: Sequence[str]) -> list[str]:
        """Return a command that runs inside."""
        return ["ip", "netns", "exec", self.name, *command]

    def run(self, command: Sequence[str], **options: Any) -> "subprocess.CompletedProcess[str]":
        """Run something inside and wait for it."""
        return subprocess.run(self.command(command), text=True, check=False, **options)

    def start(self, command: Sequence[str], **options: Any) -> "subprocess.Popen[bytes]":
        """Start something inside."""
        return subprocess.Popen(self.command(command), **options)

    def use(self, algorithm: str) -> None:
        """Give every socket made inside from now on a congestion control (also those of programs that can't be told)."""
        setting = str(Path("/proc/sys", *_SETTING.split(".")))
        with _everything_allowed():
            self.run(["tee", setting], input=algorithm, stdout=subprocess.DEVNULL).check_returncode()

    def congestion(self) -> dict[str, int]:
        """Return what the kernel says of its connections to the other end: sockets by congestion control."""
        network = f"{self.address.rpartition('.')[0]}.0/24"
        told = self.run(["ss", "-tinH", "dst", network], stdout=subprocess.PIPE).stdout
        return dict(Counter(re.findall(rf"^\s+.*?\b({CUBIC}|{BBR}|reno)\b", told, re.MULTILINE)))
