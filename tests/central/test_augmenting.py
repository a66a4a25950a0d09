# SPDX-License-Identifier: EUPL-1.2
"""What people signed is raised by the service as a version of its own, whoever is down, killed or faster."""

import hashlib
import os
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from helpers.logs import ExpectedLogs
from helpers.pdfs import make_pdf
from helpers.signed_pdfs import Maker
from helpers.signers import arrives, configure, drafted, signs, standing, versions
from helpers.town import Town
from rigs.pki.front import Fault
from rigs.pki.front import Service as Asked
from rigs.pki.pki import Pki

from central.augmenting.job import Augmenting
from central.augmenting.settings import REST
from central.cli import main
from central.jobs import LEASE, LONGEST_PAUSE
from central.store.job_rows import still_open
from eset_desktop.clock import parse_iso
from eset_desktop.signing.levels.client import LevelsClient, write_raised
from eset_desktop.signing.levels.errors import LevelError, RevocationUnusable, TsaUnreachable, WorkerDied
from eset_desktop.signing.levels.same import same_signatures
from eset_desktop.signing.levels.values import Level, Services, Tsa


@pytest.fixture(scope="module")
def levels() -> Iterator[LevelsClient]:
    """The process that reads documents; it takes a second to start."""
    with LevelsClient() as client:
        client.start()
        yield client


def raising_of(town: Town, levels: LevelsClient) -> Augmenting:
    service, settings = town.service, town.service.folder.augmenting()
    assert settings is not None
    return Augmenting(
        settings,
        service.database,
        service.blobs,
        clock=town.clock,
        ids=town.ids,
        moved=service._moved,
        levels=levels,
    )


@pytest.fixture
def raising(town: Town, pki: Pki, levels: LevelsClient) -> Augmenting:
    """Configure timestamps in the town's service; give what raises, its jobs done when the test says so."""
    pki.moment = town.clock.now()
    configure(town.service.folder.root, pki)
    return raising_of(town, levels)


def passes(town: Town, pki: Pki, time: timedelta) -> None:
    town.clock.current += time
    pki.moment = town.clock.now()


def work(raising: Augmenting) -> None:
    raising.look()
    raising.jobs.run_due()


def open_jobs(town: Town) -> list[str]:
    """Return the problems of what waits to be raised."""
    with town.service.database.read() as connection:
        found = still_open(connection, town.clock.now())
    return [each.problem for each in found if each.kind == "augment"]


def test_a_signed_version_gets_its_augmentation(town: Town, pki: Pki, raising: Augmenting) -> None:
    signed = signs(town.clerk, pki)
    work(raising)
    top, fields = standing(town.clerk, signed)
    assert (fields["relation"], fields["parent"], fields["level"]) == (
        "augmentation",
        signed.version,
        "B-LTA",
    )
    assert fields["present"] is True
    assert parse_iso(fields["stamped_at"]) == town.clock.now()
    assert parse_iso(fields["renew_by"]) > town.clock.now()
    raised = b"".join(town.service.blob(fields["sha256"], fields["size"], 0, fields["size"]))
    assert len(raised) == fields["size"]
    assert same_signatures(BytesIO(signed.data), BytesIO(raised))
    assert [row.by for row in town.clerk.all().rows if row.id == top] == [""]
    asked = pki.asked.total()
    work(raising)
    assert pki.asked.total() == asked


@pytest.mark.parametrize("postgres", ["sqlite"], indirect=True)
def test_only_what_is_new_travels(town: Town, pki: Pki, raising: Augmenting) -> None:
    """The gap that was overwritten and the tail, as a recipe over what the client has (design §6, law 9)."""
    signed = signs(town.clerk, pki, basis=drafted(town.clerk, make_pdf(padding=os.urandom(400_000))))
    work(raising)
    new = standing(town.clerk, signed)[1]["sha256"]
    recipe = town.service.recipe(town.clerk.caller, new, [hashlib.sha256(signed.data).hexdigest()])
    assert recipe is not None
    assert len(recipe) < 12_000


@pytest.mark.parametrize("postgres", ["sqlite"], indirect=True)
def test_without_bytes_or_signature_nobody_is_asked(town: Town, pki: Pki, raising: Augmenting) -> None:
    basis = drafted(town.clerk)
    fields = {"relation": "signature", "parent": basis.version}
    town.clerk.done(town.clerk.version(basis.document, "1d" * 32, 77, fields=fields))
    work(raising)
    assert not pki.asked


