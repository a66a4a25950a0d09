# SPDX-License-Identifier: EUPL-1.2
"""Seeds from our own rigs: ``python tests/fuzz/corpus.py FOLDER`` writes signed documents and the root beside them."""

import sys
from pathlib import Path

from helpers.pdfs import encrypted, hybrid, make_pdf, with_form
from helpers.signed_pdfs import Maker
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from rigs.pki.pki import Pki

ROOT = "root.der"


def documents(maker: Maker) -> dict[str, bytes]:
    """Return seeds by name: every level, both routes, two signers, certified, unsigned, awkward."""
    pdf = make_pdf()
    archived = maker.sign(pdf, level="B-LTA")
    return {
        "bb": maker.sign(pdf),
        "blt": maker.sign(pdf, level="B-LT"),
        "blta": archived,
        "rsa": maker.sign(pdf, "signer1", "B-LT"),
        "stamps": maker.by_document_timestamps(pdf),
        "two": maker.sign(archived, "ec2", "B-LT", field="Signatura2"),
        "certified": maker.sign(pdf, level="B-LT", certify=True, docmdp_permissions=MDPPerm.FILL_FORMS),
        "adobe": maker.sign(pdf, level="B-LT", subfilter=SigSeedSubFilter.ADOBE_PKCS7_DETACHED),
        "form": with_form(),
        "hybrid": hybrid(),
        "encrypted": encrypted(),
        "plain": pdf,
    }


def main(folder: Path) -> None:
    """Write the corpus."""
    folder.mkdir(parents=True, exist_ok=True)
    with Pki(folder.parent / "keys") as pki:
        (folder.parent / ROOT).write_bytes(pki.roots[0])
        for name, data in documents(Maker(pki)).items():
            (folder / f"{name}.pdf").write_bytes(data)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
