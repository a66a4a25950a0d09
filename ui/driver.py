# SPDX-License-Identifier: EUPL-1.2
"""Driving the window from another process: one JSON object a line, through the same registry as a person.

Request ``{"id", "action", "args"}``, answer ``{"id", "ok", "result"}`` or ``{"id", "ok": false, "error"}``, given when the
action's work is done and the pages show it. Beside the registry's actions: ``state`` (what is on screen), ``picture``
(``file``) and ``wait`` (``until``, a condition of :mod:`ui.conditions`, and ``timeout`` in seconds).
"""

import json
import logging
import socket
from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QObject, QSocketNotifier, QTimer

from eset_desktop.errors import EsetError
from eset_desktop.signing.values import Identity
from eset_desktop.store.changes import Changes
from ui.conditions import is_met
from ui.errors import line_of
from ui.main_window import MainWindow
from ui.outcome import Outcome
from ui.screen import state_of

_LOG = logging.getLogger(__name__)
_CHUNK: Final = 65_536
_TIMEOUT: Final = 30.0
_SETTLE: Final = 60
"""Milliseconds between two looks before a picture: the preview draws in another process."""


class NotInTime(EsetError):
    """A condition was not met in time. Details: ``until``."""

    code = "ui.not_in_time"
    title = "What was waited for did not happen."
    advice = "Look at the window's state."


class BadRequest(EsetError):
    """A line that drives the window is no request."""

    code = "ui.bad_request"
    title = "The request cannot be understood."
    advice = "Send one JSON object a line with an id, an action and its args."


class Driver(QObject):
    """Answers requests on a socket; its other end closes the window when it goes away."""

    def __init__(self, window: MainWindow, connection: socket.socket) -> None:
        super().__init__(window)
        self._window = window
        self._connection = connection
        connection.setblocking(False)
        self._buffer = b""
        self._out = b""
        self._waiting: list[Callable[[], bool]] = []
        self._reads = QSocketNotifier(connection.fileno(), QSocketNotifier.Type.Read, self)
        self._reads.activated.connect(self._read)
        self._writes = QSocketNotifier(connection.fileno(), QSocketNotifier.Type.Write, self)
        self._writes.activated.connect(self._write)
        self._writes.setEnabled(False)
        window.shown_anew.connect(self._look_again)
        window.desk.background.became_idle.connect(self._look_again)

    def _read(self) -> None:
        try:
            data = self._connection.recv(_CHUNK)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._reads.setEnabled(False)
            self._window.close()
            return
        self._buffer += data
        while b"\n" in self._buffer:
            line, _, self._buffer = self._buffer.partition(b"\n")
            self._request(line)

    def _request(self, line: bytes) -> None:
        try:
            asked = json.loads(line)
            number, action, args = asked["id"], str(asked["action"]), dict(asked.get("args") or {})
        except (ValueError, KeyError, TypeError):
            self._refuse(None, BadRequest())
            return
        done = self._started(action, args)
        done.when(lambda value: self._say(number, _plain(value)), lambda error: self._refuse(number, error))

    def _started(self, action: str, args: dict[str, Any]) -> "Outcome[Any]":
        if action == "state":
            return Outcome.of(state_of(self._window))
        if action == "wait":
            return self._wait(args)
        if action == "picture":
            idle = self._wait({"until": "idle"})
            return idle.map(lambda _: self._take_picture(str(args.get("file", ""))))
        return self._window.desk.registry.invoke(action, args)

    def _wait(self, args: dict[str, Any]) -> "Outcome[Any]":
        outcome: Outcome[Any] = Outcome()
        until = str(args.get("until", ""))

        def look() -> bool:
            if outcome.is_settled:
                return True
            try:
                met = is_met(until, self._window, args)
            except KeyError:
                outcome.fail(BadRequest())
                return True
            if met:
                outcome.settle(state_of(self._window))
            return met

        if not look():
            self._waiting.append(look)
            milliseconds = round(float(args.get("timeout", _TIMEOUT)) * 1000)
            QTimer.singleShot(milliseconds, self, lambda: _give_up(outcome, until))
        return outcome

    def _look_again(self) -> None:
        self._waiting = [look for look in self._waiting if not look()]
        if self._waiting:
            QTimer.singleShot(_SETTLE, self, self._look_once)

    def _look_once(self) -> None:
        self._waiting = [look for look in self._waiting if not look()]

    def _take_picture(self, file: str) -> dict[str, Any]:
        picture = self._window.grab()
        if not picture.save(file, "PNG"):
            raise BadRequest
        return {"file": file, "width": picture.width(), "height": picture.height()}

    def _refuse(self, number: Any, error: EsetError) -> None:
        line = line_of(error, self._window.desk.language.code)
        told = {"code": error.code, "title": line.title, "advice": line.advice, "details": error.details}
        self._send({"id": number, "ok": False, "error": told})

    def _say(self, number: Any, value: Any) -> None:
        self._send({"id": number, "ok": True, "result": value})

    def _send(self, answer: dict[str, Any]) -> None:
        self._out += json.dumps(answer, ensure_ascii=False).encode() + b"\n"
        self._write()

    def _write(self) -> None:
        try:
            sent = self._connection.send(self._out) if self._out else 0
        except BlockingIOError:
            sent = 0
        except OSError as error:
            _LOG.info("the driver left: %s", error.strerror)
            self._out, sent = b"", 0
        self._out = self._out[sent:]
        self._writes.setEnabled(bool(self._out))


def _plain(value: Any) -> Any:
    """Return an outcome's value as JSON: what changed, who a certificate belongs to, else as it is."""
    if isinstance(value, Changes):
        return {"created": value.created, "objects": sorted(map(list, value.objects))}
    if isinstance(value, Identity):
        return {"name": value.name, "issuer": value.issuer, "fingerprint": value.fingerprint}
    return value if isinstance(value, dict | list | str | int | float | bool | None) else None


def _give_up(outcome: "Outcome[Any]", until: str) -> None:
    if not outcome.is_settled:
        outcome.fail(NotInTime(until=until))