@pytest.mark.parametrize("postgres", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("service", "code"),
    [(Asked.TSA, "levels.tsa_unreachable"), (Asked.OCSP, "levels.revocation_unreachable")],
)
def test_the_queue_waits_and_says_so(
    town: Town, pki: Pki, raising: Augmenting, expected_logs: ExpectedLogs, *, service: Asked, code: str
) -> None:
    expected_logs.allow("job.failed")
    pki.fail(service, Fault.REFUSED)
    pki.fail(Asked.CRL, Fault.REFUSED)
    if service is Asked.TSA:
        pki.mend(Asked.CRL)
    waiting = [signs(town.clerk, pki), signs(town.clerk, pki)]
    work(raising)
    for each in waiting:
        top, fields = standing(town.clerk, each)
        assert top == each.version
        assert (fields["stamping"], fields["stamping_problem"]) == ("waiting", code)
    # The list about the intermediate authority comes first: nobody asks about the signer's certificate then.
    assert pki.asked[Asked.TSA if service is Asked.TSA else Asked.CRL] == 1, "one document asks for all"
    assert open_jobs(town) == [code, code]
    assert open_tries(town) == [1, 0]
    told = town.clerk.all().head
    passes(town, pki, REST + timedelta(seconds=1))
    work(raising)
    assert town.clerk.all().head == told, "the same is not said again"
    pki.mend(service)
    pki.mend(Asked.CRL)
    passes(town, pki, LONGEST_PAUSE)
    work(raising)
    for each in waiting:
        assert standing(town.clerk, each)[1]["level"] == "B-LTA"
        assert "stamping" not in town.clerk.object(each.version)


