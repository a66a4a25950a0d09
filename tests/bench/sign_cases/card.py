# SPDX-License-Identifier: EUPL-1.2
"""Twenty documents with a card that takes 500 ms for a signature: the time above what its driver takes alone."""

import time
from typing import Final

from bench.sign_cases._setting import Row, Setting, listed
from bench.sync_cases.report import row
from helpers.readers import until_listed
from rigs.cards import piv
from rigs.cards.fixtures import OPENSC, card_slot
from rigs.cards.reader import VirtualReader, why_not

from eset_desktop.signing.batch.files import BesideWriter
from eset_desktop.signing.keys.pkcs11.store import card_store
from eset_desktop.signing.keys.port import Secret

ORDER: Final = 3
_COUNT: Final = 20
_SECONDS: Final = 0.5


def measure(setting: Setting) -> list[Row]:
    """Ask the key's worker for bare signatures, then sign documents with it; nothing where there is no virtual reader."""
    module = next((path for path in OPENSC if path.exists()), None)
    if why_not() is not None or module is None:
        return []
    card = piv.PivCard({piv.AUTHENTICATION: card_slot(setting.signer)}, seconds=_SECONDS)
    out = setting.folder / "card-out"
    out.mkdir()
    paths = setting.documents(97_000, "card")[:_COUNT]
    with VirtualReader() as reader, card_store(str(module)) as store:
        reader.insert(card)
        identity = until_listed(store, 1)[0]
        key = store.open(identity, Secret.from_text(piv.PIN)).result()
        start = time.perf_counter()
        for number in range(len(paths)):
            key.sign(b"%d" % number).result()
        bare = time.perf_counter() - start
        run = setting.sign(listed(paths), BesideWriter(out), key)
    above = 100 * (run.seconds / bare - 1)
    name = f"{len(paths)} documents, card at 500 ms: above the driver's own calls"
    return [row(name, above, "%", target=2.0, floor=1000 * bare / len(paths))]
