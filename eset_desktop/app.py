# SPDX-License-Identifier: EUPL-1.2
"""The window's composition root: opens the profile, joins the parts and shows the window.

First paint loads neither SQLAlchemy nor Alembic, requests, pyHanko or structlog; a test in a process of its own holds it.
"""

import argparse
import contextlib
import logging
import os
import socket
import stat
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final, cast, get_args

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

import eset_desktop
from eset_desktop import entering, logs, paths, settings
from eset_desktop.agent_link import AgentLink
from eset_desktop.batches.channel import Channel
from eset_desktop.batches.port import Order
from eset_desktop.batches.remote import RemoteBatches
from eset_desktop.documents.render_client import RenderClient
from eset_desktop.domain.office_day import office_day
from eset_desktop.errors import EsetError
from eset_desktop.hints import RAISE, Greeting, HintClient, HintServer
from eset_desktop.operations.certificate_files import CertificateFiles
from eset_desktop.operations.signed_under import signed_under
from eset_desktop.paths import Paths
from eset_desktop.platform import local_socket_address
from eset_desktop.settings import Settings
from eset_desktop.signing.batch.values import Written
from eset_desktop.signing.client import SigningClient
from eset_desktop.signing.identities.stores import KeyStores
from eset_desktop.signing.keys.pkcs12.store import FileKeyStore
from eset_desktop.signing.keys.port import KeyStore
from eset_desktop.signing.keys.readers.watcher import CardWatcher
from eset_desktop.signing.trust.anchors import trust_folder
from eset_desktop.signing.validation.client import ValidationClient
from eset_desktop.signing.validation.messages import Trusting
from eset_desktop.store import totals
from eset_desktop.store.data_key import DataKey
from eset_desktop.store.errors import AlreadyOpen
from eset_desktop.store.schema import SCHEMA_VERSION
from eset_desktop.workplace import Workplace
from ui import theme
from ui.actions import Registry
from ui.background import Background
from ui.desk import Desk
from ui.driver import Driver
from ui.errors import line_of
from ui.i18n import Language
from ui.keyring import Keyring
from ui.main_window import MainWindow
from ui.refresher import Refresher
from ui.unlock import ProblemDialog

AGENT_LOOK_MILLISECONDS: Final = 5_000
"""How often the window looks whether its agent lives."""

SWITCH_SECONDS: Final = 0.001
"""How long a background thread keeps the interpreter from the main thread that wants it; painting asks often."""

NOT_OPENED: Final = 1
_log = logging.getLogger(__name__)


def parser() -> argparse.ArgumentParser:
    """Return the parser of the window's arguments."""
    made = argparse.ArgumentParser(prog="eset-desktop-window", description="The window of e-SET Desktop.")
    made.add_argument("--profile", type=Path, help="folder of the profile (default: your own)")
    made.add_argument("--key-fd", type=int, metavar="N", help="read the data key from this descriptor")
    made.add_argument("--lang", choices=get_args(settings.Language), help="language of this window")
    made.add_argument("--theme", choices=get_args(settings.Theme), help="colours of this window")
    made.add_argument("--drive", metavar="FD", help="descriptor or path of a socket that drives the window")
    made.add_argument(
        "--demo", metavar="ADDRESS", help="local socket of the demonstration that opened this window"
    )
    made.add_argument("--no-agent", action="store_true", help="start no agent: nothing is sent or fetched")
    return made


