# SPDX-License-Identifier: EUPL-1.2
"""The commands of ``eset-central`` about bodies, people and their computers; each returns the exit status."""

import argparse
import errno
import getpass
import os
import secrets
from datetime import timedelta
from pathlib import Path

from central import admin, people
from central.device_lists import lines_of, table
from central.devices import listed
from central.errors.keeping import PassphraseRefused, ValueRefused
from central.recovery_key import new_recovery_key
from central.terminal import note, say, say_row, service_of
from eset_desktop.clock import iso
from eset_desktop.errors import EsetError
from eset_desktop.platform import write_atomically


def create_body(options: argparse.Namespace) -> int:
    """Create a body; its recovery key's private half goes to a file, once."""
    new = admin.NewBody(options.name, options.dir3, options.nif, options.colour, "")
    with service_of(options) as service:
        # Everything that can be refused is looked at before anything is asked or written.
        admin.check_body(service, new)
        _check_new(options.recovery_key)
        key = new_recovery_key(secrets.token_bytes, _passphrase(options.passphrase_fd))
        # The key's file comes first: a body whose recovery key was lost could never be recovered.
        with options.recovery_key.open("xb"):
            write_atomically(options.recovery_key, key.private_pem)
        try:
            body = admin.create_body(
                service, admin.NewBody(new.name, new.dir3, new.nif, new.colour, key.public)
            )
        except EsetError:  # a refusal: there is no such body, so there must be no key of it
            options.recovery_key.unlink()
            raise
    say(body)
    note(f"The recovery key is in {options.recovery_key}: keep it away from the service.")
    return 0


def _check_new(path: Path) -> None:
    if path.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    if not path.absolute().parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path.parent))


def _passphrase(descriptor: int | None) -> str:
    if descriptor is not None:
        with os.fdopen(descriptor, encoding="utf-8") as file:
            try:
                return file.readline().rstrip("\r\n")
            except UnicodeDecodeError:
                # Not "from error": it would repeat the passphrase.
                raise ValueRefused(field="passphrase", reason="it is not UTF-8") from None
    first = getpass.getpass("Passphrase for the recovery key: ")
    if first != getpass.getpass("Once more: "):
        raise PassphraseRefused
    return first


def bodies(options: argparse.Namespace) -> int:
    """List the bodies."""
    with service_of(options) as service, service.database.read() as connection:
        found = people.bodies(connection)
    say_row(("id", "DIR3", "name", "people", "created at"))
    for each in found:
        say_row((each.id, each.dir3, each.name, str(each.people), each.created_at))
    return 0


def list_people(options: argparse.Namespace) -> int:
    """List the people, of one body or of all."""
    with service_of(options) as service, service.database.read() as connection:
        body = admin.find_body(connection, options.body) if options.body is not None else None
        found = list(people.people(connection, body))
    say_row(("id", "body", "name", "profiles", "computers", "state"))
    for each in found:
        say_row((each.id, each.body, each.name, ",".join(each.profiles), str(each.devices), each.state))
    return 0


def create_person(options: argparse.Namespace) -> int:
    """Create a person and say the id."""
    with service_of(options) as service:
        say(admin.create_person(service, options.body, options.name, tuple(dict.fromkeys(options.profiles))))
    return 0


def set_profiles(options: argparse.Namespace) -> int:
    """Give a person other profiles."""
    profiles = tuple(dict.fromkeys(options.profiles))
    with service_of(options) as service:
        people.set_profiles(service, options.person, profiles)
    note(f"From now on: {', '.join(profiles)}.")
    return 0


def retire_person(options: argparse.Namespace) -> int:
    """Let a person leave; says the devices that were revoked."""
    with service_of(options) as service:
        done = people.retire(service, options.person)
    for each in done.devices:
        say(each)
    note(
        f"Retired: {len(done.devices)} computers revoked, {done.grants} rights to read what is restricted ended."
    )
    return 0


def enrol(options: argparse.Namespace) -> int:
    """Say a one-time code."""
    with service_of(options) as service:
        code, expires = admin.enrolment_code(service, options.person, timedelta(hours=options.hours))
    say(code)
    note(f"Valid once, until {iso(expires)}.")
    return 0


def revoke_device(options: argparse.Namespace) -> int:
    """Revoke a device."""
    with service_of(options) as service:
        held = admin.revoke_device(service, options.device)
    note(
        "Revoked. What was only on that computer stays there, locked, until it is joined with a new code of its person."
    )
    for line in lines_of(held):
        say(line)
    return 0


def devices(options: argparse.Namespace) -> int:
    """List the devices."""
    with service_of(options) as service, service.database.read() as connection:
        found, now = listed(connection), service.clock.now()
    for cells in table(found, now):
        say_row(cells)
    return 0
