# SPDX-License-Identifier: EUPL-1.2
"""``eset-central seal``: seal a receipt or an evidence record with the body's certificate."""

import argparse
import os

import msgspec

from central.errors.sealing import SealMissing
from central.sealing.seal import BodySeal
from central.terminal import folder_of, say
from eset_desktop.clock import SystemClock
from eset_desktop.platform import write_atomically


def seal(options: argparse.Namespace) -> int:
    """Seal a PDF into a new file and print what authorised it, as JSON."""
    folder = folder_of(options)
    settings = next((each for each in folder.seals() if each.body == options.body), None)
    if settings is None:
        raise SealMissing(body=options.body)
    if options.to.exists():
        raise FileExistsError(17, os.strerror(17), str(options.to))
    with BodySeal(settings, SystemClock()) as made:
        sealed = made.seal(options.source.read_bytes())
    write_atomically(options.to, sealed.data, mode=0o600)
    told = {
        "resolution": sealed.resolution,
        "resolved_on": sealed.resolved_on,
        "authority": sealed.authority,
        "evidence": sealed.evidence,
    }
    say(msgspec.json.encode(told).decode())
    return 0
