# SPDX-License-Identifier: EUPL-1.2
"""A signing-only computer with the real engine, cache and service: all that it holds, through days of coming and going."""

import random
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from helpers.office import Office, beside, problem
from helpers.pdfs import make_pdf
from helpers.simulation.client import install
from helpers.simulation.clocks import WallClock
from helpers.simulation.server import CLASSES
from helpers.town import enrolled

from central import admin
from central.verify import verify
from eset_desktop.clock import ManualClock
from eset_desktop.crashpoints import armed
from eset_desktop.domain.office_day import next_office_day
from eset_desktop.domain.signature_flow import REVIEW, Block, Flow, Signer
from eset_desktop.operations import documents, dossiers, signature_requests, substitutions, waiting
from eset_desktop.operations.documents import NewDocument, NewVersion
from eset_desktop.operations.dossiers import NewDossier
from eset_desktop.operations.errors import OperationError, SigningOnly
from eset_desktop.operations.session import Session
from eset_desktop.operations.signature_requests import NewRequest
from eset_desktop.operations.signing_lists import freeze_all
from eset_desktop.operations.substitutions import NewSubstitution
from eset_desktop.store import late
from eset_desktop.store.queries import dossier as dossier_queries
from eset_desktop.store.queries import signature_requests as lists
from eset_desktop.store.queries.signature_rows import RequestRow
from eset_desktop.store.sweep import purge
from sync.messages import Request
from sync.protocol import DEVICE_PATH, PUSH_PATH, UPLOADS_PATH

FAILED = problem(500, "service.failed")
BESIDE = {"body", "person", "substitution"}
"""What is shown whatever is asked: the town hall's name, its people, who stands in for whom."""


@dataclass(slots=True)
class Town:
    """The secretary's computer in the office, and the mayor's at home.

    Attributes:
        signed: The bytes that were signed at home, by version.
    """

    office: Office
    home: Office
    mayor: str
    chance: random.Random = field(default_factory=lambda: random.Random(5))
    signed: dict[str, bytes] = field(default_factory=dict)
    made: int = 0

    @property
    def at_office(self) -> Session:
        return self.office.computer.alive.session

    @property
    def at_home(self) -> Session:
        return self.home.computer.alive.session

    @property
    def today(self) -> date:
        """Return the day; the clock in the office is ten years slow."""
        return dossiers.today(self.at_home)

    @property
    def flow(self) -> Flow:
        return (Block((Signer(person=self.mayor),)),)

    def ask(self, flow: Flow | None = None, content: bytes = b"") -> str:
        """Ask for the mayor's signature, or others', of a new document, and return its id."""
        self.made += 1
        session = self.at_office
        dossier = str(dossiers.create(session, NewDossier(f"Expedient {self.made}", CLASSES[0])).created)
        new = NewDocument(f"Decret {self.made}", "decret")
        data = content or make_pdf(1, padding=b"%d" % self.made)
        document = str(documents.add(session, dossier, new, data, "d.pdf").created)
        signature_requests.create(session, NewRequest(document, flow or self.flow))
        return document

    def at_line(self) -> None:
        """Let home have a line for a while; its agent asks for the bytes of what waits."""
        self.home.sync()
        signature_requests.want_asked(self.at_home)
        self.home.patiently()

    def arrive(self) -> None:
        """Let everything arrive at both, bytes too; what is let go is purged a while later."""
        for _ in range(3):
            self.office.patiently()
            self.at_line()
        # As the agent does each hour; the files' times are those of the machine.
        purge(self.at_home.database, self.at_home.blobs, ManualClock(datetime(2100, 1, 1, tzinfo=UTC)))

    def asked(self, office: Office | None = None) -> list[RequestRow]:
        """Return what waits for the mayor as a computer knows it; without another word, as that in the office does."""
        session = (office or self.office).computer.alive.session
        return list(lists.to_sign(session.database.reader(), self.mayor, self.today))

    def sign(self, row: RequestRow, content: bytes = b"") -> str:
        """Sign at home what waits there."""
        data = content or make_pdf(1, padding=b"signed %d" % len(self.signed))
        made = documents.add_version(
            self.at_home, row.document_id, NewVersion(data, "signature", parent=row.standing)
        )
        version = str(made.created)
        self.signed[version] = data
        return version


