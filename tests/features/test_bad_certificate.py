# SPDX-License-Identifier: EUPL-1.2
"""While the service's certificate is expired, self-signed or another's, people save on; the right one lets all of it go, once."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from random import Random

import pytest
from helpers import agreement
from helpers.clerk import Clerk
from helpers.ledger import Ledger
from helpers.running import CHEAP, PASSPHRASE, PATIENCE, TownHall, until
from helpers.tls_front import BAD, GOOD, URL, TlsFront, tls_front
from helpers.told import facts, says

from central.folder import DataFolder
from eset_desktop.clock import SystemClock
from eset_desktop.demo import town
from eset_desktop.domain.rights import ADMINISTRACIO
from eset_desktop.joining import join
from eset_desktop.store.keys import ByPassphrase

SAVES = 3


@pytest.fixture
def front(hall: TownHall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TlsFront]:
    """TLS before the service, reached through a proxy, both as the environment says."""
    folder = tmp_path / "front"
    folder.mkdir()
    with tls_front(folder, hall.service.port) as made:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{made.port}")
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(made.authority))
        monkeypatch.setenv("NO_PROXY", "")
        yield made


@pytest.fixture
def person(hall: TownHall, front: TlsFront) -> Clerk:
    """The clerk at a computer that joined by the address with TLS."""
    assert front.shows == GOOD
    folder, files = hall.folder / "behind", hall.folder / "files"
    files.mkdir()
    code = town.enrolment_code(DataFolder(hall.service.data), hall.body.person(ADMINISTRACIO).id)
    _, key = join(folder, URL, code, (ByPassphrase(PASSPHRASE, CHEAP),), SystemClock())
    computer = hall.add(folder, key, ("--lang", "ca", "--no-agent"))
    computer.synced()
    return Clerk(computer, Random(1), files, Ledger(folder.name))


def _grew(front: TlsFront, before: int) -> bool:
    """Tell whether a handshake was broken off since then."""
    return front.refused > before


@pytest.mark.slow
def test_certificates_that_are_not_the_services(hall: TownHall, front: TlsFront, person: Clerk) -> None:
    window, agent = person.computer.window, person.computer.agent
    window.start()
    person.begin()
    agent.start()
    window.ask("wait", until="all_sent", timeout=PATIENCE)
    for kind in BAD:
        front.show(kind)
        before = front.refused
        for _ in range(SAVES):
            person.save()
        person.add_document()
        agent.hint()
        window.ask("wait", until="problem", code="sync.tls_failed", timeout=PATIENCE)
        assert until(partial(_grew, front, before))
        window.ask("go.outbox")
        says(window, "sync.tls_failed")
        assert facts(window)["rows"]
        window.ask("language.ca")
        person.open(person.dossiers[-1])
        front.show(GOOD)
        agent.hint()
        window.ask("wait", until="all_sent", timeout=PATIENCE)
    saved = person.ledger.acknowledged
    agreement.quiet(hall, (person,))
    assert agreement.disagreements(hall, (person,)) == []
    assert saved == 1 + len(BAD) * (SAVES + 1)
