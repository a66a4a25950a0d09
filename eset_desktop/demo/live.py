# SPDX-License-Identifier: EUPL-1.2
"""The demonstration in a window, with switches for the line and the power in the window and in the terminal.

The windows ask by hints on a local socket of their own each, so that the word alone says what and the socket says who.
It ends with the clerk's window, with ``q``, with Ctrl+C or a SIGTERM, and takes all its processes along.
"""

import contextlib
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

import eset_desktop
from eset_desktop.demo.processes import Window
from eset_desktop.demo.stage import CERTIFICATE_PASSPHRASE, Stage
from eset_desktop.hints import WORK, Greeting, HintClient, HintServer
from eset_desktop.paths import Paths
from eset_desktop.platform import local_socket_address, private_folder
from eset_desktop.store.schema import SCHEMA_VERSION

CLERK: Final = "clerk"
SECOND: Final = "second"

LINE_DOWN: Final = "line-down"
LINE_UP: Final = "line-up"
LINE: Final = "line"
SECOND_WINDOW: Final = "second"
POWER_CUT: Final = "power-cut"
QUIT: Final = "quit"
HELP_WANTED: Final = "help"
ENDED: Final = "ended"

KEYS: Final = {"l": LINE, "s": SECOND_WINDOW, "m": POWER_CUT, "q": QUIT}
"""What the terminal's keys ask for; any other one asks for help."""

HELP: Final = """
  l  línia: {line}   (atura o engega de debò el servei central)
  s  obre la finestra de la segona persona ({second})
  m  mata finestra i agent, com un tall de corrent, i els torna a obrir
  q  surt                (tot això també és al menú Demostració de la finestra)
Document per afegir: {document}
Certificat per signar: {certificate}  (contrasenya: {passphrase})
"""

Say = Callable[[str], None]


def has_screen() -> bool:
    """Tell whether a window can be shown."""
    return sys.platform in {"win32", "darwin"} or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("QT_QPA_PLATFORM")
    )


def run(stage: Stage, say: Say) -> int:
    """Open the clerk's window and obey until it is closed; 1 where there is no screen or it does not open."""
    if not has_screen():
        stage.close()
        say("No hi ha pantalla. Proveu: ./eset demo --headless --out DIR")
        return 1
    live = Live(stage, say)
    try:
        return live.run()
    finally:
        live.close()


def address(stage: Stage, who: str) -> str:
    """Return the local socket at which the demonstration hears a window."""
    return local_socket_address(private_folder(stage.folder / "run"), f"demo-{who}")


class Live:
    """The processes of a running demonstration and the one queue of what is asked of it."""

    def __init__(self, stage: Stage, say: Say) -> None:
        self._stage = stage
        self._say = say
        self._asked: queue.SimpleQueue[tuple[str, str]] = queue.SimpleQueue()
        greeting = Greeting(eset_desktop.__version__, SCHEMA_VERSION)
        self._windows: dict[str, Window] = {}
        self._servers = []
        for who in (CLERK, SECOND):
            there = address(stage, who)
            self._windows[who] = stage.window(who, arguments=("--demo", there), offscreen=False)
            self._servers.append(HintServer(there, greeting, self._hearer(who)))

    def run(self) -> int:
        """Open the clerk's window and do what is asked, one thing after the other, until it is closed."""
        self._open(CLERK)
        self._say(f"{self._stage.body.name}: la finestra és la de {self._stage.clerk.name}.")
        self._help()
        if sys.stdin.isatty():
            threading.Thread(target=self._listen_to_terminal, name="terminal", daemon=True).start()
        while True:
            word, who = self._asked.get()
            if word == QUIT:
                return 0
            if word == ENDED:
                if (status := self._status(who)) is not None:
                    return status
            else:
                self._obey(word, who)

    def close(self) -> None:
        """End every process of the demonstration."""
        for server in self._servers:
            server.close()
        for window in self._windows.values():
            window.kill()
            _kill_late_agent(window.profile)
        self._stage.close()

    def _obey(self, word: str, who: str) -> None:
        running = self._stage.service.running
        if word == LINE_DOWN or (word == LINE and running):
            self._stage.service.stop()
            self._say("Línia avall.")
        elif word in {LINE_UP, LINE}:
            self._stage.service.start()
            self._wake_agents()
            self._say("Línia amunt.")
        elif word == SECOND_WINDOW:
            if not self._windows[SECOND].running:
                self._open(SECOND)
        elif word == POWER_CUT:
            self._windows[who].kill()
            self._open(who)
            self._say("Tall de corrent: finestra i agent morts i engegats de nou.")
        elif word == HELP_WANTED:
            self._help()

    def _open(self, who: str) -> None:
        """Start a window and take note of its end."""
        window = self._windows[who]
        window.start(driven=False)
        process = window.process

        def watch() -> None:
            process.wait()
            self._asked.put((ENDED, f"{who} {process.pid}"))

        threading.Thread(target=watch, name=f"watch-{who}", daemon=True).start()

    def _status(self, ended: str) -> int | None:
        """Return the exit status that the end of a process means; None when it was killed on purpose or not the clerk's."""
        who, _, pid = ended.partition(" ")
        window = self._windows[who]
        if who != CLERK or window.process.pid != int(pid):
            return None
        status = window.process.wait()
        if status:
            self._say(
                f"La finestra s'ha acabat amb {status}; vegeu {self._stage.folder / 'clerk.window.log'}"
            )
        return 1 if status else 0

    def _wake_agents(self) -> None:
        """Let the agents try the line at once: a lost hint only means that they try later."""
        for window in self._windows.values():
            client = HintClient(local_socket_address(Paths.below(window.profile).runtime, "agent"))
            client.send(WORK)
            client.close()

    def _hearer(self, who: str) -> Callable[[str], None]:
        return lambda word: self._asked.put((word, who))

    def _listen_to_terminal(self) -> None:
        for line in sys.stdin:
            self._asked.put((KEYS.get(line.strip()[:1].lower(), HELP_WANTED), CLERK))

    def _help(self) -> None:
        stage = self._stage
        line = "amunt" if stage.service.running else "avall"
        self._say(
            HELP.format(
                line=line, second=stage.second.name, document=stage.document, certificate=stage.certificate,
                passphrase=CERTIFICATE_PASSPHRASE,
            )
        )  # fmt: skip


def _kill_late_agent(profile: Path) -> None:
    """Kill an agent that its window had just started: its process id is not written down yet."""
    for place in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            told = (place / "cmdline").read_bytes().split(b"\0")
            if os.fsencode(profile) in told and any(each.startswith(b"eset_desktop.a") for each in told):
                os.kill(int(place.name), signal.SIGKILL)
