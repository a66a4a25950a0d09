# SPDX-License-Identifier: EUPL-1.2
"""rsync beside us: its daemon at the far end, no encryption; what it sends is compressed (``-z``)."""

import hashlib
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.sync_cases.report import say
from bench.sync_cases.service import BenchError
from bench.sync_cases.setting import Setting
from rigs.line.line import SERVER_ADDRESS, ShapedLine
from rigs.line.link import OPEN, Link

_PORT: Final = 8730
_TARGET: Final = f"rsync://{SERVER_ADDRESS}:{_PORT}/m/"
_PATIENCE: Final = 600.0
_PAUSE: Final = 0.2


@dataclass(frozen=True, slots=True)
class _Far:
    """A daemon that takes files, and where they come to lie."""

    line: ShapedLine
    taken: Path

    def copy(self, *options: str) -> int:
        """Run rsync once to the daemon; return its status."""
        command = ["rsync", "--timeout=120", *options, _TARGET]
        return self.line.client.run(command, capture_output=True, timeout=_PATIENCE).returncode


@contextmanager
def _daemon(setting: Setting, link: Link) -> Iterator[_Far]:
    work = setting.folder / "rsync"
    taken = work / "taken"
    taken.mkdir(parents=True)
    settings = work / "rsyncd.conf"
    settings.write_text(
        f"use chroot = no\npid file = {work}/pid\n[m]\npath = {taken}\nread only = no\nuid = root\ngid = root\n",
        encoding="utf-8",
    )
    with ShapedLine(OPEN, setting.seed) as line:
        command = ["rsync", "--daemon", "--no-detach", f"--config={settings}", f"--address={SERVER_ADDRESS}"]
        daemon = line.server.start([*command, f"--port={_PORT}"], stderr=subprocess.DEVNULL)
        try:
            far = _Far(line, taken)
            _until_up(far)
            line.reshape(link)
            yield far
        finally:
            daemon.terminate()
            daemon.wait()
    shutil.rmtree(work)


def _until_up(far: _Far) -> None:
    deadline = time.monotonic() + 20
    while far.copy("--list-only"):
        if time.monotonic() > deadline:
            raise BenchError("rsync's daemon did not start")
        time.sleep(_PAUSE)


def records(setting: Setting, contents: Sequence[bytes], link: Link) -> float:
    """Return the seconds in which rsync sends records as a file each."""
    source = setting.folder / "rsync-records"
    source.mkdir()
    for number, content in enumerate(contents):
        (source / f"{number:05}.json").write_bytes(content)
    with _daemon(setting, link) as far:
        before, began = far.line.counters(), time.monotonic()
        status = far.copy("-az", f"{source}/")
        seconds, after = time.monotonic() - began, far.line.counters()
        sent, there = after.up.bytes - before.up.bytes, len(list(far.taken.iterdir()))
    shutil.rmtree(source)
    say(f"rsync: {there} records in {seconds:.1f} s, status {status}, {sent} IP bytes up")
    if status or there != len(contents):
        raise BenchError("rsync did not send everything")
    return seconds


def resumed(setting: Setting, content: bytes, link: Link, every: float) -> float:
    """Return the seconds in which rsync sends a file, called again after each reset."""
    source = setting.folder / "rsync-file.pdf"
    source.write_bytes(content)
    with _daemon(setting, link) as far, far.line.resets(every) as resets:
        began = time.monotonic()
        while far.copy("--partial", "--append-verify", "-t", str(source)):
            if time.monotonic() - began > _PATIENCE:
                raise BenchError("rsync never finished")
        seconds, before_end = time.monotonic() - began, far.line.counters()
        same = (far.taken / source.name).read_bytes() == content
    source.unlink()
    say(
        f"rsync: resumed in {seconds:.1f} s over {resets.done} resets, {before_end.up.bytes} IP bytes up, same: {same}"
    )
    return seconds


def appended(setting: Setting, before: bytes, after: bytes) -> float:
    """Return the IP bytes, both ways, with which rsync brings a file that grew at its end."""
    source = setting.folder / "rsync-grown.pdf"
    with _daemon(setting, OPEN) as far:
        (far.taken / source.name).write_bytes(before)
        source.write_bytes(after)
        counted = far.line.counters()
        far.copy("-z", "--no-whole-file", "--ignore-times", str(source))
        now = far.line.counters()
        there = hashlib.sha256((far.taken / source.name).read_bytes()).digest()
    source.unlink()
    if there != hashlib.sha256(after).digest():
        raise BenchError("rsync did not bring the file")
    return now.up.bytes + now.down.bytes - counted.up.bytes - counted.down.bytes
