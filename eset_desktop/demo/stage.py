# SPDX-License-Identifier: EUPL-1.2
"""What the demonstration stands on: a filled service, two joined computers, a certificate, a document to add.

Everything lies below one folder and can be made again; a second start finds it as it was left.
"""

import json
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from central.folder import DataFolder
from eset_desktop.clock import SystemClock
from eset_desktop.demo import town
from eset_desktop.demo.authority import Authority
from eset_desktop.demo.content.pdf import Press
from eset_desktop.demo.content.towns import Demo
from eset_desktop.demo.content.values import DemoBody, DemoPerson
from eset_desktop.demo.errors import DemoFailed, DemoRunning, FolderUnusable
from eset_desktop.demo.processes import Service, Window
from eset_desktop.domain.rights import ADMINISTRACIO, SECRETARIA
from eset_desktop.joining import join
from eset_desktop.platform import FileLock, LockHeld, private_folder, write_atomically
from eset_desktop.store import keys, profile
from eset_desktop.store.data_key import DataKey
from eset_desktop.store.keys import ByPassphrase

READY: Final = "ready.json"
MARK: Final = "DEMO"
"""File that says that the folder is a demonstration's and may be made anew."""
LOCK: Final = "demo.lock"
"""File that a running demonstration holds locked; it stays when all else is made anew."""
CERTIFICATE_PASSPHRASE: Final = "demostracio"  # noqa: S105 - of a certificate without any validity
"""Of the made-up certificate; it opens nothing but the demonstration's."""

REPORT: Final = [
    "En relació amb la sol·licitud de llicència per a la reforma de l'habitatge i l'ampliació de la tanca, s'ha examinat la documentació que consta a l'expedient i s'ha fet una visita a la finca. L'actuació s'ajusta al planejament vigent i a les ordenances municipals. No afecta elements protegits ni l'espai públic, llevat de l'ocupació de la via que es demana a part.",
    "Per tot això, s'informa favorablement, amb la condició que les obres comencin en el termini d'un any i s'acabin en el de tres.",
]


@dataclass(frozen=True, slots=True)
class Plan:
    """What the demonstration is made from; another plan makes it anew.

    Attributes:
        until: The last day on which anything happened, ISO 8601.
    """

    seed: int
    scale: int
    until: str


