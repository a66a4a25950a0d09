# SPDX-License-Identifier: EUPL-1.2
"""PDFs signed with the test PKI by pyHanko itself: the material that validation is tried on.

Nothing here is the product's code: what the product signs is validated elsewhere, and what others sign is tried here.
"""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from io import BytesIO
from typing import Any, TypeVar

import requests
from asn1crypto import keys, tsp, x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation.dss import async_add_validation_info
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.fetchers.requests_fetchers import RequestsFetcherBackend
from pyhanko_certvalidator.registry import SimpleCertificateStore
from rigs.pki.pki import Pki

from eset_desktop.signing.trust.anchors import Anchors

T = TypeVar("T")
RESERVED = 24_000
"""Hexadecimal digits for a signature with its timestamp: small files, quick tests."""


class _Stamper(TimeStamper):
    """Asks in turn: pyHanko's own client leaves its connections to the garbage collector, which warns."""

    def __init__(self, url: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # pyHanko does not say its types
        self._url = url

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        kind = {"Content-Type": "application/timestamp-query"}
        answer = requests.post(self._url, data=req.dump(), headers=kind, timeout=10)
        answer.raise_for_status()
        response: tsp.TimeStampResp = tsp.TimeStampResp.load(answer.content)
        return response


@dataclass
class Maker:
    """Signs with anybody of the test PKI, at the moment that the PKI believes it is."""

    pki: Pki

    @cached_property
    def anchors(self) -> Anchors:
        """The test PKI's root as a configured anchor."""
        return Anchors.of_certificates(self.pki.roots, origin="prova")

    def signer(self, name: str, **options: Any) -> signers.SimpleSigner:
        """Return pyHanko's signer for somebody."""
        packed = self.pki.signer(name)
        key, certificate, chain = pkcs12.load_key_and_certificates(packed.pkcs12, packed.passphrase.encode())
        assert key is not None
        assert certificate is not None
        der = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        registry = SimpleCertificateStore.from_certs(  # type: ignore[no-untyped-call]  # pyHanko does not say
            [x509.Certificate.load(each.public_bytes(Encoding.DER)) for each in (*chain, certificate)]
        )
        return signers.SimpleSigner(
            signing_cert=x509.Certificate.load(certificate.public_bytes(Encoding.DER)),
            signing_key=keys.PrivateKeyInfo.load(der),
            cert_registry=registry,
            **options,
        )

    def context(self) -> ValidationContext:
        """Return a context that fetches from the test PKI."""
        return ValidationContext(
            trust_roots=[x509.Certificate.load(each) for each in self.pki.roots],
            other_certs=[x509.Certificate.load(self.pki.der("interm"))],
            allow_fetching=True,
            revocation_mode="hard-fail",
            moment=self.pki.moment,
            fetcher_backend=RequestsFetcherBackend(),
        )

    def sign(
        self,
        pdf: bytes,
        name: str = "ec1",
        level: str = "B-B",
        *,
        field: str = "Signatura1",
        subfilter: fields.SigSeedSubFilter = fields.SigSeedSubFilter.PADES,
        signer: signers.Signer | None = None,
        tsa: str = "tsa",
        new_field: fields.SigFieldSpec | None = None,
        **options: Any,
    ) -> bytes:
        """Return ``pdf`` signed at a level."""
        rank = ("B-B", "B-T", "B-LT", "B-LTA").index(level)
        meta = signers.PdfSignatureMetadata(
            field_name=field,
            **{
                "md_algorithm": "sha256",
                "subfilter": subfilter,
                "embed_validation_info": rank >= 2,
                "use_pades_lta": rank >= 3,
                "validation_context": self.context() if rank >= 2 else None,
                **options,
            },
        )
        made = signers.PdfSigner(
            meta,
            signer or self.signer(name),
            timestamper=self.stamper(tsa) if rank else None,
            new_field_spec=new_field,
        )
        return _bytes(made.async_sign_pdf(_writer(pdf), bytes_reserved=RESERVED))

    def stamper(self, tsa: str = "tsa") -> TimeStamper:
        """Return a client of a time-stamping service."""
        return _Stamper(self.pki.tsa_url(tsa))

    def stamp(self, pdf: bytes, tsa: str = "tsa", *, with_data: bool = False) -> bytes:
        """Return ``pdf`` with a document timestamp."""
        context = self.context() if with_data else None
        stamper = PdfTimeStamper(self.stamper(tsa))
        return _bytes(
            stamper.async_timestamp_pdf(
                _writer(pdf), "sha256", validation_context=context, bytes_reserved=RESERVED
            )
        )

    def enveloping(self, content: bytes, name: str = "ec1") -> bytes:
        """Return a CAdES signature around any bytes."""
        return self.detached(content, name, detached=False)

    def detached(self, content: bytes, name: str = "ec1", *, detached: bool = True) -> bytes:
        """Return a detached CAdES signature of any bytes."""
        work = self.signer(name).async_sign_general_data(content, "sha256", detached=detached, use_cades=True)
        made = asyncio.run(work)
        der: bytes = made.dump()
        return der

    def add_data(self, pdf: bytes) -> bytes:
        """Return ``pdf`` with validation data for each signature and timestamp in it."""
        names = [each.field_name for each in PdfFileReader(BytesIO(pdf)).embedded_signatures]
        for name in names:
            found = PdfFileReader(BytesIO(pdf)).embedded_signatures
            one = next(each for each in found if each.field_name == name)
            pdf = _bytes(async_add_validation_info(one, self.context(), add_vri_entry=True))
        return pdf

    def by_document_timestamps(self, pdf: bytes, name: str = "ec1") -> bytes:
        """Return ``pdf`` signed as B-B and raised to B-LTA by document timestamps alone, as EU DSS does."""
        return self.stamp(self.add_data(self.stamp(self.sign(pdf, name))), with_data=True)


def _writer(pdf: bytes) -> IncrementalPdfFileWriter:
    return IncrementalPdfFileWriter(BytesIO(pdf), strict=False)


def _bytes(work: "Awaitable[Any]") -> bytes:
    data: bytes = asyncio.run(_awaited(work)).getvalue()
    return data


async def _awaited(work: "Awaitable[T]") -> T:
    return await work


def later(moment: datetime, **delta: float) -> datetime:
    """Return a moment moved by a timedelta's arguments."""
    return moment + timedelta(**delta)
