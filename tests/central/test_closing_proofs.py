# SPDX-License-Identifier: EUPL-1.2
"""A dossier is closed when what was signed in it has its timestamp, where the service asks for any at all."""

from collections.abc import Iterator

import pytest
from helpers.signers import arrives, configure, drafted, signs, standing
from helpers.town import Town
from rigs.pki.pki import Pki

from central.augmenting.job import Augmenting
from central.augmenting.rows import note, signed
from central.augmenting.telling import tell
from eset_desktop.signing.levels.client import LevelsClient


@pytest.fixture(scope="module")
def levels() -> Iterator[LevelsClient]:
    with LevelsClient() as client:
        client.start()
        yield client


def close(town: Town, dossier: str) -> str:
    (result,) = town.clerk.push(town.clerk.command("dossier", dossier, "close", reason="resolved"))
    return result.problem


def dossier_of(town: Town, document: str) -> str:
    return str(town.clerk.object(document)["dossier"])


def told(town: Town, *, stamps: bool) -> list[str]:
    moved: list[str] = []
    tell(town.service.database, town.clock.now(), moved.append, stamps=stamps)
    return moved


def test_it_waits_for_the_timestamp_and_then_closes(town: Town, pki: Pki, levels: LevelsClient) -> None:
    pki.moment = town.clock.now()
    configure(town.service.folder.root, pki)
    town.service.augmenting = town.service._augmenting()
    assert town.service.augmenting
    with town.service.working():
        assert town.clerk.object(town.body)["timestamps"] is True
    town.service.augmenting.close()
    basis = signs(town.clerk, pki)
    dossier = dossier_of(town, basis.document)
    assert close(town, dossier) == "dossier.proof_pending"
    service, settings = town.service, town.service.folder.augmenting()
    assert settings is not None
    raising = Augmenting(
        settings, service.database, service.blobs, clock=town.clock, ids=town.ids, moved=service._moved,
        levels=levels,
    )  # fmt: skip
    raising.look()
    raising.jobs.run_due()
    assert standing(town.clerk, basis)[1]["level"] == "B-LTA"
    assert close(town, dossier) == ""


def test_where_no_timestamps_come_nothing_waits_for_one(town: Town) -> None:
    """Also where they came once: the settings that stand when the service is started decide."""
    basis = arrives(town.clerk, drafted(town.clerk), b"%PDF-1.7 signed")
    dossier = dossier_of(town, basis.document)
    assert told(town, stamps=False) == []
    assert len(told(town, stamps=True)) == len(told(town, stamps=False))
    assert told(town, stamps=False) == []
    assert close(town, dossier) == ""


def test_what_gets_no_timestamp_is_signed_again_or_discarded_and_what_nobody_signed_waits_for_none(
    town: Town,
) -> None:
    told(town, stamps=True)
    assert close(town, dossier_of(town, drafted(town.clerk).document)) == ""
    basis = arrives(town.clerk, drafted(town.clerk), b"%PDF-1.7 signed")
    dossier = dossier_of(town, basis.document)

    def refuse() -> None:
        with town.service.database.write() as connection:
            found = signed(connection, basis.version)
            assert found
            note(connection, found, {"stamping": "refused"}, town.clock.now())

    refuse()
    assert close(town, dossier) == "dossier.proof_refused"
    town.clerk.done(town.clerk.command("document", basis.document, "discard", reason="equivocat"))
    assert close(town, dossier) == ""
