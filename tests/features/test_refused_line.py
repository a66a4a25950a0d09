# SPDX-License-Identifier: EUPL-1.2
"""A line that lies, a computer whose access was withdrawn, a clock off by years: told, and nothing lost."""

import re
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from helpers.impostor import BROKEN, HALF, HTML, NOTHING, Impostor, impostor
from helpers.running import PATIENCE, Computer, TownHall
from helpers.told import LANGUAGES, are_one_text, command, facts, says

from eset_desktop.demo.errors import DemoFailed
from eset_desktop.demo.evidence import BUILDING_LICENCE
from eset_desktop.demo.processes import Window
from eset_desktop.paths import Paths
from eset_desktop.workplace import Workplace
from ui.main_window import WHEN_LOCKED

TITLE = "Llicència d'obres sense línia"
DAYS_AHEAD = 1200


def new_dossier(window: Window, title: str = TITLE) -> str:
    """Open a dossier and return its id."""
    return str(window.ask("dossier.new", procedure=BUILDING_LICENCE, title=title)["created"])


@pytest.mark.slow
def test_something_else_answers_in_the_services_place(hall: TownHall, clerk: Computer) -> None:
    hall.service.stop()
    window = clerk.window
    window.start()
    dossier = new_dossier(window)
    window.ask("go.outbox")
    clerk.agent.start()
    with impostor(hall.service.port) as server:
        for manner, code in (
            (HTML, "sync.not_the_service"), (HALF, "sync.short_answer"), (BROKEN, "sync.service_failed"),
            (NOTHING, "sync.line_down"),
        ):  # fmt: skip
            _meets(clerk, server, manner, code)
            says(window, code)
            assert len(facts(window)["rows"]) == 1
    hall.service.start()
    clerk.agent.hint()
    window.ask("wait", until="all_sent", timeout=PATIENCE)
    window.ask("dossier.open", id=dossier)
    window.ask("wait", until="fact", fact="number", timeout=PATIENCE)
    assert facts(window)["title"] == TITLE


def _meets(clerk: Computer, server: Impostor, manner: str, code: str) -> None:
    """Let the agent ask until the window knows of the problem."""
    server.manner = manner
    clerk.agent.hint()
    clerk.window.ask("wait", until="problem", code=code, timeout=PATIENCE)


@pytest.mark.slow
def test_a_computer_whose_access_was_withdrawn(hall: TownHall, clerk: Computer) -> None:
    window = clerk.window
    window.start()
    new_dossier(window, "Expedient enviat")
    clerk.synced()
    sent = _dossiers_of(hall)
    dossier = new_dossier(window)
    with Workplace.open_for_tool(Paths.below(clerk.folder), clerk.key) as place:
        device = place.replica.account().device
    hall.service.administer("revoke-device", "--device", device)
    clerk.agent.start()
    window.ask("wait", until="page", page="locked", timeout=PATIENCE)
    assert clerk.agent.ended() == 0
    _is_locked(window, dossier)
    window.quit()
    window.start()
    _is_locked(window, dossier)
    assert _dossiers_of(hall) == sent
    _opens_with_the_recovery_key(hall, clerk)


def _is_locked(window: Window, dossier: str) -> None:
    says(window, "sync.device_revoked")
    state = window.ask("state")
    assert state["status"]["line"] == "revoked"
    assert set(state["actions"]) == WHEN_LOCKED
    assert TITLE not in str({**state, "actions": []})
    with pytest.raises(DemoFailed, match=r"ui\.action_unavailable"):
        window.ask("dossier.open", id=dossier)


def _opens_with_the_recovery_key(hall: TownHall, clerk: Computer) -> None:
    """Open what was never sent with the body's recovery key."""
    pem = hall.folder / f"recovery-{hall.body.key}.pem"
    secret = pem.with_suffix(".passphrase").read_text("utf-8")
    clerk.window.kill_window()
    done = command(clerk, "recover", str(pem), given=f"{secret}\nuna altra frase prou llarga\n")
    assert done.stdout == "Recovered. Waiting to be sent: 1 change and 0 files.\n"
    with clerk.cache() as connection:
        rows = connection.execute(
            "SELECT body ->> '$.fields.title' FROM outbox WHERE state IN ('queued', 'sent')"
        )
        assert [row[0] for row in rows.fetchall()] == [TITLE]


def _dossiers_of(hall: TownHall) -> list[str]:
    """Return the dossiers that another computer gets from the service."""
    second = hall.computers[1]
    second.synced()
    with second.cache() as connection:
        rows = connection.execute("SELECT id FROM object WHERE kind = 'dossier' ORDER BY id").fetchall()
    return [str(row[0]) for row in rows]


@pytest.fixture
def years_ahead(clerk: Computer) -> Computer:
    """The clerk's computer with its clock more than three years ahead."""
    found = [
        *Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"),
        *Path("/usr/lib/faketime").glob("libfaketimeMT.so.1"),
    ]
    if sys.platform != "linux" or not found:
        pytest.skip("libfaketime is not installed (Debian: faketime)")
    clock = {
        "LD_PRELOAD": str(found[0]), "FAKETIME": f"+{DAYS_AHEAD}d", "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "DONT_FAKE_MONOTONIC": "1",
    }  # fmt: skip
    clerk.window.extra_environment.update(clock)
    clerk.agent.extra_environment.update(clock)
    return clerk


@pytest.mark.slow
def test_a_clock_off_by_years(hall: TownHall, years_ahead: Computer) -> None:
    """Neither identifier nor number takes the wrong year (the last contact's date stands); the person is told of the clock."""
    window = years_ahead.window
    window.start()
    dossier = new_dossier(window)
    assert f"_{datetime.now(UTC).year}_" in facts(window)["eni_id"]
    years_ahead.agent.start()
    window.ask("wait", until="all_sent", timeout=PATIENCE)
    window.ask("dossier.open", id=dossier)
    window.ask("wait", until="fact", fact="number", timeout=PATIENCE)
    assert facts(window)["number"] == f"{datetime.now(UTC).year}/00001"
    told = []
    for language in LANGUAGES:
        window.ask(f"language.{language}")
        told += [each for each in window.ask("state")["status"]["texts"] if re.search(r"1[.,\s]?200\b", each)]
    are_one_text(told)
    assert hall.service.running
