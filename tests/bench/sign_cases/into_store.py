# SPDX-License-Identifier: EUPL-1.2
"""Documents of 100 kB into the encrypted cache: each a sealed content and one transaction, as in the window."""

from typing import Final

from bench.sign_cases._setting import Row, Setting
from bench.sync_cases.report import HIGHER, row
from helpers.cache import SERIES, UNIT, Cache

from eset_desktop.operations import documents, dossiers
from eset_desktop.operations.signing import StoreWriter
from eset_desktop.operations.signing_lists import freeze_all

ORDER: Final = 2


def measure(setting: Setting) -> list[Row]:
    """Fill a cache, then sign everything in it."""
    cache = Cache(setting.folder / "cache")
    created = dossiers.create(cache.session, dossiers.NewDossier("Mesura", SERIES, unit_id=UNIT)).created
    assert created
    added = []
    for path in setting.documents(97_000, "stored"):
        new = documents.NewDocument(path.stem, "informe")
        added.append(documents.add(cache.session, created, new, path.read_bytes(), path.name).created or "")
    chosen = freeze_all(cache.session, added)
    run = setting.sign(chosen.frozen, StoreWriter(cache.session, chosen.documents), setting.key())
    cache.close()
    name = f"{setting.count} x 100 kB into the store"
    return [row(name, run.rate, "docs/s", target=60.0, better=HIGHER)]
