# SPDX-License-Identifier: EUPL-1.2
"""What the commands of ``eset-central`` about the service itself do; each returns the exit status."""

import argparse
import secrets

from central import admin, lives, objects_identity
from central import verify as checks
from central.mirrors.checking import IN_STEP_SOON
from central.revocations import Noted
from central.service import Service
from central.store.database import Database
from central.store.job_rows import still_open
from central.terminal import folder_of, note, say, say_row, service_of
from eset_desktop.clock import SystemClock
from eset_desktop.logs import configure_service


def serve(options: argparse.Namespace) -> int:
    """Serve clients until told to stop."""
    from central import server  # noqa: PLC0415 - loads the web framework, which the other commands do without

    configure_service("central", options.logs)
    address = server.Address(options.host, options.port, options.socket, options.port_file)
    server.serve(folder_of(options), address)
    return 0


def migrate(options: argparse.Namespace) -> int:
    """Create or update the database and load the catalogue."""
    from central.store import schema  # noqa: PLC0415 - loads Alembic, which the other commands do without

    folder = folder_of(options)
    folder.prepare()
    database = Database.open(folder.place(), patient=True)
    try:
        moved = schema.upgrade(database)
    finally:
        database.close()
    service = Service.open(folder, patient=True)
    try:
        changed = admin.load_catalogue(service)
    finally:
        service.close()
    say(f"schema {'updated' if moved else 'up to date'}, {changed} catalogue objects changed")
    return 0


def jobs(options: argparse.Namespace) -> int:
    """List the jobs that are not done; status 1 when one of them fails."""
    with service_of(options) as service, service.database.read() as connection:
        found = still_open(connection, service.clock.now())
    say_row(("kind", "key", "state", "attempts", "not before", "asked for", "problem"))
    for each in found:
        cells = (each.kind, each.key, each.state, str(each.attempts), each.not_before, each.created_at)
        say_row((*cells, each.problem))
    return 1 if any(each.problem for each in found) else 0


def backup(options: argparse.Namespace) -> int:
    """Write a backup; status 1 when the service has lost bytes."""
    from central import backup as backups  # noqa: PLC0415 - loads Alembic, as `migrate` does

    manifest = backups.back_up(folder_of(options), options.to.absolute(), SystemClock())
    say(f"backup of {manifest.created_at}: {manifest.blobs} documents' bytes")
    for sha256 in manifest.lost:
        lacks = "" if sha256 in manifest.lacking else " (an earlier backup's copy is kept)"
        say(f"bytes are missing or damaged: {sha256}{lacks}")
    if manifest.lost:
        note(
            f"ATTENTION: the service has lost the bytes of {len(manifest.lost)} documents; all else is in the backup."
            " `eset-central verify` names the documents."
        )
    return 1 if manifest.lost else 0


def restore(options: argparse.Namespace) -> int:
    """Make a service of a backup."""
    from central import restoring  # noqa: PLC0415 - loads Alembic, as `migrate` does

    made = restoring.restore(options.source.absolute(), folder_of(options), secrets.token_bytes)
    taken = made.manifest.created_at
    say(f"restored the backup of {taken}; run `eset-central migrate`, then serve")
    for sha256 in made.lacking:
        say(f"bytes are missing or damaged: {sha256}")
    if made.lacking:
        note(
            f"ATTENTION: the backup lacks the bytes of {len(made.lacking)} documents; all else is restored."
            " `eset-central verify` names the documents."
        )
    _note_new_life(taken, made.revoked, made.again)
    return 1 if made.lacking else 0


def _note_new_life(since: str, revoked: Noted, again: int) -> None:
    note("Enrolment codes that were not used yet are no longer valid.")
    if revoked.devices:
        note(f"{again} computers were revoked again, of {len(revoked.devices)} in the file `revocations`.")
    if not revoked.whole:
        why = "could be read only in part" if revoked.devices else "says nothing or is not there"
        note(
            f"ATTENTION: the file `revocations` {why}: computers that were revoked after {since}"
            " may have access again. Look at `eset-central devices` and revoke them BEFORE serving."
        )


def restored(options: argparse.Namespace) -> int:
    """Begin new lives in the database that is there."""
    revoked, again = lives.begin_here(folder_of(options), SystemClock().now(), secrets.token_bytes)
    say(
        "every stream begins a new life: clients compare and send again what is missing; run `eset-central verify`"
    )
    _note_new_life("the moment of the backup", revoked, again)
    return 0


def verify(options: argparse.Namespace) -> int:
    """Say everything that is wrong."""
    with service_of(options) as service:
        objects_identity.check(service.database, service.objects)
        findings = list(checks.verify(service))
    for each in findings:
        say(str(each))
    note("nothing wrong" if not findings else f"{len(findings)} findings")
    if any(each.what in IN_STEP_SOON for each in findings):
        note(
            "Copies for signers are set right within an hour while the service serves: run this again then."
            " Nothing is lost by them: what they are copies of is where it was."
        )
    return 1 if findings else 0