@pytest.fixture
def town(office: Office, tmp_path: Path) -> Iterator[Town]:
    service = office.central.service
    body = office.computer.alive.replica.account().body
    mayor = admin.create_person(service, body, "Alcaldessa de prova", ("alcaldia",))
    answer = enrolled(service, mayor, signing_only=True).answer
    install(tmp_path / "town" / "home", WallClock(office.clock), random.Random(3), answer)
    with beside(office, tmp_path, "home") as home:
        office.patiently()
        yield Town(office, home, mayor)


def hoard(home: Office) -> dict[str, str]:
    """Return everything of the town hall's that lies in a computer's cache: kinds by id, and bytes by hash."""
    held = {
        key: kind
        for kind, key in home.computer.rows("SELECT kind, id FROM object WHERE stream != 'catalogue'")
    }
    held |= {key: kind for kind, key in home.computer.rows("SELECT kind, id FROM aside")}
    # Besides what its author is told of: a refusal that came too late stays until the person has read so.
    acts = home.computer.rows("SELECT object, dossier FROM outbox WHERE state != 'attention'")
    held |= {key: "outbox" for pair in acts for key in pair if key}
    held |= {key: "history" for (key,) in home.computer.rows("SELECT dossier FROM history")}
    held |= {key: "blob" for (key,) in home.computer.rows("SELECT sha256 FROM blob")}
    return {key: kind for key, kind in held.items() if kind not in BESIDE}


def words_left(home: Office) -> set[bytes]:
    """Return the words of three letters and more in the segments of a cache's indexes of words."""
    rows = home.computer.rows(
        "SELECT block FROM dossier_text_data WHERE id > 10 UNION ALL SELECT block FROM document_text_data WHERE id > 10"
    )
    return {word for (block,) in rows for word in re.findall(rb"[a-z]{3,}", bytes(block))}


def bytes_of(home: Office, hashes: Iterable[str]) -> set[Path]:
    """Return where those of some bytes lie that a computer has."""
    blobs = home.computer.alive.session.blobs
    return {blobs.sealed_file(each)[0] for each in hashes if len(each) == 64 and blobs.has(each)}


def allowed(town: Town) -> set[str]:
    """Return what may lie at home, as the computer in the office knows what is asked."""
    reader, found = town.at_office.database.reader(), set[str]()
    for row in town.asked():
        page = lists.page(reader, row.id, town.mayor, town.today)
        assert page is not None
        found |= {row.id, row.document_id, row.dossier_id, *(each.id for each in page.comments)}
        found |= {each.document_id for each in page.reports}
        versions = {each.version_id for each in page.reports} | {row.standing, row.version_id, row.head}
        found |= versions
        for version in versions:
            found |= {
                sha for (sha,) in town.office.computer.rows(
                    "SELECT fields ->> '$.sha256' FROM object WHERE id = ?", version
                )
            }  # fmt: skip
    return found


def check(town: Town) -> None:
    """See that home holds what is asked and nothing else, and that nothing signed there was lost."""
    assert {row.id for row in town.asked(town.home)} == {row.id for row in town.asked()}
    astray = {key: kind for key, kind in hoard(town.home).items() if key not in allowed(town)}
    assert astray == {}
    stored = {
        each for each in (town.home.root / "0" / "blobs").rglob("*") if each.is_file() and each.name != "lock"
    }
    assert stored == bytes_of(town.home, allowed(town))
    if not stored:
        assert words_left(town.home) == set()
    assert {"done", "attention"} >= set(town.home.states())
    for version in town.signed:
        told = town.office.computer.rows("SELECT fields ->> '$.present' FROM object WHERE id = ?", version)
        assert told == [(1,)], version


