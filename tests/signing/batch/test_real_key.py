# SPDX-License-Identifier: EUPL-1.2
"""A batch with a token in its own process, the PDF worker in another and real files; the token goes away and comes back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.pdfs import make_pdf
from rigs.cards.fixtures import MakeToken, make_token
from rigs.cards.softhsm import PIN, SoftToken

from eset_desktop.demo.authority import Signer
from eset_desktop.signing.batch.files import BesideWriter
from eset_desktop.signing.batch.inside import InsideDoor
from eset_desktop.signing.batch.running import Batch
from eset_desktop.signing.batch.states import BatchState, ItemState
from eset_desktop.signing.batch.values import BatchItem, Event, FrozenList, ItemMoved
from eset_desktop.signing.client import SigningClient
from eset_desktop.signing.inspection import inspect_pdf
from eset_desktop.signing.keys.errors import CardLost
from eset_desktop.signing.keys.pkcs11.store import card_store
from eset_desktop.signing.keys.port import OpenKey, Secret
from eset_desktop.signing.keys.remote import RemoteKeyStore
from eset_desktop.signing.sources import PlainFile
from eset_desktop.signing.values import Integrity

__all__ = ["make_token"]

COUNT = 24
"""Signing may be some documents ahead of writing."""


@pytest.fixture
def token(make_token: MakeToken, signer: Signer) -> SoftToken:
    return make_token({"01": signer})


@pytest.fixture
def store(token: SoftToken, monkeypatch: pytest.MonkeyPatch) -> Iterator[RemoteKeyStore]:
    for name, value in token.environment.items():
        monkeypatch.setenv(name, value)
    with card_store(str(token.module)) as opened:
        yield opened


def opened(store: RemoteKeyStore) -> OpenKey:
    (identity,) = store.identities().result()
    return store.open(identity, Secret.from_text(PIN)).result()


def test_a_token_that_goes_away_pauses_and_nothing_is_signed_twice(
    client: SigningClient, store: RemoteKeyStore, token: SoftToken, tmp_path: Path
) -> None:
    documents = [tmp_path / f"decret-{number}.pdf" for number in range(COUNT)]
    for number, path in enumerate(documents):
        path.write_bytes(make_pdf(padding=b"%d" % number))
    away = token.folder / "away"
    signed: list[str] = []

    def take_it_away(event: Event) -> None:
        if isinstance(event, ItemMoved) and event.result.state is ItemState.SIGNED:
            signed.append(event.result.item.id)
            if len(signed) == 2:
                token.tokens.rename(away)

    items = tuple(BatchItem(str(path), path.name, PlainFile.at(path), "", 0) for path in documents)
    batch = Batch(FrozenList(items), InsideDoor(client), BesideWriter(), listener=take_it_away)
    batch.check()
    report = batch.run(opened(store))
    assert report.state is BatchState.PAUSED
    assert isinstance(report.cause, CardLost)
    before = [each.state for each in report.results]
    assert before == [ItemState.SIGNED] * before.count(ItemState.SIGNED) + [ItemState.READY] * before.count(
        ItemState.READY
    )
    assert 2 <= before.count(ItemState.SIGNED) < COUNT
    away.rename(token.tokens)
    report = batch.run(opened(store))
    assert report.state is BatchState.DONE
    assert signed == [str(path) for path in documents], "in order, each once"
    for path in documents:
        found = inspect_pdf(path.with_name(f"{path.stem}-signat.pdf").read_bytes())
        assert [each.integrity for each in found] == [Integrity.GOOD]
