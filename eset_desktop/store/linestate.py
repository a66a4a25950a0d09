# SPDX-License-Identifier: EUPL-1.2
"""What the sync engine may do with account, device and line. Durable when a method returns."""

import json
from collections.abc import Mapping, Sequence

from eset_desktop.clock import iso
from eset_desktop.store import meta
from eset_desktop.store.meta import Account
from eset_desktop.store.replica_part import Part, remembered
from eset_desktop.store.taking import add_streams
from sync.protocol import RenewAnswer


class LineState(Part):
    """Account, device and line, as the sync engine sees them."""

    @remembered
    def account(self) -> Account:
        """Return the profile's account, see :func:`eset_desktop.store.meta.account`."""
        return meta.account(self._database.reader())

    def join(self, account: Account, streams: Sequence[str]) -> None:
        """Write the account after enrolment, and the streams it may read."""
        with self._database.write() as connection:
            meta.put_account(connection, account)
            add_streams(connection, streams)

    def renew(self, answer: RenewAnswer) -> None:
        """Go on as a new device after this cache was restored from a backup; unsent work keeps its ids."""
        with self._database.write() as connection:
            meta.put(connection, "account.token", answer.token)
            meta.put(connection, "account.device", answer.device)
            meta.put(connection, "account.device_code", answer.device_code)
            meta.put(connection, "label_n", "1")

    def note_contact(
        self, *, ok: bool, problem: str = "", server_time: str = "", sizes: Mapping[str, int] | None = None
    ) -> None:
        """Remember the state of the line for the status strip; views hear of it only when it changed.

        Args:
            ok: Whether the service answered.
            problem: Code of what fails.
            server_time: The service's time, for people.
            sizes: Of messages, as they suit the line, see :meth:`sizes`.
        """
        now = iso(self._clock.now())
        facts = {"line": "up" if ok else "down", "line.problem": problem}
        if ok:
            facts["line.contact"] = now
        if server_time:
            facts["line.server_time"] = json.dumps([server_time, now])
        if sizes:
            facts["line.sizes"] = json.dumps(sizes)
        with self._database.write() as connection:
            before = meta.get(connection, "line"), meta.get(connection, "line.problem")
            for key, value in facts.items():
                meta.put(connection, key, value)
            if before != (facts["line"], problem):
                connection.execute("INSERT INTO change (kind, id) VALUES ('line', 'line')")

    def sizes(self) -> dict[str, int]:
        """Return the sizes of messages that suited the line when it was last used, by name."""
        found: dict[str, int] = json.loads(meta.get(self._database.reader(), "line.sizes", "{}"))
        return found

    def note_complete(self) -> None:
        """Remember that everything was sent and everything was received."""
        with self._database.write() as connection:
            meta.put(connection, "line.complete", iso(self._clock.now()))

    def revoked(self) -> None:
        """Note that this device was revoked: nothing is shown or sent any more; unsent work stays for the recovery key."""
        with self._database.write() as connection:
            meta.put(connection, "line", "revoked")
            connection.execute("INSERT INTO change (kind, id) VALUES ('line', 'line')")

    @remembered
    def is_revoked(self) -> bool:
        """Tell whether this device was revoked."""
        return meta.get(self._database.reader(), "line") == "revoked"
