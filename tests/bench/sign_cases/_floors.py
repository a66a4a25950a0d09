# SPDX-License-Identifier: EUPL-1.2
"""What cannot be left out, and plain pyHanko, each in a process of its own: bare ``C_Sign``, hash and copy, its own signer."""

import asyncio
import hashlib
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rigs.cards.softhsm import LABEL, PIN


def c_sign(module: str, key_id: str, count: str, label: str = LABEL, pin: str = PIN) -> dict[str, Any]:
    """Milliseconds of each bare signature in one session."""
    import pkcs11

    token = pkcs11.lib(module).get_token(token_label=label)
    taken = []
    with token.open(user_pin=pin) as session:
        key: Any = session.get_key(pkcs11.ObjectClass.PRIVATE_KEY, id=bytes.fromhex(key_id))
        for number in range(int(count)):
            start = time.perf_counter()
            key.sign(b"%d" % number, mechanism=pkcs11.Mechanism.SHA256_RSA_PKCS)
            taken.append(1000 * (time.perf_counter() - start))
    return {"milliseconds": taken}


def copy(folder: str, out: str) -> dict[str, Any]:
    """Seconds to hash and copy every file of a folder, each synced."""
    target = Path(out)
    target.mkdir()
    start = time.perf_counter()
    paths = sorted(Path(folder).glob("*.pdf"))
    for path in paths:
        with path.open("rb") as source, (target / path.name).open("wb") as copied:
            digest = hashlib.sha256()
            while piece := source.read(1 << 20):
                digest.update(piece)
                copied.write(piece)
            copied.flush()
            os.fsync(copied.fileno())
    return {"seconds": time.perf_counter() - start, "count": len(paths)}


def pyhanko(module: str, key_id: str, folder: str, out: str, count: str) -> dict[str, Any]:
    """Seconds of plain pyHanko with one session, file to file or, with no ``out``, in place; unchecked and not synced."""
    from pyhanko.config.pkcs11 import TokenCriteria
    from pyhanko.pdf_utils.incremental_writer import (
        IncrementalPdfFileWriter,
    )
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

    target = Path(out) if out else None
    if target:
        target.mkdir()

    async def run() -> tuple[float, int]:
        session = open_pkcs11_session(module, token_criteria=TokenCriteria(label=LABEL), user_pin=PIN)
        with session:
            signer = PKCS11Signer(session, cert_id=bytes.fromhex(key_id), key_id=bytes.fromhex(key_id))
            paths = sorted(Path(folder).glob("*.pdf"))[: int(count)]
            start = time.perf_counter()
            for number, path in enumerate(paths):
                meta = PdfSignatureMetadata(
                    field_name=f"S{number}", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
                )
                with path.open("rb" if target else "r+b") as source:
                    writer = IncrementalPdfFileWriter(source)
                    if target is None:
                        await PdfSigner(meta, signer).async_sign_pdf(
                            writer, in_place=True, bytes_reserved=16384, chunk_size=1 << 20
                        )
                        continue
                    with (target / path.name).open("w+b") as output:
                        await PdfSigner(meta, signer).async_sign_pdf(
                            writer, output=output, bytes_reserved=16384, chunk_size=1 << 20
                        )
            return time.perf_counter() - start, len(paths)

    seconds, done = asyncio.run(run())
    return {"seconds": seconds, "count": done}


if __name__ == "__main__":
    programs: dict[str, Callable[..., dict[str, Any]]] = {"c_sign": c_sign, "copy": copy, "pyhanko": pyhanko}
    sys.stdout.write(json.dumps(programs[sys.argv[1]](*sys.argv[2:])) + "\n")
