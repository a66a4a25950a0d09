# SPDX-License-Identifier: EUPL-1.2
"""The demonstration in a window, with a switch for the line in the terminal."""

import os
import select
import sys
from collections.abc import Callable

from eset_desktop.demo.processes import Window
from eset_desktop.demo.stage import CERTIFICATE_PASSPHRASE, Stage

HELP = """
  l  línia: {line}   (atura o engega de debò el servei central)
  s  obre la finestra de la segona persona ({second})
  m  mata finestra i agent, com un tall de corrent, i els torna a obrir
  q  surt
Document per afegir: {document}
Certificat per signar: {certificate}  (contrasenya: {passphrase})
"""


def has_screen() -> bool:
    """Tell whether a window can be shown."""
    return sys.platform in {"win32", "darwin"} or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("QT_QPA_PLATFORM")
    )


def run(stage: Stage, say: Callable[[str], None]) -> int:
    """Open the clerk's window and obey the terminal until the window is closed; 1 where there is no screen."""
    if not has_screen():
        stage.close()
        say("No hi ha pantalla. Proveu: ./eset demo --headless --out DIR")
        return 1
    clerk = stage.window("clerk", offscreen=False)
    second = stage.window("second", offscreen=False)
    clerk.start(driven=False)
    say(f"{stage.body.name}: la finestra és la de {stage.clerk.name}.")
    try:
        _obey(stage, clerk, second, say)
    finally:
        clerk.kill()
        second.kill()
        stage.close()
    return 0


def _obey(stage: Stage, clerk: Window, second: Window, say: Callable[[str], None]) -> None:
    say(_help(stage))
    while clerk.process.poll() is None:
        key = _key()
        if key == "q":
            return
        if key == "l":
            (stage.service.stop if stage.service.running else stage.service.start)()
            say("Línia amunt." if stage.service.running else "Línia avall.")
        elif key == "s" and not second.running:
            second.start(driven=False)
        elif key == "m":
            clerk.kill()
            clerk.start(driven=False)
        elif key:
            say(_help(stage))


def _key() -> str:
    """Return the first letter of a line typed within a second, else nothing."""
    if not sys.stdin.isatty():
        select.select([], [], [], 1)
        return ""
    ready, _, _ = select.select([sys.stdin], [], [], 1)
    return sys.stdin.readline().strip()[:1].lower() or "?" if ready else ""


def _help(stage: Stage) -> str:
    return HELP.format(
        line="amunt" if stage.service.running else "avall",
        second=stage.second.name,
        document=stage.document,
        certificate=stage.certificate,
        passphrase=CERTIFICATE_PASSPHRASE,
    )