@dataclass(slots=True)
class Stage:
    """The demonstration's folder and what runs in it."""

    folder: Path
    plan: Plan
    body: DemoBody
    clerk: DemoPerson
    second: DemoPerson
    service: Service
    alone: FileLock

    @property
    def certificate(self) -> Path:
        """Return the clerk's certificate file."""
        return self.folder / "certificat-demostracio.p12"

    @property
    def document(self) -> Path:
        """Return the PDF that the story adds."""
        return self.folder / "informe-tecnic.pdf"

    def window(self, who: str, *, arguments: tuple[str, ...] = (), offscreen: bool) -> Window:
        """Return the window, not yet started, of ``clerk`` or ``second``."""
        folder = self.folder / who
        extra = (
            {"QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "qt.qpa.fonts=false"} if offscreen else {}
        )
        return Window(folder, self._key(folder), arguments, extra)

    def _key(self, folder: Path) -> DataKey:
        found = profile.open(folder)
        return keys.open_with_passphrase(found.keys_path, self._passphrase(folder))

    def _passphrase(self, folder: Path) -> str:
        return (self.folder / f"{folder.name}.passphrase").read_text("utf-8")

    def join(self, who: str, person: DemoPerson) -> None:
        """Join one more computer to the running service, as its person would with a code."""
        passphrase = secrets.token_urlsafe(18)
        write_atomically(self.folder / f"{who}.passphrase", passphrase.encode())
        code = town.enrolment_code(self.service_folder, person.id)
        join(self.folder / who, self.service.url, code, (ByPassphrase(passphrase),), SystemClock())

    @property
    def service_folder(self) -> DataFolder:
        """Return the service's folder."""
        return DataFolder(self.service.data)

    def close(self) -> None:
        """Stop the service and let go of the folder."""
        try:
            self.service.stop()
        finally:
            self.alone.release()


def prepare(folder: Path, plan: Plan, say: Callable[[str], None], *, fresh: bool) -> Stage:
    """Return the stage with its service running; made if it is not there.

    Raises:
        DemoFailed: The folder holds something else, or a demonstration from another plan; nothing was touched.
        DemoRunning: A demonstration runs in it; nothing was touched.
        FolderUnusable: There can be no such folder.
    """
    alone = _taken(folder)
    try:
        return _prepared(folder, plan, say, alone, fresh=fresh)
    except BaseException:
        alone.release()
        raise


@contextmanager
def usable(folder: Path) -> Iterator[None]:
    """Turn what the disk says of a folder into one word.

    Raises:
        FolderUnusable: It cannot be made or written to.
    """
    try:
        yield
    except OSError as error:
        raise FolderUnusable(folder=str(folder), reason=error.strerror or "") from error


def _taken(folder: Path) -> FileLock:
    """Return a folder's lock, held."""
    alone = FileLock(folder / LOCK)
    with usable(folder):
        _check_ours(folder)
        private_folder(folder)
        try:
            alone.acquire()
        except LockHeld as error:
            raise DemoRunning(folder=str(folder)) from error
    return alone


def _check_ours(folder: Path) -> None:
    """Raise DemoFailed for a folder with something that no demonstration made."""
    if not folder.is_dir() or (folder / MARK).exists():
        return
    if any(each.name != LOCK for each in folder.iterdir()):
        raise DemoFailed(step="prepare", reason=f"{folder} is not empty and holds no demonstration")


def _prepared(folder: Path, plan: Plan, say: Callable[[str], None], alone: FileLock, *, fresh: bool) -> Stage:
    if fresh or not (folder / MARK).exists() or not (folder / READY).exists():
        _clear(folder)
        return _make(folder, plan, say, alone)
    made = json.loads((folder / READY).read_text("utf-8"))
    if (made["seed"], made["scale"]) != (plan.seed, plan.scale):
        raise DemoFailed(
            step="prepare", reason=f"{folder} holds another demonstration; --fresh makes it anew"
        )
    stage = _stage(folder, plan, alone, port=made["port"])
    try:
        stage.service.start()
    except BaseException:  # whatever ends it, no process is left behind
        stage.close()
        raise
    return stage


def _clear(folder: Path) -> None:
    """Make an empty, marked folder; only what a demonstration made is ever removed."""
    (folder / READY).unlink(missing_ok=True)  # first: what is half removed is not ready
    for each in folder.iterdir():
        if each.is_dir() and not each.is_symlink():
            shutil.rmtree(each)
        elif each.name not in {LOCK, MARK}:
            each.unlink()
    write_atomically(folder / MARK, b"Made by ./eset demo; may be removed as a whole.\n")


def _stage(folder: Path, plan: Plan, alone: FileLock, *, port: int = 0) -> Stage:
    body = Demo(plan.seed, plan.scale, date.fromisoformat(plan.until)).bodies[0]
    service = Service(folder / "central", port=port)
    return Stage(folder, plan, body, body.person(ADMINISTRACIO), body.person(SECRETARIA), service, alone)


def _make(folder: Path, plan: Plan, say: Callable[[str], None], alone: FileLock) -> Stage:
    until = date.fromisoformat(plan.until)
    told = Told(say)
    filled = town.fill(folder / "central", seed=plan.seed, scale=plan.scale, until=until, progress=told)
    say(f"{filled.mutations} canvis, {filled.bytes_stored // 1000} kB de documents")
    stage = _stage(folder, plan, alone)
    try:
        _furnish(stage, say)
    except BaseException:  # whatever ends it, no process is left behind
        stage.close()
        raise
    return stage


def _furnish(stage: Stage, say: Callable[[str], None]) -> None:
    """Start the service, join two computers, and say that all is there."""
    stage.service.start()
    say("S'hi vinculen dos ordinadors…")
    stage.join("clerk", stage.clerk)
    stage.join("second", stage.second)
    _certificate(stage)
    _document(stage)
    ready = {"seed": stage.plan.seed, "scale": stage.plan.scale, "port": stage.service.port}
    write_atomically(stage.folder / READY, json.dumps(ready).encode())


@dataclass(slots=True)
class Told:
    """Says each tenth of the way."""

    say: Callable[[str], None]
    tenth: int = -1

    def __call__(self, done: int, whole: int) -> None:
        """Take note of how many are done."""
        if (tenth := done * 10 // whole) != self.tenth:
            self.tenth = tenth
            self.say(f"S'omple l'ajuntament de demostració: {done} de {whole} expedients")


def _certificate(stage: Stage) -> None:
    authority = Authority(SystemClock().now())
    signer = authority.issue(stage.clerk.name, passphrase=CERTIFICATE_PASSPHRASE)
    write_atomically(stage.certificate, signer.pkcs12)


def _document(stage: Stage) -> None:
    body = stage.body
    press = Press(body.name, f"{body.town} · Municipi de demostració", body.colour)
    data = press.print(
        "Informe tècnic sobre la llicència d'obres",
        REPORT,
        f"{body.town}, {stage.plan.until}",
    )
    write_atomically(stage.document, data)