def test_it_holds_what_is_asked_signs_it_without_a_line_and_forgets_it(town: Town) -> None:
    document = town.ask()
    town.ask((Block((Signer(office="secretaria"),)),))
    town.arrive()
    check(town)
    (row,) = town.asked(town.home)
    assert (row.document_id, row.here, row.dossier_number) == (document, True, row.dossier_number)
    assert row.dossier_number
    listed = freeze_all(town.at_home, [document], visible=True)
    assert [each.id for each in listed.frozen.items] == [row.standing]
    assert (listed.labels[row.standing], listed.left_out) == (row.dossier_number, ())
    version = town.sign(row)
    assert town.asked(town.home) == []
    town.arrive()
    check(town)
    assert hoard(town.home) == {}
    assert late.known(town.at_home.database.reader()) == ()
    page = dossier_queries.document(town.at_office.database.reader(), document)
    assert page is not None
    assert page.head is not None
    assert page.head.id == version
    assert list(verify(town.office.central.service)) == []


def test_refused_at_home_without_a_line(town: Town) -> None:
    document = town.ask()
    documents.finish(town.at_office, document)
    town.arrive()
    (row,) = town.asked(town.home)
    signature_requests.comment(town.at_home, row.id, "Falta l'informe")
    signature_requests.refuse(town.at_home, row.id, "Falta l'informe")
    town.arrive()
    check(town)
    (told,) = lists.of_document(town.at_office.database.reader(), document, town.mayor, town.today)
    assert (told.state, told.reason) == ("refused", "Falta l'informe")
    found = dossier_queries.document(town.at_office.database.reader(), document)
    assert found is not None
    assert found.state == "draft"


def test_reviewed_at_home_without_a_line(town: Town) -> None:
    document = town.ask((Block((Signer(REVIEW, person=town.mayor),)), Block((Signer(office="secretaria"),))))
    town.arrive()
    (row,) = town.asked(town.home)
    signature_requests.review(town.at_home, row.id)
    town.arrive()
    check(town)
    assert hoard(town.home) == {}
    secretary = town.office.computer.alive.replica.account().person
    (waiting,) = lists.to_sign(town.at_office.database.reader(), secretary, town.today)
    assert waiting.document_id == document


@pytest.mark.parametrize("first", ["feed", "push"])
def test_withdrawn_while_it_is_signed_without_a_line(town: Town, first: str) -> None:
    """Whether home hears of the end before it sends its signature or not: it is sent, kept as late and told, and leaves then."""
    document = town.ask()
    town.arrive()
    (row,) = town.asked(town.home)
    signature_requests.withdraw(town.at_office, row.id)
    town.office.patiently()
    version = town.sign(row)
    if first == "feed":
        town.home.patiently(lambda asked: FAILED if asked.path == PUSH_PATH else None)
        assert town.home.states() == ["sent", "sent"]
        assert town.home.computer.rows("SELECT kind FROM object WHERE kind = 'signature_request'") == []
    town.arrive()
    check(town)
    rows = lists.of_document(town.at_office.database.reader(), document, town.mayor, town.today)
    page = lists.page(town.at_office.database.reader(), rows[0].id, town.mayor, town.today)
    assert page is not None
    assert [each.version for each in page.late] == [version]
    (told,) = late.known(town.at_home.database.reader())
    assert (told.subject, told.at) == (row.subject, page.late[0].at)
    assert late.known(town.at_office.database.reader()) == ()
    signature_requests.read_late(town.at_home)
    town.arrive()
    assert late.known(town.at_home.database.reader()) == ()
    assert hoard(town.home) == {}


def test_a_recipe_of_what_leaves_while_it_is_sent_comes_whole(town: Town) -> None:
    """The mayor is asked twice, so the document stays after the first signature, until the request is withdrawn."""
    content = make_pdf(1, padding=random.Random(1).randbytes(40_000))
    town.ask(town.flow * 2, content)
    town.arrive()
    (row,) = town.asked(town.home)
    town.sign(row, content + b"signed")
    opened: list[int] = []

    def voice(asked: Request) -> None:
        if (asked.method, asked.path) == ("POST", UPLOADS_PATH):
            opened.append(int(asked.headers["upload-length"]))
            if len(opened) == 1:
                signature_requests.withdraw(town.at_office, row.id)
                town.office.patiently()

    town.home.patiently(voice)
    town.arrive()
    check(town)
    assert hoard(town.home) == {}
    recipe, whole = opened
    assert recipe < whole == len(content) + len(b"signed")


