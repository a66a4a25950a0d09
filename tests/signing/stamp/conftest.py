# SPDX-License-Identifier: EUPL-1.2
"""Signing visibly in the test's own process, as the process that prepares PDFs does it."""

import asyncio
from collections.abc import Callable
from io import BytesIO

import pytest
from helpers.stamps import AT, REQUEST
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject

from eset_desktop.demo.authority import Signer
from eset_desktop.signing.stamp.appearance import PreparedStamp, prepare_stamp
from eset_desktop.signing.stamp.values import StampRequest

SignVisibly = Callable[..., tuple[bytes, PreparedStamp | None]]


@pytest.fixture(scope="session")
def sign_visibly(signer: Signer, tmp_path_factory: pytest.TempPathFactory) -> SignVisibly:
    """Return a function that signs a PDF with a visible signature in a new field."""
    file = tmp_path_factory.mktemp("signer") / "signer.p12"
    file.write_bytes(signer.pkcs12)
    # pyHanko does not say its types
    key = SimpleSigner.load_pkcs12(str(file), passphrase=signer.passphrase.encode())  # type: ignore[no-untyped-call]
    assert key is not None

    def sign(
        pdf: bytes, request: StampRequest = REQUEST, name: str = "S1"
    ) -> tuple[bytes, PreparedStamp | None]:
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        stamp = prepare_stamp(writer, request, at=AT)
        steps = PdfCMSEmbedder(stamp.field(name) if stamp else None).write_cms(name, writer)
        next(steps)
        placeholder = SignatureObject(timestamp=AT, subfilter=SigSeedSubFilter.PADES, bytes_reserved=16384)
        steps.send(SigObjSetup(placeholder, appearance_setup=stamp.appearance if stamp else None))
        prepared, output = steps.send(SigIOSetup(md_algorithm="sha256", output=BytesIO()))
        steps.send(asyncio.run(key.async_sign(prepared.document_digest, "sha256", use_pades=True)))
        return output.getvalue(), stamp

    return sign
