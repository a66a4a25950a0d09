# SPDX-License-Identifier: EUPL-1.2
"""A new device for an old profile: what the service forgot or revoked goes on under other credentials.

The outbox stays as it is: mutations keep their ids, so that what reached the service under the old device counts once.
"""

from collections.abc import Sequence

from eset_desktop.store import meta
from eset_desktop.store.engine import Connection
from eset_desktop.store.meta import Account
from eset_desktop.store.queries.waiting import REVOKED
from eset_desktop.store.refusals import NotEnrolled, OtherPerson


def present(connection: Connection) -> Account | None:
    """Return the profile's account; None where a crash came between the making of the profile and its writing."""
    try:
        return meta.account(connection)
    except NotEnrolled:
        return None


def needs_code(connection: Connection) -> bool:
    """Tell whether nothing goes on in a profile without a new code: it has no account, or its device was revoked."""
    return present(connection) is None or is_revoked(connection)


def is_revoked(connection: Connection) -> bool:
    """Tell whether the profile's device was revoked."""
    return meta.get(connection, "line") == REVOKED


def refuse_other(connection: Connection, account: Account) -> None:
    """Raise OtherPerson when the profile is not that of the account's person in the account's body."""
    before = present(connection)
    if before is not None and (before.person, before.body) != (account.person, account.body):
        raise OtherPerson


def go_on(connection: Connection, account: Account, streams: Sequence[str]) -> None:
    """Write new credentials into a profile and open the line again; inside a write transaction.

    Raises:
        OtherPerson: The profile holds somebody else's work; nothing was changed.
    """
    refuse_other(connection, account)
    before = present(connection)
    if before is None or before.device_code != account.device_code:
        meta.put(connection, "label_n", "1")  # labels carry the device's code: under the same one they go on
    meta.put_account(connection, account)
    connection.executemany(
        "INSERT INTO stream (id) VALUES (?) ON CONFLICT (id) DO NOTHING", [(stream,) for stream in streams]
    )
    meta.put(connection, "line", "unknown")
    meta.put(connection, "line.problem", "")
    connection.execute("INSERT INTO change (kind, id) VALUES ('line', 'line')")
