# SPDX-License-Identifier: EUPL-1.2
"""A program that is too old for its service, which was set back to a backup: all that its person saved arrives all the same."""

from collections import Counter

import pytest
from helpers.office import Office
from helpers.simulation.server import CLASSES

from eset_desktop.operations import dossiers
from sync.planner import LOOK_EVERY
from sync.protocol import PUSH_PATH, SCHEMA, WATCH_PATH


def titles_there(office: Office) -> list[str]:
    """Return the dossiers' titles as the service has them."""
    with office.central.service.database.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT fields ->> '$.title' FROM object WHERE kind = 'dossier' ORDER BY 1"
        )
        return [title for (title,) in rows]


def begin_again(office: Office) -> None:
    office.computer.stop()
    office.computer.start()


def create(office: Office, title: str) -> str:
    session = office.computer.alive.session
    return str(dossiers.create(session, dossiers.NewDossier(title, CLASSES[0])).created)


def pushes(office: Office) -> int:
    """Return how often anything was sent; a push of nothing asks for the life of the stream."""
    return len(
        [each for each in office.asked if each.path == PUSH_PATH and b'"mutations":[]' not in each.body]
    )


@pytest.fixture
def lost(office: Office) -> str:
    """A dossier that the service knows, renamed in what it lost; an old program, new work on it."""
    kept = create(office, "A")
    office.sync()
    office.central.backup(office.root / "backup.db")
    create(office, "Perdut")
    dossiers.rename(office.computer.alive.session, kept, "B")
    office.sync()
    office.central.restore(office.root / "backup.db")
    office.central.set_min_client(SCHEMA + 1)
    begin_again(office)
    dossiers.rename(office.computer.alive.session, kept, "C")
    create(office, "Nou")
    return kept


def test_it_sends_what_the_service_lost_and_what_is_new_and_reads_nothing(office: Office, lost: str) -> None:
    office.asked.clear()
    office.patiently()
    assert WATCH_PATH not in {each.path for each in office.asked}
    assert titles_there(office) == ["C", "Nou", "Perdut"]
    assert Counter(office.states()) == {"done": 3, "answered": 2}
    assert pushes(office) == 1
    assert office.computer.rows("SELECT fields ->> '$.title' FROM object WHERE id = ?", lost) == [("C",)]
    assert set(office.problems.values()) == {"sync.program_too_old"}


@pytest.mark.usefixtures("lost")
def test_what_it_sent_again_is_not_sent_a_third_time(office: Office) -> None:
    office.patiently()
    office.asked.clear()
    begin_again(office)
    office.patiently()
    assert pushes(office) == 0


@pytest.mark.usefixtures("lost")
@pytest.mark.parametrize("sent", [False, True])
def test_upgraded_it_reads_and_nothing_is_there_twice(office: Office, *, sent: bool) -> None:
    """Also when it was upgraded before it had sent everything again."""
    office.sync(steps=400) if sent else office.computer.alive.replica.send_accepted_again()
    office.central.set_min_client(1)
    begin_again(office)
    office.patiently()
    assert titles_there(office) == ["C", "Nou", "Perdut"]
    assert set(office.states()) == {"done"}
    found = office.computer.rows("SELECT fields ->> '$.title', pending FROM object WHERE kind = 'dossier'")
    assert sorted(found) == [("C", 0), ("Nou", 0), ("Perdut", 0)]
    assert office.computer.rows("SELECT 1 FROM object WHERE kind = 'conflict' AND NOT deleted") == []
    assert office.problems == {}
    assert office.computer.alive.replica.rereading() == frozenset()


def test_what_the_service_refuses_now_asks_for_a_person(office: Office) -> None:
    """Accepted once and lost; meanwhile its author may write no more."""
    office.central.backup(office.root / "backup.db")
    lost = create(office, "Perdut")
    office.sync()
    office.central.restore(office.root / "backup.db")
    office.central.set_min_client(SCHEMA + 1)
    person = office.computer.alive.replica.account().person
    with office.central.service.database.write() as connection:
        connection.exec_driver_sql("UPDATE person SET profiles = '[\"lectura\"]' WHERE id = ?", (person,))
    begin_again(office)
    create(office, "Nou")
    office.patiently()
    assert titles_there(office) == []
    assert set(office.states()) == {"attention"}
    assert office.computer.rows("SELECT fields ->> '$.title' FROM object WHERE id = ?", lost) == [("Perdut",)]


def test_with_nothing_new_to_send_it_hears_too_that_the_service_was_set_back(office: Office) -> None:
    """A colleague's work may stand on what only this computer can bring again."""
    office.central.backup(office.root / "backup.db")
    create(office, "Perdut")
    office.sync()
    office.central.set_min_client(SCHEMA + 1)
    begin_again(office)
    office.sync()
    office.central.restore(office.root / "backup.db")
    office.clock.seconds += LOOK_EVERY
    office.asked.clear()
    office.sync()
    assert titles_there(office) == ["Perdut"]
    office.asked.clear()
    office.sync()
    assert office.asked == []