class Running(QObject):
    """The window of an opened profile with everything that works for it."""

    def __init__(
        self,
        app: QApplication,
        place: Workplace,
        folders: Paths,
        chosen: Settings,
        *,
        language: Language | None = None,
        demo: str = "",
    ) -> None:
        super().__init__(app)
        self.place = place
        self._folders = folders
        self._chosen = chosen
        self._link: AgentLink | None = None
        self._server: HintServer | None = None
        self._demo = HintClient(demo) if demo else None
        self.background = Background(self)
        connection = place.database.reader()
        self._stores = KeyStores(filter(None, (chosen.card_driver,)))
        self._file_keys = FileKeyStore()
        self._files = CertificateFiles(place.session, lambda: self._file_keys)
        signing = SigningClient()
        self.desk = Desk(
            connection=connection,
            session=place.session,
            registry=Registry(self),
            background=self.background,
            refresher=Refresher(connection, lambda: office_day(place.session.clock.now()), self),
            language=language or Language(app, chosen.language),
            render=RenderClient(),
            signing=signing,
            batches=_batches(place),
            keyring=Keyring(
                self.background, self._key_stores, place.session.clock.now, self, watch=CardWatcher
            ),
            files=self._files,
            validation=ValidationClient(
                Trusting(str(trust_folder(folders.settings)), str(folders.answers)), clock=place.session.clock
            ),
            hint=self._hint,
            totals=partial(totals.read, folders.runtime),
            demo=self._demo.send if self._demo else None,
        )
        self.window = MainWindow(self.desk)
        self.window.language_chosen.connect(self.keep_language)

    def start(self, key: DataKey | None) -> None:
        """Begin to watch the cache, and to keep an agent at work when there is a key for it."""
        self.desk.refresher.start()
        self.desk.render.warm_up()
        self._server = HintServer(
            local_socket_address(self._folders.runtime, "window"),
            Greeting(eset_desktop.__version__, SCHEMA_VERSION),
            self._on_hint,
        )
        if key is None:
            return
        self._link = AgentLink(self._folders, key)
        timer = QTimer(self, interval=AGENT_LOOK_MILLISECONDS)
        timer.timeout.connect(self._look_at_agent)
        timer.start()
        self._hint()  # a window that was killed may have left work that nobody told the agent of

    def _key_stores(self) -> tuple[KeyStore, ...]:
        """Return every store of this computer, the files that the person added last."""
        return (*self._stores.all(), self._files)

    def end(self) -> None:
        """Finish what was asked for and let go of everything."""
        self.background.close()
        self.desk.render.close()
        self.desk.batches.close()
        self.desk.signing.close()
        self.desk.validation.close()
        self.desk.keyring.close()
        self._files.close()
        self._file_keys.close()
        self._stores.close()
        for part in (self._link, self._server, self._demo):
            if part is not None:
                part.close()
        self.place.close()

    def _hint(self) -> None:
        link = self._link
        if link is not None:
            self.background.unattended(link.wake)

    def _look_at_agent(self) -> None:
        link = self._link
        if link is not None:
            self.background.unattended(link.look)

    def _on_hint(self, hint: str) -> None:
        if hint == RAISE:
            QTimer.singleShot(0, self.window, self._come_forward)

    def _come_forward(self) -> None:
        _log.info("brought to the front: the program was started again")
        self.window.showNormal()
        self.window.raise_()
        self.window.activateWindow()

    def keep_language(self, code: str) -> None:
        """Open in this language from now on."""
        self._chosen = replace(self._chosen, language=cast("settings.Language", code))
        try:
            settings.save(self._chosen, self._folders.settings)
        except EsetError as error:
            self.desk.registry.failed.emit(error)


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the profile and run its window; 0 when it was closed, 1 when it could not be opened."""
    chosen = parser().parse_args(arguments)
    folders = paths.find(chosen.profile)
    logs.configure_window(folders.logs)
    preferences = settings.load(folders.settings)
    preferences = replace(
        preferences, language=chosen.lang or preferences.language, theme=chosen.theme or preferences.theme
    )
    sys.setswitchinterval(SWITCH_SECONDS)
    app = QApplication([sys.argv[0]])
    app.setApplicationName("e-SET Desktop")
    app.setApplicationVersion(eset_desktop.__version__)
    theme.prepare(app, preferences.theme)
    language = Language(app, preferences.language)
    try:
        opened = (
            entering.by_descriptor(folders, chosen.key_fd)
            if chosen.key_fd is not None
            else entering.by_asking(folders, language)
        )
    except AlreadyOpen as error:
        if _raise_other(folders):
            return 0
        return _refuse(error, language, ask=chosen.drive is None)
    except EsetError as error:
        return _refuse(error, language, ask=chosen.drive is None)
    if opened is None:
        return NOT_OPENED
    place, key = opened
    running = Running(app, place, folders, preferences, language=language, demo=chosen.demo or "")
    if language.code != preferences.language:
        running.keep_language(language.code)
    return _run(running, app, None if chosen.no_agent else key, chosen.drive)


def _batches(place: Workplace) -> RemoteBatches:
    session = place.session

    def found(order: Order, confirmation: str) -> dict[str, tuple[Written, ...]]:
        beside = order.way is not None
        return signed_under(session, order.frozen.items, order.documents, confirmation, beside=beside)

    return RemoteBatches(partial(Channel, place.profile.folder, place.key), found)


def _run(running: Running, app: QApplication, key: DataKey | None, drive: str | None) -> int:
    connection = _connected(drive) if drive is not None else None
    try:
        running.window.show()
        running.start(key)
        if connection is not None:
            Driver(running.window, connection)
        return app.exec()
    finally:
        running.end()
        if connection is not None:
            connection.close()


def _raise_other(folders: Paths) -> bool:
    """Bring the window that has the profile to the front; tell whether it heard."""
    client = HintClient(local_socket_address(folders.runtime, "window"))
    try:
        return client.send(RAISE)
    finally:
        client.close()


def _refuse(error: EsetError, language: Language, *, ask: bool) -> int:
    """Say why the profile cannot be opened, in a box or, for a program that drives, in one line."""
    _log.error("the profile was not opened: %s", error.code)
    sys.stderr.write(f"{error.code}: {line_of(error, language.code).text}\n")
    if ask:
        ProblemDialog(error, language.code).exec()
    return NOT_OPENED


def _connected(drive: str) -> socket.socket:
    """Return the driving socket: an inherited descriptor by its number, or one to connect to by its path."""
    if drive.isdecimal():
        descriptor = int(drive)
        if stat.S_ISSOCK(os.fstat(descriptor).st_mode):
            return socket.socket(fileno=descriptor)
        msg = "the descriptor to be driven by is no socket"
        raise SystemExit(msg)
    connection = socket.socket(socket.AF_UNIX)
    with contextlib.ExitStack() as undo:
        undo.callback(connection.close)
        connection.connect(drive)
        undo.pop_all()
    return connection


if __name__ == "__main__":
    raise SystemExit(main())
