# SPDX-License-Identifier: EUPL-1.2
"""A card reader without hardware: ``pcscd`` with the vpcd driver, and a thread that plays the card in it.

One machine has one ``pcscd``: a file lock lets one test at a time have it, whichever process it runs in.
"""

import contextlib
import os
import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import pytest
from helpers.run_folder import outside
from rigs.cards.piv import ATR, PivCard
from rigs.cards.status import EMPTY, PRESENT, wait_until

from eset_desktop.platform import FileLock

READER: Final = "Virtual PCD 00 00"
PORTS: Final = (19963, 35963)
"""Where the driver listens: ours, below those that systems give to anybody who asks for one, and that of its package."""
CONFIGURATION: Final = """FRIENDLYNAME "Virtual PCD"
DEVICENAME /dev/null:0x{port:04X}
LIBPATH {driver}
CHANNELID 0x{port:04X}
"""
SOCKET: Final = Path("/run/pcscd/pcscd.comm")
DRIVER: Final = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
_OFF, _ON, _RESET, _ATR = 0, 1, 2, 4
_READY_SECONDS = 30.0
_LOOKS = 800
"""How often it is looked whether the driver listens before it is started again."""


def why_not() -> str | None:
    """Return why the rig cannot run here, or ``None`` when it can."""
    if shutil.which("pcscd") is None or not DRIVER.exists():
        return "no pcscd with the virtual reader (packages pcscd, vsmartcard-vpcd)"
    if os.geteuid() != 0:
        return "pcscd needs root"
    return None


class VirtualReader:
    """``pcscd`` with an empty virtual reader; cards are put in and taken out."""

    def __init__(self) -> None:
        self._lock = FileLock(outside() / "eset-virtual-reader.lock")
        self._daemon: subprocess.Popen[bytes] | None = None
        self._inside: _Inside | None = None

    def __enter__(self) -> Self:
        self._lock.acquire(wait=True)
        try:
            if _port() is None:
                self._daemon = _start()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    @property
    def is_ours(self) -> bool:
        """Whether the card service was started here."""
        return self._daemon is not None

    def insert(self, card: PivCard) -> None:
        """Put a card in and return when every program finds it, and finds it at rest.

        The driver looks every 400 ms. Until it has seen that a former card is gone, a program that
        starts finds that one and fails in the middle (``CKR_GENERAL_ERROR``), and a failure on its line may close the new
        one's. A look after a new card came, ``pcscd`` takes the power from it if nobody uses it: a program that connects in
        that moment works with a card whose power goes, or stays on for good.
        """
        assert self._inside is None, "there is a card in the reader"
        wait_until(READER, EMPTY)
        self._inside = _Inside(card)
        wait_until(READER, PRESENT)
        assert self._inside.settled.wait(_READY_SECONDS), "pcscd neither uses the card nor lets it rest"

    def eject(self) -> None:
        """Take the card out, in the middle of whatever it does."""
        if self._inside is not None:
            self._inside.take_out()
            self._inside = None

    def stop_service(self) -> None:
        """End the card service, as an update of the system does; one that was there before is left alone."""
        if self._daemon is not None:
            self._daemon.terminate()
            self._daemon.wait()
            self._daemon = None

    def start_service(self) -> None:
        """Start the card service again, with an empty reader."""
        assert self._daemon is None
        self._daemon = _start()

    def _stop(self) -> None:
        self.eject()
        self.stop_service()
        self._lock.release()


class _Inside:
    """The vpcd side of a card: two bytes of length, then a command or an APDU.

    Attributes:
        settled: Set once the card was used or lost its power again.
    """

    def __init__(self, card: PivCard) -> None:
        self.settled = threading.Event()
        self._card = card
        card.reset()
        self._line = socket.create_connection(("127.0.0.1", _port() or PORTS[0]))
        self._line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._thread = threading.Thread(target=self._serve, name="virtual card", daemon=True)
        self._thread.start()

    def take_out(self) -> None:
        """Close the line and wait for the thread."""
        with contextlib.suppress(OSError):
            self._line.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._line.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError, EOFError):
            while True:
                message = self._receive(int.from_bytes(self._receive(2)))
                answer = self._command(message[0]) if len(message) == 1 else self._card.answer(message)
                if message != bytes([_ATR]) and message != bytes([_ON]):
                    self.settled.set()
                if answer is not None:
                    self._line.sendall(len(answer).to_bytes(2) + answer)
        with contextlib.suppress(OSError):  # the card went by itself: the driver must hear of it
            self._line.shutdown(socket.SHUT_RDWR)

    def _command(self, command: int) -> bytes | None:
        if command == _ATR:
            return ATR
        if command in (_OFF, _ON, _RESET):
            self._card.reset()
        return None

    def _receive(self, size: int) -> bytes:
        got = b""
        while len(got) < size:
            # Quick acknowledgements: the driver sends length and data apart, and would wait 40 ms for each.
            self._line.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
            part = self._line.recv(size - len(got))
            if not part:
                raise EOFError
            got += part
        return got


def _port(ports: Sequence[int] = PORTS) -> int | None:
    """Return where the driver listens; asked without connecting, for each connection is a card put in and taken out."""
    listening = _sockets() if SOCKET.exists() else ""
    return next((each for each in ports if re.search(rf":{each:04X} [0-9A-F]+:0000 0A", listening)), None)


def _sockets() -> str:
    return "".join(
        path.read_text() for path in map(Path, ("/proc/net/tcp", "/proc/net/tcp6")) if path.exists()
    )


def _start() -> subprocess.Popen[bytes]:
    """Start ``pcscd``, again where its driver found the port taken: it may be that of some program's connection."""
    deadline = time.monotonic() + _READY_SECONDS
    while True:
        daemon = _begun()
        for _ in range(_LOOKS):
            if _port(PORTS[:1]) is not None:
                return daemon
            with contextlib.suppress(subprocess.TimeoutExpired):
                daemon.wait(0.005)
                pytest.skip("another pcscd is running, and has no virtual reader")
        daemon.terminate()
        daemon.wait()
        assert time.monotonic() < deadline, "pcscd did not open its virtual reader"


def _begun() -> subprocess.Popen[bytes]:
    nothing = subprocess.DEVNULL
    folder = outside() / "eset-virtual-reader"
    folder.mkdir(exist_ok=True)
    (folder / "reader").write_text(CONFIGURATION.format(port=PORTS[0], driver=DRIVER))
    command = ["pcscd", "--foreground", "--auto-exit", "--config", str(folder)]
    return subprocess.Popen(command, stdin=nothing, stdout=nothing, stderr=nothing)
