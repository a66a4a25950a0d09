# SPDX-License-Identifier: EUPL-1.2
"""Filling a new central service with the made-up town halls, by the same rules as a push."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from central import admin, loading
from central.folder import DataFolder
from central.recovery_key import new_recovery_key
from central.service import Service
from central.store import schema
from central.store.database import Database
from eset_desktop.clock import ManualClock, parse_iso
from eset_desktop.demo import writing
from eset_desktop.demo.content.towns import Demo
from eset_desktop.demo.content.values import Bundle, DemoBody
from eset_desktop.platform import write_atomically

SEED: Final = 2012
"""The year in which e-SET was born."""
ENROLMENT_HOURS: Final = 24

Progress = Callable[[int, int], None]
"""``progress(dossiers written, of how many)``."""


@dataclass(frozen=True, slots=True)
class Town:
    """A filled service: its folder, its bodies, how much it holds."""

    folder: DataFolder
    bodies: tuple[DemoBody, ...]
    mutations: int
    bytes_stored: int


def fill(data: Path, *, seed: int, scale: int, until: date, progress: Progress) -> Town:
    """Make a service in an empty folder and fill it; its recovery keys lie beside it.

    Args:
        data: The service's folder.
        seed: Decides everything that is drawn.
        scale: Multiplies the 400 dossiers.
        until: The last day on which anything happened.
        progress: Told after each dossier.
    """
    demo = Demo(seed, scale, until)
    folder = establish(data, demo.bodies)
    mutations = stored = done = 0
    whole = sum(body.dossiers for body in demo.bodies)
    for body in demo.bodies:
        clock = ManualClock(datetime(until.year, until.month, until.day, tzinfo=UTC))

        def told(serial: int, before: int = done) -> None:
            progress(before + serial, whole)

        with writing.bundles(demo, body.key) as bundles:
            loaded = loading.load(folder, body.id, _items(bundles, clock, told), clock=clock)
        mutations += sum(loaded.statuses.values())
        stored += loaded.bytes_stored
        done += body.dossiers
    return Town(folder, demo.bodies, mutations, stored)


def _items(
    bundles: Iterator[Bundle], clock: ManualClock, told: Callable[[int], None]
) -> Iterator[loading.Item]:
    """Yield what happened, with the clock at the moment when it did: numbers and dates are those of the past."""
    for serial, bundle in enumerate(bundles, start=1):
        bytes_of = {blob.sha256: blob.data for blob in bundle.blobs}
        for mutation in bundle.mutations:
            clock.current = parse_iso(mutation.at)
            sha256 = mutation.fields.get("sha256") if mutation.kind == "version" else None
            yield mutation, bytes_of[sha256] if isinstance(sha256, str) else None
        told(serial)


def establish(data: Path, bodies: tuple[DemoBody, ...]) -> DataFolder:
    """Make a service with these bodies, their units and people, and no dossier; recovery keys lie beside its folder."""
    folder = DataFolder(data)
    folder.prepare()
    database = Database.open(folder.place())
    schema.upgrade(database)
    database.close()
    service = Service.open(folder)
    try:
        admin.load_catalogue(service)
        for body in bodies:
            passphrase = secrets.token_urlsafe(18)
            key = new_recovery_key(secrets.token_bytes, passphrase)
            write_atomically(folder.root.parent / f"recovery-{body.key}.pem", key.private_pem)
            write_atomically(folder.root.parent / f"recovery-{body.key}.passphrase", passphrase.encode())
            new = admin.NewBody(body.name, body.dir3, body.nif, body.colour, key.public)
            units = [each for each in body.objects if each.kind == "unit"]
            admin.create_body(service, new, identity=body.id, units=units)
            for person in body.people:
                admin.create_person(service, body.id, person.name, (person.profile,), identity=person.id)
    finally:
        service.close()
    return folder


def enrolment_code(folder: DataFolder, person: str) -> str:
    """Return a one-time enrolment code of a person."""
    service = Service.open(folder)
    try:
        return admin.enrolment_code(service, person, timedelta(hours=ENROLMENT_HOURS))[0]
    finally:
        service.close()
