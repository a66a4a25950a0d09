# SPDX-License-Identifier: EUPL-1.2
"""What each command of ``eset-central`` does; returns the exit status."""

import argparse
import getpass
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from central import admin, lives, objects_identity, restoring
from central import backup as backups
from central import verify as checks
from central.device_lists import lines_of, table
from central.devices import listed
from central.errors import PassphraseRefused
from central.folder import DataFolder
from central.recovery_key import new_recovery_key
from central.revocations import Noted
from central.service import Service
from central.store.database import Database
from central.store.job_rows import still_open
from eset_desktop.clock import SystemClock, iso
from eset_desktop.logs import configure_service
from eset_desktop.platform import write_atomically


def say(text: str) -> None:
    """Write a line of the answer, which other programs may read."""
    sys.stdout.write(text + "\n")


def note(text: str) -> None:
    """Write a line for the person at the terminal."""
    sys.stderr.write(text + "\n")


@contextmanager
def _service(options: argparse.Namespace) -> Iterator[Service]:
    service = Service.open(_folder(options), patient=True)
    try:
        yield service
    finally:
        service.close()


def _folder(options: argparse.Namespace) -> DataFolder:
    return DataFolder.of(options.data.absolute(), os.environ)


def serve(options: argparse.Namespace) -> int:
    """Serve clients until told to stop."""
    from central import server  # noqa: PLC0415 - loads the web framework, which the other commands do without

    configure_service("central", options.logs)
    address = server.Address(options.host, options.port, options.socket, options.port_file)
    server.serve(_folder(options), address)
    return 0


def migrate(options: argparse.Namespace) -> int:
    """Create or update the database and load the catalogue."""
    from central.store import schema  # noqa: PLC0415 - loads Alembic, which the other commands do without

    folder = _folder(options)
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


def create_body(options: argparse.Namespace) -> int:
    """Create a body; its recovery key's private half goes to a file, once."""
    with _service(options) as service:
        key = new_recovery_key(secrets.token_bytes, _passphrase(options.passphrase_fd))
        # The key's file comes first: a body whose recovery key was lost could never be recovered.
        with options.recovery_key.open("xb"):
            write_atomically(options.recovery_key, key.private_pem)
        body = admin.create_body(
            service, admin.NewBody(options.name, options.dir3, options.nif, options.colour, key.public)
        )
    say(body)
    note(f"The recovery key is in {options.recovery_key}: keep it away from the service.")
    return 0


def _passphrase(descriptor: int | None) -> str:
    if descriptor is not None:
        with os.fdopen(descriptor, encoding="utf-8") as file:
            return file.readline().rstrip("\r\n")
    first = getpass.getpass("Passphrase for the recovery key: ")
    if first != getpass.getpass("Once more: "):
        raise PassphraseRefused
    return first


def create_person(options: argparse.Namespace) -> int:
    """Create a person and say the id."""
    with _service(options) as service:
        say(admin.create_person(service, options.body, options.name, tuple(dict.fromkeys(options.profiles))))
    return 0


def enrol(options: argparse.Namespace) -> int:
    """Say a one-time code."""
    with _service(options) as service:
        code, expires = admin.enrolment_code(service, options.person, timedelta(hours=options.hours))
    say(code)
    note(f"Valid once, until {iso(expires)}.")
    return 0


def revoke_device(options: argparse.Namespace) -> int:
    """Revoke a device."""
    with _service(options) as service:
        held = admin.revoke_device(service, options.device)
    note(
        "Revoked. What was only on that computer stays there, locked; its person can open it with the recovery key."
    )
    for line in lines_of(held):
        say(line)
    return 0


def devices(options: argparse.Namespace) -> int:
    """List the devices."""
    with _service(options) as service, service.database.read() as connection:
        found, now = listed(connection), service.clock.now()
    for cells in table(found, now):
        say("\t".join(cells))
    return 0


def jobs(options: argparse.Namespace) -> int:
    """List the jobs that are not done; status 1 when one of them fails."""
    with _service(options) as service, service.database.read() as connection:
        found = still_open(connection, service.clock.now())
    say("kind\tkey\tstate\tattempts\tnot before\tasked for\tproblem")
    for each in found:
        cells = (each.kind, each.key, each.state, str(each.attempts), each.not_before, each.created_at)
        say("\t".join((*cells, each.problem)))
    return 1 if any(each.problem for each in found) else 0


def backup(options: argparse.Namespace) -> int:
    """Write a backup; status 1 when the service has lost bytes."""
    manifest = backups.back_up(_folder(options), options.to.absolute(), SystemClock())
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
    made = restoring.restore(options.source.absolute(), _folder(options), secrets.token_bytes)
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
    revoked, again = lives.begin_here(_folder(options), SystemClock().now(), secrets.token_bytes)
    say(
        "every stream begins a new life: clients compare and send again what is missing; run `eset-central verify`"
    )
    _note_new_life("the moment of the backup", revoked, again)
    return 0


def verify(options: argparse.Namespace) -> int:
    """Say everything that is wrong."""
    with _service(options) as service:
        objects_identity.check(service.database, service.objects)
        findings = [str(each) for each in checks.verify(service.database, service.blobs)]
    for each in findings:
        say(each)
    note("nothing wrong" if not findings else f"{len(findings)} findings")
    return 1 if findings else 0
