# SPDX-License-Identifier: EUPL-1.2
"""Syncthing beside us: two nodes that know each other, no discovery, no relays; only one side dials."""

import shutil
import subprocess
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.sync_cases.report import say
from bench.sync_cases.service import BenchError
from bench.sync_cases.setting import Setting
from rigs.line.line import SERVER_ADDRESS, ShapedLine
from rigs.line.link import OPEN, Link
from rigs.line.spaces import Space

RECORDS: Final = 200
ROUNDS: Final = 5
_PORT: Final = 22_000
_PATIENCE: Final = 120.0
_LOOK: Final = 0.005
_SETTLE: Final = 5.0
_FIXED: Final = {
    "globalAnnounceEnabled": "false",
    "localAnnounceEnabled": "false",
    "relaysEnabled": "false",
    "natEnabled": "false",
    "startBrowser": "false",
    "urAccepted": "-1",
    "crashReportingEnabled": "false",
    "autoUpgradeIntervalH": "0",
    "reconnectionIntervalS": "5",
}


@dataclass(frozen=True, slots=True)
class _Node:
    """One installation: its home, its shared folder, its device's name."""

    home: Path
    shared: Path
    device: str

    @classmethod
    def make(cls, folder: Path) -> "_Node":
        home, shared = folder / "home", folder / "shared"
        shared.mkdir(parents=True)
        command = ["syncthing", "generate", f"--home={home}", "--no-default-folder"]
        subprocess.run(command, check=True, capture_output=True)
        tree = ET.parse(home / "config.xml")  # noqa: S314 - written by the program we just ran
        device = tree.find("device")
        if device is None:
            raise BenchError("Syncthing made no device")
        return cls(home, shared, device.get("id", ""))

    def know(self, other: "_Node", address: str, listen: str) -> None:
        """Share the folder with another node, dialled at an address or ``""`` for never."""
        tree = ET.parse(self.home / "config.xml")  # noqa: S314 - as above
        root = tree.getroot()
        for each in [*root.findall("folder"), *root.findall("device")]:
            root.remove(each)
        folder = ET.SubElement(
            root, "folder", id="m", path=str(self.shared), type="sendreceive", fsWatcherEnabled="true",
            fsWatcherDelayS="1", rescanIntervalS="3600",
        )  # fmt: skip
        for name in (self.device, other.device):
            ET.SubElement(folder, "device", id=name)
            device = ET.SubElement(root, "device", id=name, compression="metadata")
            ET.SubElement(device, "address").text = address if name == other.device and address else "dynamic"
        options = root.find("options")
        assert options is not None
        for name, value in {**_FIXED, "listenAddress": listen}.items():
            for old in options.findall(name):
                options.remove(old)
            ET.SubElement(options, name).text = value
        gui = root.find("gui")
        if gui is not None:
            gui.set("enabled", "false")
        tree.write(self.home / "config.xml")


@contextmanager
def _run(space: Space, node: _Node) -> Iterator[None]:
    command = ["syncthing", "serve", f"--home={node.home}", "--no-browser", "--no-restart", "--no-upgrade"]
    with (node.home / "log").open("ab") as log:
        process = space.start(command, stdout=log, stderr=log)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def one_record(setting: Setting, link: Link) -> dict[str, float]:
    """Return seconds until one changed record is on the other side, and IP bytes both ways, both sides together."""
    work = setting.folder / "syncthing"
    near, far = _Node.make(work / "near"), _Node.make(work / "far")
    near.know(far, f"tcp://{SERVER_ADDRESS}:{_PORT}", "tcp://127.0.0.1:0")
    far.know(near, "", f"tcp://{SERVER_ADDRESS}:{_PORT}")
    for number in range(RECORDS):
        (near.shared / f"{number:05}.json").write_text(f'{{"title": "Expedient {number}"}}', encoding="utf-8")
    times, sizes = [], []
    with ShapedLine(OPEN, setting.seed) as line, _run(line.server, far), _run(line.client, near):
        _until(lambda: len(list(far.shared.glob("*.json"))) == RECORDS)
        line.reshape(link)
        time.sleep(_SETTLE)
        for number in range(ROUNDS):
            text = f'{{"title": "Canviat {number}"}}'
            before, began = line.counters(), time.monotonic()
            (near.shared / "00007.json").write_text(text, encoding="utf-8")
            _until(_Reads(far.shared / "00007.json", text))
            times.append(time.monotonic() - began)
            time.sleep(_SETTLE)
            after = line.counters()
            sizes.append(after.up.bytes + after.down.bytes - before.up.bytes - before.down.bytes)
    shutil.rmtree(work)
    say(f"Syncthing: one record {', '.join(f'{each:.2f} s' for each in times)}; {sizes} IP bytes")
    middle = len(times) // 2
    return {"syncthing": sorted(times)[middle], "syncthing IP bytes": sorted(sizes)[middle]}


@dataclass(frozen=True, slots=True)
class _Reads:
    """Whether a file says what it should."""

    path: Path
    text: str

    def __call__(self) -> bool:
        return self.path.read_text("utf-8") == self.text


def _until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not holds():
        if time.monotonic() > deadline:
            raise BenchError("Syncthing did not bring it")
        time.sleep(_LOOK)
