# SPDX-License-Identifier: EUPL-1.2
"""How every history begins: a service, a body and its computers, made once and copied."""

import atexit
import random
import shutil
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

from helpers.simulation.client import install
from helpers.simulation.clocks import TrueClock, WallClock
from helpers.simulation.disk import MemoryDisk
from helpers.simulation.machines import image_of
from helpers.simulation.server import CLASSES, Central
from helpers.temporary import folder_until_exit

from central import admin
from central.folder import DataFolder
from central.store import streams, tables
from eset_desktop.domain.file_plan import class_id
from eset_desktop.domain.kinds import CATALOGUE
from eset_desktop.domain.mutations import ObjectState
from sync.protocol import EnrolAnswer, EnrolRequest

NAMES = ("c1", "c2", "c3", "c4", "c5")
PROFILES = (
    ("secretaria",), ("administracio",), ("administracio", "tecnic_extern"), ("administracio",), ("secretaria",),
)  # fmt: skip


def in_memory() -> str | None:
    """Return a folder in memory where the system has one; None where temporary files are there anyway."""
    memory = Path("/dev/shm")
    return str(memory) if memory.is_dir() and memory not in Path(tempfile.gettempdir()).parents else None


@dataclass(frozen=True, slots=True)
class Begin:
    """What a computer begins with."""

    image: bytes
    disk: MemoryDisk


@dataclass(frozen=True, slots=True)
class Town:
    """What a history begins with; ``folder`` holds the service's bytes, where there are any."""

    central: bytes
    computers: tuple[Begin, ...]
    folder: Path | None = None


@cache
def furnished() -> Path:
    """Return a folder with a service and enrolled computers."""
    root = folder_until_exit("eset-sim-", in_memory())
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    clock, chance = TrueClock(), random.Random(0)
    central = _service(root / "town" / "central", clock, chance)
    for name, answer in zip(NAMES, _body(central, len(NAMES)), strict=True):
        install(root / "town" / name, WallClock(clock), chance, answer)
    central.service.close()
    return root / "town"


@cache
def images() -> Town:
    """Return the same as images."""
    town = furnished()
    computers = tuple(Begin(image_of(town / name / "0" / "cache.db"), MemoryDisk()) for name in NAMES)
    return Town(image_of(town / "central" / "central.db"), computers)


@cache
def scratch() -> Path:
    """Return a folder of this process for the bytes of one history at a time."""
    return folder_until_exit("eset-sim-", in_memory())


def _service(root: Path, clock: TrueClock, chance: random.Random) -> Central:
    folder = DataFolder(root)
    folder.prepare()
    folder.database.touch()
    made = Central.open(root, clock, chance)
    tables.metadata.create_all(made.service.database.engine)
    with made.service.database.write() as connection:
        streams.create(connection, CATALOGUE, None, chance.randbytes)
        admin.publish(connection, CATALOGUE, _catalogue(), "2026-01-01T00:00:00.000Z")
    return made


def _body(central: Central, people: int) -> list[EnrolAnswer]:
    new = admin.NewBody("Ajuntament de Prova", "L01000000", "Q0000000J", "#2f6f4f", "A" * 43 + "=")
    body = admin.create_body(central.service, new)
    answers = []
    for number in range(people):
        person = admin.create_person(central.service, body, f"Persona {number + 1}", PROFILES[number])
        code, _ = admin.enrolment_code(central.service, person, timedelta(days=1))
        answers.append(central.service.enrol(EnrolRequest(code, f"ordinador {number + 1}", "sim")))
    return answers


def _catalogue() -> list[ObjectState]:
    classes = [
        ObjectState("class", key).with_fields(
            {"plan": "sim", "code": code, "level": "series", "title_ca": f"Sèrie {code}"}
        )
        for code, key in zip("123", CLASSES, strict=True)
    ]
    type_ = ObjectState("document_type", class_id("sim", "type")).with_fields(
        {"code": "decret", "nti": "TD01", "title_ca": "Decret"}
    )
    return [*classes, type_]
