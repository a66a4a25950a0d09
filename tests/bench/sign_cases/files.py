# SPDX-License-Identifier: EUPL-1.2
"""Documents of 100 kB and of 10 MB to plain files: one PIN, every output checked and on the disk."""

import shutil
import statistics
from typing import Final

from bench.sign_cases._setting import KEY, Row, Setting, listed, quantile
from bench.sync_cases.report import HIGHER, row

from eset_desktop.signing.batch.files import BesideWriter

ORDER: Final = 1
_PLAIN: Final = 50
"""Documents that plain pyHanko signs: enough for a rate."""


def measure(setting: Setting) -> list[Row]:
    """Sign both kinds and set them beside the floor and plain pyHanko."""
    return [*_small(setting), *_large(setting)]


def _small(setting: Setting) -> list[Row]:
    paths = setting.documents(97_000, "small")
    bare = setting.alone("c_sign", str(setting.module), KEY, str(setting.count))["milliseconds"]
    plain = _plain(setting, "small")
    out = setting.folder / "small-out"
    out.mkdir()
    run = setting.sign(listed(paths), BesideWriter(out), setting.key())
    above = [each - statistics.median(bare) for each in run.intervals()]
    shutil.rmtree(out)
    floor = 1000 / statistics.mean(bare)
    name = f"{setting.count} x 100 kB to files, SoftHSM RSA-2048"
    return [
        row(name, run.rate, "docs/s", target=80.0, floor=floor, better=HIGHER, peers={"pyHanko": plain}),
        row("above C_Sign, p50", quantile(above, 0.5), "ms", target=15.0),
        row("above C_Sign, p95", quantile(above, 0.95), "ms", target=40.0),
    ]


def _large(setting: Setting) -> list[Row]:
    paths = setting.documents(10_000_000, "large")
    copied = setting.alone("copy", str(paths[0].parent), str(setting.folder / "large-copied"))
    shutil.rmtree(setting.folder / "large-copied")
    plain = _plain(setting, "large")
    out = setting.folder / "large-out"
    out.mkdir()
    run = setting.sign(listed(paths), BesideWriter(out), setting.key())
    shutil.rmtree(out)
    shutil.rmtree(paths[0].parent)
    name = f"{setting.count} x 10 MB to files"
    floor = copied["count"] / copied["seconds"]
    return [
        row(name, run.rate, "docs/s", target=25.0, floor=floor, better=HIGHER, peers={"pyHanko": plain}),
        row("memory of the PDF worker, 10 MB", run.memory, "MB", target=100.0),
    ]


def _plain(setting: Setting, name: str) -> float:
    out = setting.folder / f"{name}-plain"
    done = setting.alone(
        "pyhanko", str(setting.module), KEY, str(setting.folder / name), str(out), str(_PLAIN)
    )
    shutil.rmtree(out)
    return float(done["count"] / done["seconds"])
