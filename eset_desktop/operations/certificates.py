# SPDX-License-Identifier: EUPL-1.2
"""What this computer remembers of certificates for a body: the one last used and the files that were added. Never a secret."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec

from eset_desktop.operations.session import Session
from eset_desktop.signing.values import Identity
from eset_desktop.store import meta
from eset_desktop.store.changes import Changes
from eset_desktop.store.engine import Connection

_LAST: Final = "signing.last_identity"
_FILES: Final = "signing.certificate_files"
_KNOWN: Final = "signing.known_certificates"
_MOST: Final = 20
"""Files remembered; an older one makes room."""


def last_used(connection: Connection) -> str:
    """Return the id of the certificate that was last signed with for this profile's body, empty before the first."""
    return meta.get(connection, _LAST)


def remember_used(session: Session, identity_id: str) -> Changes:
    """Offer this certificate first the next time."""
    with session.database.write() as connection:
        if meta.get(connection, _LAST) != identity_id:
            meta.put(connection, _LAST, identity_id)
    return Changes()


def files(connection: Connection) -> tuple[Path, ...]:
    """Return the certificate files that were added here, in their order."""
    return tuple(Path(each) for each in json.loads(meta.get(connection, _FILES, "[]")))


def remember_file(session: Session, path: Path) -> Changes:
    """Look into this certificate file too from now on."""
    return _keep(session, lambda known: [*(each for each in known if each != str(path)), str(path)])


def forget_file(session: Session, path: Path) -> Changes:
    """Look into this certificate file no more; the file itself stays."""
    return _keep(session, lambda known: [each for each in known if each != str(path)])


def known(connection: Connection) -> dict[str, Identity]:
    """Return what certificate files said of themselves when they were opened, by the SHA-256 of the file."""
    try:
        return msgspec.json.decode(meta.get(connection, _KNOWN, "{}"), type=dict[str, Identity])
    except msgspec.ValidationError:
        return {}  # written by another version; each file says it again when it is opened


def remember_known(session: Session, sha256: str, identity: Identity) -> None:
    """Remember whose a certificate file is: what is public of it."""
    with session.database.write() as connection:
        found = [
            *((key, each) for key, each in known(connection).items() if key != sha256),
            (sha256, identity),
        ]
        meta.put(connection, _KNOWN, msgspec.json.encode(dict(found[-_MOST:])).decode())


def _keep(session: Session, change: Callable[[list[str]], list[str]]) -> Changes:
    with session.database.write() as connection:
        known = json.loads(meta.get(connection, _FILES, "[]"))
        meta.put(connection, _FILES, json.dumps(change(known)[-_MOST:]))
    return Changes()
