# SPDX-License-Identifier: EUPL-1.2
"""The key worker: opening a key, what crossing to it adds to a bare ``C_Sign``, and a driver that crashed until it signs."""

import contextlib
import statistics
import time
from typing import Final

from bench.sign_cases._setting import KEY, Row, Setting, p50
from bench.sync_cases.report import LOWER, row
from rigs.cards.modules import Shim, compile_shim, compiler
from rigs.cards.softhsm import PIN

from eset_desktop.signing.keys.errors import ModuleCrashed
from eset_desktop.signing.keys.pkcs11.store import card_store
from eset_desktop.signing.keys.port import Secret
from eset_desktop.signing.keys.remote import RemoteKeyStore
from eset_desktop.signing.values import Identity

ORDER: Final = 0
ATTESTED: Final = bytes(200)


def measure(setting: Setting) -> list[Row]:
    """Open, sign one after the other, crash."""
    rows = []
    with card_store(str(setting.module)) as store:
        (identity,) = store.identities().result()
        kept = store.open(identity, Secret.from_text(PIN)).result()
        opening = 1000 * p50(lambda: _open_and_close(store, identity), rounds=20)
        rows.append(row("open a key: find, log in, log out", opening, "ms", target=50.0, better=LOWER))
        taken = [1000 * p50(lambda: kept.sign(ATTESTED).result(), rounds=1) for _ in range(setting.count)]
    bare = setting.alone("c_sign", str(setting.module), KEY, str(setting.count))["milliseconds"]
    floor = statistics.median(bare)
    added = statistics.median(taken) - floor
    rows.append(
        row(
            "C_Sign in the key worker: added to a bare one",
            added,
            "ms",
            target=1.0,
            better=LOWER,
            floor=floor,
        )
    )
    if compiler() is not None:
        rows.append(
            row("crashed driver until it signs again", _crash(setting), "ms", target=1000.0, better=LOWER)
        )
    return rows


def _open_and_close(store: RemoteKeyStore, identity: Identity) -> None:
    store.open(identity, Secret.from_text(PIN)).result().close().result()


def _crash(setting: Setting) -> float:
    """Milliseconds from the news of the crash to the next signature, driver loaded and logged in anew."""
    import os

    folder = setting.folder / "driver"
    folder.mkdir()
    shim = Shim.create(folder / "told", compile_shim(folder), setting.module)
    os.environ.update(shim.environment)
    taken = []
    with card_store(str(shim.module)) as store:
        (identity,) = store.identities().result()
        for _ in range(5):
            key = store.open(identity, Secret.from_text(PIN)).result()
            shim.tell("crash.Sign")
            with contextlib.suppress(ModuleCrashed):
                key.sign(ATTESTED).result()
            shim.behave("crash.Sign")
            start = time.perf_counter()
            store.open(identity, Secret.from_text(PIN)).result().sign(ATTESTED).result()
            taken.append(1000 * (time.perf_counter() - start))
    return statistics.median(taken)
