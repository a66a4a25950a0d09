# SPDX-License-Identifier: EUPL-1.2
"""The body's computers: ask for the list, withdraw an access, copy what only a computer held."""

from PySide6.QtGui import QGuiApplication

from eset_desktop.domain import rights
from eset_desktop.operations import errands
from eset_desktop.store import meta
from eset_desktop.store.changes import Changes
from eset_desktop.store.live import load
from ui.actions import Args
from ui.desk import Desk
from ui.errors import ActionUnavailable
from ui.handlers import needed
from ui.outcome import Outcome
from ui.shell import Shell


class DeviceActions:
    """Binds what the secretary does with the computers of the body."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        self._desk = desk
        self._shell = shell
        bind = desk.registry.bind
        bind("go.devices", lambda _: shell.go("devices"), self._may_see)
        bind("devices.ask", self._ask, self._may_see)
        bind("devices.revoke", self._revoke, self._may_see)
        bind("devices.copy", self._copy, self._may_see)

    def _may_see(self) -> bool:
        """Tell whether the person is the body's secretary; the service answers nobody else."""
        me = load(self._desk.connection, meta.get(self._desk.connection, "account.person"))
        profiles = me.state.get("profiles") if me else None
        return isinstance(profiles, list) and rights.SECRETARIA in profiles

    def _ask(self, _: Args) -> Outcome[Changes] | None:
        if self._shell.current is self._shell.devices:
            return self._shell.devices.ask()
        self._shell.go("devices")  # which asks
        return None

    def _revoke(self, args: Args) -> Outcome[Changes]:
        device = needed(args, "device")
        if device == meta.account(self._desk.connection).device:
            raise ActionUnavailable(action="devices.revoke")
        done = self._desk.perform(lambda session: errands.revoke_device(session, device))
        return self._shell.devices.expect(done)

    def _copy(self, args: Args) -> None:
        QGuiApplication.clipboard().setText(needed(args, "text"))
