# SPDX-License-Identifier: EUPL-1.2
"""While a proxy or a log-in page answers, people save on: all of it goes afterwards, once, and what is wrong is told meanwhile."""

from random import Random

import pytest
from helpers import agreement
from helpers.clerk import Clerk
from helpers.impostor import HTML, NO_GATEWAY, TOO_LARGE, impostor
from helpers.ledger import Ledger
from helpers.running import PATIENCE, Computer, TownHall

SAVES = 4


def people_of(hall: TownHall) -> list[Clerk]:
    """Return the persons at both computers."""
    files, random = hall.folder / "files", Random(1)
    files.mkdir()
    return [Clerk(each, random, files, Ledger(each.folder.name)) for each in hall.computers]


@pytest.mark.slow
def test_people_save_while_something_else_answers(hall: TownHall, clerk: Computer) -> None:
    person, other = people_of(hall)
    clerk.window.start()
    person.begin()
    clerk.agent.start()
    clerk.window.ask("wait", until="all_sent", timeout=PATIENCE)
    hall.service.stop()
    with impostor(hall.service.port) as server:
        for manner, code in (
            (TOO_LARGE, "sync.body_too_large"), (NO_GATEWAY, "sync.service_failed"), (HTML, "sync.not_the_service"),
        ):  # fmt: skip
            server.manner = manner
            for _ in range(SAVES):
                person.save()
            person.add_document()
            clerk.agent.hint()
            clerk.window.ask("wait", until="problem", code=code, timeout=PATIENCE)
    saved = person.ledger.acknowledged
    agreement.quiet(hall, (person, other))
    assert agreement.disagreements(hall, (person, other)) == []
    assert saved == 1 + 3 * (SAVES + 1)
