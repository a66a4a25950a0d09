# SPDX-License-Identifier: EUPL-1.2
"""A whole batch with a card in a reader: one PIN, the card taken out in the middle, gone on with, nothing signed twice."""

import shutil
import subprocess
from pathlib import Path

import pytest
from helpers.keys import typed
from helpers.pdfs import make_pdf
from helpers.readers import until_listed
from rigs.cards.fixtures import MakeCard
from rigs.cards.piv import PIN, SIGNATURE, PivCard
from rigs.cards.reader import VirtualReader

from eset_desktop.demo.authority import Signer
from eset_desktop.signing.batch.files import BesideWriter
from eset_desktop.signing.batch.inside import InsideDoor
from eset_desktop.signing.batch.running import Batch
from eset_desktop.signing.batch.states import BatchState, ItemState
from eset_desktop.signing.batch.values import BatchItem, FrozenList
from eset_desktop.signing.client import SigningClient
from eset_desktop.signing.keys.errors import CardLost
from eset_desktop.signing.keys.pkcs11.store import card_store
from eset_desktop.signing.sources import PlainFile

COUNT = 5


@pytest.fixture
def card(make_card: MakeCard, rsa_signer: Signer, other_rsa_signer: Signer) -> PivCard:
    return make_card(rsa_signer, other_rsa_signer)


def test_a_card_that_is_taken_out_pauses_the_batch_and_the_rest_is_signed_with_a_new_entry(
    client: SigningClient, virtual_reader: VirtualReader, card: PivCard, opensc: str, tmp_path: Path
) -> None:
    virtual_reader.insert(card)
    paths = [tmp_path / f"acta-{number}.pdf" for number in range(COUNT)]
    for path in paths:
        path.write_bytes(make_pdf())
    frozen = FrozenList(tuple(BatchItem(str(path), path.name, PlainFile.at(path), "", 0) for path in paths))
    batch = Batch(frozen, InsideDoor(client), BesideWriter(None, force=False), listener=lambda _: None)
    with card_store(opensc) as store:
        careful = next(
            each
            for each in until_listed(store, 2)
            if each.serial == f"{card.slots[SIGNATURE].certificate.serial_number:x}"
        )
        batch.check()
        card.leaves_after = 2
        paused = batch.run(store.open(careful, typed(PIN)).result())
        assert (paused.state, type(paused.cause)) == (BatchState.PAUSED, CardLost)
        assert len(paused.of(ItemState.SIGNED)) == 2
        virtual_reader.eject()
        card.leaves_after = None
        virtual_reader.insert(card)
        until_listed(store, 2)
        done = batch.run(store.open(careful, typed(PIN)).result())
    assert done.state is BatchState.DONE
    assert (card.signatures, card.tries) == (COUNT, 3)
    signed = sorted(tmp_path.glob("*-signat.pdf"))
    assert len(signed) == COUNT
    if shutil.which("pdfsig"):
        told = [
            subprocess.run(["pdfsig", each], capture_output=True, text=True, check=False) for each in signed
        ]
        assert all("Signature is Valid" in each.stdout for each in told)