def test_what_is_said_of_what_was_withdrawn_meanwhile_is_sent_and_not_waited_for(town: Town) -> None:
    town.ask()
    town.arrive()
    (row,) = town.asked(town.home)
    signature_requests.withdraw(town.at_office, row.id)
    town.office.patiently()
    signature_requests.comment(town.at_home, row.id, "Falta l'informe")
    town.arrive()
    check(town)
    assert (town.home.states(), hoard(town.home)) == ([], {})
    page = lists.page(town.at_office.database.reader(), row.id, town.mayor, town.today)
    assert page is not None
    assert [each.text for each in page.comments] == ["Falta l'informe"]


class Killed(BaseException):
    """The agent is dead."""


def test_killed_while_it_forgets_it_forgets_the_words_in_its_next_life(town: Town) -> None:
    def die(point: str) -> None:
        if point == "sync.forgotten":
            raise Killed

    town.ask()
    town.arrive()
    (row,) = town.asked(town.home)
    signature_requests.withdraw(town.at_office, row.id)
    town.office.patiently()
    with armed(die), pytest.raises(Killed):
        town.home.patiently()
    assert words_left(town.home)
    town.home.computer.die(power_cut=False)
    town.home.computer.bury()
    town.home.computer.start()
    town.home.sync()
    assert words_left(town.home) == set()


def test_what_a_restored_service_does_not_know_leaves_until_it_is_asked_again(town: Town) -> None:
    central, folder = town.office.central, town.office.root.parent
    first = town.ask()
    town.arrive()
    central.backup(folder / "backup.db")
    second = town.ask()
    town.arrive()
    assert {row.document_id for row in town.asked(town.home)} == {first, second}
    row = next(each for each in town.asked(town.home) if each.document_id == first)
    town.sign(row)
    central.restore(folder / "backup.db")
    town.home.patiently()
    assert not [key for key in hoard(town.home) if key == second]
    town.arrive()
    assert {row.document_id for row in town.asked(town.home)} == {second}
    check(town)


def test_what_had_left_and_was_not_forgotten_is_sent_again_to_a_restored_service(town: Town) -> None:
    central, folder = town.office.central, town.office.root.parent
    document = town.ask()
    town.arrive()
    central.backup(folder / "backup.db")
    (row,) = town.asked(town.home)
    version = town.sign(row)
    aside = partial(town.home.computer.rows, "SELECT id FROM aside")
    town.home.patiently(lambda asked: FAILED if asked.path == DEVICE_PATH and (version,) in aside() else None)
    assert (version,) in aside()
    central.restore(folder / "backup.db")
    town.arrive()
    check(town)
    assert hoard(town.home) == {}
    page = dossier_queries.document(town.at_office.database.reader(), document)
    assert page is not None
    assert page.head is not None
    assert page.head.id == version


def test_of_a_refused_signature_that_its_person_gives_up_nothing_stays(town: Town) -> None:
    document = town.ask()
    town.arrive()
    (row,) = town.asked(town.home)
    signature_requests.withdraw(town.at_office, row.id)
    documents.discard(town.at_office, document, "Error")
    town.office.patiently()
    town.sign(row)
    town.signed.clear()
    town.arrive()
    refused = town.home.computer.rows("SELECT id FROM outbox WHERE state = 'attention'")
    assert refused
    assert bytes_of(town.home, hoard(town.home))
    for (each,) in refused:
        waiting.give_up(town.at_home, each)
    town.ask()
    town.arrive()
    town.arrive()
    check(town)
    assert town.home.states() == []


def test_nothing_else_is_done_there(town: Town) -> None:
    document = town.ask()
    town.arrive()
    with pytest.raises(SigningOnly):
        dossiers.create(town.at_home, NewDossier("Un altre", CLASSES[0]))
    with pytest.raises(SigningOnly):
        documents.add_version(town.at_home, document, NewVersion(b"x", "content"))
    with pytest.raises(SigningOnly):
        documents.finish(town.at_home, document)
    assert town.home.states() == []


