# SPDX-License-Identifier: EUPL-1.2
"""Signed documents of the test PKI and what raises them, in this process."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Protocol

import pytest
from helpers.pdfs import make_pdf
from helpers.signed_pdfs import Maker
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from rigs.pki.pki import MOMENT, Pki

from eset_desktop.signing.levels.raising import Raiser
from eset_desktop.signing.levels.values import Level, Raised, Services, Tsa

RESERVED = 32 * 1024
"""Bytes for a signature and the timestamp that comes later (design §6.7)."""


def signed_by(
    pki: Pki, name: str, pdf: bytes, *, reserved: int = RESERVED, certify: MDPPerm | None = None
) -> bytes:
    """Return a PDF with one more signature, without a timestamp; ``certify`` makes it a certification."""
    about = PdfSignatureMetadata(
        field_name=f"Signatura-{name}-{len(pdf)}",
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=certify is not None,
        docmdp_permissions=certify or MDPPerm.FILL_FORMS,
    )
    made = PdfSigner(about, Maker(pki).signer(name))
    out = asyncio.run(
        made.async_sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), bytes_reserved=2 * reserved)
    )
    return bytes(out.getvalue())


class Raise(Protocol):
    """Raises a document and returns what happened, and the raised bytes."""

    def __call__(
        self, pdf: bytes, wanted: Level = Level.B_LTA, now: datetime = MOMENT, raiser: Raiser | None = None
    ) -> tuple[Raised, bytes]: ...


MakeRaiser = Callable[..., Raiser]


@pytest.fixture(scope="session")
def signed(pki_services: Pki) -> dict[str, bytes]:
    """One page signed by each of these; made once."""
    return {name: signed_by(pki_services, name, make_pdf()) for name in ("signer1", "ec1")}


@pytest.fixture
def new_raiser(pki: Pki, tmp_path: Path) -> MakeRaiser:
    """Return what makes a raiser as a new process would, with the same folder of answers."""

    def made(*tsas: Tsa, timeout: float = 5.0) -> Raiser:
        services = Services(tsas or (Tsa(pki.tsa_url()),), str(tmp_path / "answers"), timeout)
        return Raiser.of(services, pki.roots)

    return made


@pytest.fixture
def raised(new_raiser: MakeRaiser, tmp_path: Path) -> Raise:
    """Return what raises bytes; the file that they lie in must stay as it is."""

    def done(
        pdf: bytes, wanted: Level = Level.B_LTA, now: datetime = MOMENT, raiser: Raiser | None = None
    ) -> tuple[Raised, bytes]:
        path = tmp_path / "document.pdf"
        path.write_bytes(pdf)
        raised = asyncio.run((raiser or new_raiser()).raise_level(path, wanted, now))
        assert path.read_bytes() == pdf
        out = BytesIO()
        raised.write(path, out)
        return raised, out.getvalue()

    return done
