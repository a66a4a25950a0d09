# SPDX-License-Identifier: EUPL-1.2
"""Whether the streams that this device reads are those that its person may read, as the first reading of the body tells it.

The service said which they are just before that reading began. What changed since then came with it and is told by nothing later.
Everything here runs inside the caller's write transaction.
"""

from typing import Final

from eset_desktop.domain import rights
from eset_desktop.store import meta
from eset_desktop.store.engine import Connection

_DIFFER: Final = """
WITH secretary (is_one) AS (SELECT EXISTS (SELECT 1 FROM object AS o, json_each(o.fields, '$.profiles') AS p
        WHERE o.id = :person AND o.kind = 'person' AND NOT o.deleted AND p.value = :secretary)),
    mine (id) AS (SELECT 'restricted:' || r.id FROM object AS r, secretary
        WHERE r.kind = 'restriction' AND r.rev > 0 AND NOT r.deleted AND (secretary.is_one
            OR EXISTS (SELECT 1 FROM object AS g WHERE g.kind = 'grant' AND g.parent = r.id AND g.rev > 0
                AND NOT g.deleted AND g.fields ->> '$.person' = :person)))
SELECT EXISTS (SELECT id FROM mine EXCEPT SELECT id FROM stream)
    OR EXISTS (SELECT id FROM stream WHERE id GLOB 'restricted:*' EXCEPT SELECT id FROM mine)"""


def differ(connection: Connection) -> bool:
    """Tell whether the service should be asked again which streams this device may read."""
    person = meta.get(connection, "account.person")
    found = connection.execute(_DIFFER, {"person": person, "secretary": rights.SECRETARIA}).fetchone()
    return bool(found[0])