def test_a_substitute_holds_it_from_the_first_to_the_last_day(town: Town) -> None:
    service = town.office.central.service
    secretary = town.office.computer.alive.replica.account().person
    document = town.ask((Block((Signer(person=secretary),)),))
    day = town.today + timedelta(days=4)
    substitutions.create(town.at_office, NewSubstitution(secretary, town.mayor, day, "31/2026", until_on=day))
    town.arrive()
    assert hoard(town.home) == {}
    service.jobs.begin()
    for expected in ([document], []):
        while town.today < day:
            now = service.clock.now()
            for seconds in ((next_office_day(now) - now).total_seconds() - 60, 60):
                town.office.clock.seconds += seconds
                service.jobs.run_due()
        town.home.sync()
        assert [row.document_id for row in town.asked(town.home)] == expected
        day += timedelta(days=1)
    town.arrive()
    assert hoard(town.home) == {}


@pytest.mark.parametrize("held", ["", "secretaria"])
def test_a_substitute_holds_it_at_the_next_line_after_the_substitution_is_made(town: Town, held: str) -> None:
    """Without any job of the service: what is pushed is followed in its own transaction, bytes and all."""
    secretary = town.office.computer.alive.replica.account().person
    by_name = town.ask((Block((Signer(person=secretary),)),))
    by_office = town.ask((Block((Signer(office="secretaria"),)),))
    town.arrive()
    assert hoard(town.home) == {}
    new = NewSubstitution(secretary, town.mayor, town.today, "31/2026", office=held)
    made = str(substitutions.create(town.at_office, new).created)
    town.office.patiently()
    town.at_line()
    assert {row.document_id: row.here for row in town.asked(town.home)} == {by_name: True, by_office: True}
    substitutions.end(town.at_office, made, town.today - timedelta(days=1))
    town.office.patiently()
    town.home.sync()
    assert town.asked(town.home) == []


@pytest.mark.parametrize("seed", range(2))
def test_through_days_of_coming_and_going(town: Town, seed: int) -> None:
    town.chance.seed(seed)
    for _ in range(4):
        for _ in range(8):
            _something(town)
        town.arrive()
        check(town)
    service = town.office.central.service
    assert list(verify(service)) == []


def _something(town: Town) -> None:
    """Let one of the two do something, or one of the computers have a line for a while."""
    sent = [
        row
        for row in lists.sent(
            town.at_office.database.reader(), town.office.computer.alive.replica.account().person,
            town.today,
        )
        if row.state in {"running", "paused"}
    ]  # fmt: skip
    here = [row for row in town.asked(town.home) if row.here]
    one, mine = (town.chance.choice(each) if each else None for each in (sent, here))
    acts: dict[str, Callable[[], object]] = {
        "ask": town.ask,
        "ask others": lambda: town.ask((Block((Signer(office="secretaria"),)),)),
        "withdraw": lambda: one and signature_requests.withdraw(town.at_office, one.id),
        "pause": lambda: one and signature_requests.pause(town.at_office, one.id),
        "resume": lambda: one and signature_requests.resume(town.at_office, one.id),
        "change": lambda: one and documents.add_version(
            town.at_office, one.document_id, NewVersion(make_pdf(2), "content", parent=one.standing)
        ),
        "say": lambda: one and signature_requests.comment(town.at_office, one.id, "Quan pugueu"),
        "sign": lambda: mine and town.sign(mine),
        "refuse": lambda: mine and signature_requests.refuse(town.at_home, mine.id, "No"),
        "answer": lambda: mine and signature_requests.comment(town.at_home, mine.id, "D'acord"),
        "office": town.office.patiently,
        "home": town.at_line,
    }  # fmt: skip
    act = town.chance.choice(["ask", "ask", "sign", "sign", "office", "home", *acts])
    with suppress(OperationError):  # what is over by now is refused, and nothing was done
        acts[act]()