@pytest.mark.parametrize("postgres", ["sqlite"], indirect=True)
def test_what_is_wrong_about_one_document_holds_up_no_other(
    town: Town, pki: Pki, raising: Augmenting, monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("job.failed")
    bad, good = signs(town.clerk, pki), signs(town.clerk, pki)
    raise_level = raising._levels.raise_level

    def unusable_for_one(path: Path, *rest: Any) -> Any:
        if path.read_bytes() == bad.data:
            raise RevocationUnusable
        return raise_level(path, *rest)

    monkeypatch.setattr(raising._levels, "raise_level", unusable_for_one)
    work(raising)
    assert town.clerk.object(bad.version)["stamping_problem"] == RevocationUnusable.code
    assert standing(town.clerk, good)[1]["level"] == "B-LTA"


@pytest.mark.parametrize("postgres", ["sqlite"], indirect=True)
def test_a_list_that_cannot_be_had_holds_up_only_who_needs_it(
    town: Town, pki: Pki, raising: Augmenting, expected_logs: ExpectedLogs
) -> None:
    """A certificate with a list alone, and one that OCSP answers for."""
    expected_logs.allow("job.failed")
    first = signs(town.clerk, pki)
    work(raising)
    assert standing(town.clerk, first)[1]["level"] == "B-LTA", "what all certificates need is known"
    pki.fail(Asked.CRL, Fault.REFUSED)
    needy = [signs(town.clerk, pki, "crlonly") for _ in range(3)]
    good = signs(town.clerk, pki)
    asked = pki.asked[Asked.CRL]
    work(raising)
    assert pki.asked[Asked.CRL] == asked + 1, "one asks for all"
    assert open_tries(town) == [1, 0, 0]
    assert {town.clerk.object(each.version)["stamping_problem"] for each in needy} == {
        "levels.revocation_unreachable"
    }
    assert standing(town.clerk, good)[1]["level"] == "B-LTA"


def open_tries(town: Town) -> list[int]:
    """Return how often each that waits was tried, most first."""
    with town.service.database.read() as connection:
        found = still_open(connection, town.clock.now())
    return sorted((each.attempts for each in found if each.kind == "augment"), reverse=True)


@pytest.mark.parametrize("postgres", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("name", "code"),
    [("revoked", "levels.certificate_revoked"), ("stranger", "levels.certificate_untrusted")],
)
def test_what_will_never_do_is_said_once(
    town: Town,
    pki: Pki,
    raising: Augmenting,
    *,
    expected_logs: ExpectedLogs,
    capsys: pytest.CaptureFixture[str],
    name: str,
    code: str,
) -> None:
    expected_logs.allow("augment.refused")
    signed = signs(town.clerk, pki, name)
    work(raising)
    fields = town.clerk.object(signed.version)
    assert (fields["stamping"], fields["stamping_problem"]) == ("refused", code)
    assert not open_jobs(town)
    asked = pki.asked.total()
    work(raising)
    assert pki.asked.total() == asked
    listed = ["timestamps", "--data", str(town.service.folder.root)]
    assert main(listed) == 1
    assert signed.version in capsys.readouterr().out
    assert main([*listed, "--again"]) == 0
    assert "stamping" not in town.clerk.object(signed.version)
    work(raising)
    assert town.clerk.object(signed.version)["stamping_problem"] == code


@pytest.mark.parametrize("postgres", ["sqlite"], indirect=True)
def test_only_deaths_of_the_process_count_against_a_document(
    town: Town,
    pki: Pki,
    raising: Augmenting,
    monkeypatch: pytest.MonkeyPatch,
    *,
    expected_logs: ExpectedLogs,
) -> None:
    """After an outage of the time-stamping service, one process that dies is no reason to give a document up."""
    expected_logs.allow("job.failed")
    expected_logs.allow("augment.refused")
    signed = signs(town.clerk, pki)
    problems: list[type[LevelError]] = [TsaUnreachable] * 9 + [WorkerDied] * 5

    def fails(*_: object) -> None:
        raise problems.pop(0)

    monkeypatch.setattr(raising._levels, "raise_level", fails)
    told = []
    while problems:
        work(raising)
        told.append(town.clerk.object(signed.version)["stamping"])
        passes(town, pki, LONGEST_PAUSE)
    assert told == ["waiting"] * 13 + ["refused"]


def test_a_signature_upon_the_parent_becomes_the_head_and_is_raised_in_its_turn(
    town: Town, pki: Pki, raising: Augmenting
) -> None:
    first = signs(town.clerk, pki)
    work(raising)
    second = signs(town.secretary, pki, "signer3", first)
    assert standing(town.clerk, first)[0] == second.version
    work(raising)
    top, fields = standing(town.clerk, first)
    assert (fields["parent"], fields["level"]) == (second.version, "B-LTA")
    assert len(versions(town.clerk, first.document)) == 5
    work(raising)
    assert standing(town.clerk, first)[0] == top


def test_a_signature_that_comes_while_it_is_raised_passes_it_by(
    town: Town, pki: Pki, raising: Augmenting, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = signs(town.clerk, pki)
    later: list[str] = []
    stored = raising._stored

    def slow(path: Path, raised: Any) -> Any:
        if not later:
            later.append(signs(town.secretary, pki, "signer3", first).version)
        return stored(path, raised)

    monkeypatch.setattr(raising, "_stored", slow)
    work(raising)
    assert standing(town.clerk, first)[0] == later[0]
    work(raising)
    assert standing(town.clerk, first)[1]["parent"] == later[0]
    assert len(versions(town.clerk, first.document)) == 4


def test_a_process_that_died_anywhere_has_done_nothing_twice(
    town: Town, pki: Pki, raising: Augmenting, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed = signs(town.clerk, pki)

    class Died(BaseException):
        pass

    for place in ("central.augmented", "central.committing", "central.committed"):

        def die(name: str, place: str = place) -> None:
            if name == place:
                raise Died

        with monkeypatch.context() as patched:
            patched.setattr("central.augmenting.job.crashpoint", die)
            patched.setattr("central.store.database.crashpoint", die)
            with pytest.raises(Died):
                work(raising)
        passes(town, pki, LEASE + timedelta(seconds=1))
    work(raising)
    assert len(versions(town.clerk, signed.document)) == 3
    assert standing(town.clerk, signed)[1]["level"] == "B-LTA"


def test_renewal_comes_by_date(town: Town, pki: Pki, levels: LevelsClient) -> None:
    pki.moment = town.clock.now()
    configure(town.service.folder.root, pki, "tsashort")
    raising = raising_of(town, levels)
    signed = signs(town.clerk, pki)
    work(raising)
    first, fields = standing(town.clerk, signed)
    due = parse_iso(fields["renew_by"])
    passes(town, pki, due - town.clock.now() - timedelta(days=1))
    work(raising)
    assert standing(town.clerk, signed)[0] == first
    passes(town, pki, timedelta(days=2))
    work(raising)
    assert standing(town.clerk, signed)[0] == first, "the service has no better certificate yet"
    settings = town.service.folder.settings
    settings.write_text(settings.read_text("utf-8").replace("/tsashort", "/tsa"), "utf-8")
    passes(town, pki, timedelta(days=8))
    work(raising_of(town, levels))
    top, fields = standing(town.clerk, signed)
    assert (top != first, fields["parent"], fields["relation"]) == (True, first, "augmentation")


@pytest.mark.parametrize("postgres", ["sqlite"], indirect=True)
def test_bytes_that_arrive_raised_say_what_they_are(
    town: Town, pki: Pki, raising: Augmenting, levels: LevelsClient, tmp_path: Path
) -> None:
    basis = drafted(town.clerk)
    path = tmp_path / "raised.pdf"
    path.write_bytes(Maker(pki).sign(basis.data))
    services = Services((Tsa(pki.tsa_url()),), str(tmp_path / "answers"))
    write_raised(levels.raise_level(path, Level.B_LTA, services, pki.roots, town.clock.now()), path, path)
    signed = arrives(town.clerk, basis, path.read_bytes())
    asked = pki.asked.total()
    work(raising)
    assert standing(town.clerk, signed)[0] == signed.version
    assert town.clerk.object(signed.version)["level"] == "B-LTA"
    assert pki.asked.total() == asked


@pytest.mark.parametrize("postgres", ["sqlite"], indirect=True)
def test_in_a_thread_of_its_own_it_is_done_soon(town: Town, pki: Pki, raising: Augmenting) -> None:
    signed = signs(town.clerk, pki)
    with raising.running():
        until(lambda: standing(town.clerk, signed)[0] != signed.version)
    assert standing(town.clerk, signed)[1]["level"] == "B-LTA"


def until(true: Callable[[], bool]) -> None:
    for _ in range(600):
        if true():
            return
        threading.Event().wait(0.05)
    raise AssertionError
