# SPDX-License-Identifier: EUPL-1.2
"""Detached signatures of files of any kind, judged by openssl and by pyHanko's validation."""

import asyncio
import hashlib
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto import cms, x509
from helpers.detached import Holder, circumstances, pem, plain
from pyhanko.sign.validation.generic_cms import async_validate_detached_cms
from pyhanko_certvalidator import ValidationContext
from rigs.pki.pki import MOMENT, Pki

from eset_desktop.signing.container.cades import check_cades, digest_of, finish_cades, prepare_cades
from eset_desktop.signing.container.errors import FileChanged
from eset_desktop.signing.container.making import sign_container, sign_detached
from eset_desktop.signing.errors import OwnCheckFailed
from eset_desktop.signing.evidence.errors import EvidenceMissing
from eset_desktop.signing.evidence.material import material_of_cms
from eset_desktop.signing.levels.http import Line
from eset_desktop.signing.levels.stamps import Stamps
from eset_desktop.signing.levels.values import Tsa

TEXT = "Acta de la sessió del ple\n".encode()


@pytest.fixture(scope="module", params=["signer1", "ec1"])
def holder(request: pytest.FixtureRequest, pki_services: Pki) -> Holder:
    return Holder.of(pki_services.signer(request.param))


@pytest.fixture
def stamp(pki: Pki) -> Callable[[bytes], bytes]:
    stamps = Stamps(Line(5.0), (Tsa(pki.tsa_url()),))
    return lambda data: bytes(stamps.over(data).dump())


def test_openssl_takes_it_as_cades(holder: Holder, pki_services: Pki, tmp_path: Path) -> None:
    der, _ = sign_detached(plain(TEXT), circumstances(holder), holder.sign)
    (tmp_path / "acta.txt").write_bytes(TEXT)
    (tmp_path / "acta.txt.p7s").write_bytes(der)
    (tmp_path / "roots.pem").write_text(pem(pki_services.roots))
    command = [
        "openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", "acta.txt.p7s", "-content", "acta.txt",
        "-CAfile", "roots.pem", "-purpose", "any", "-attime", str(int(MOMENT.timestamp())), "-out", "out",
    ]  # fmt: skip
    judged = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert judged.returncode == 0, judged.stderr
    (tmp_path / "acta.txt").write_bytes(TEXT + b"!")
    changed = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert changed.returncode != 0


def test_pyhanko_trusts_it_and_its_time_stamp(
    holder: Holder, pki: Pki, stamp: Callable[[bytes], bytes]
) -> None:
    der, evidence = sign_detached(plain(TEXT), circumstances(holder), holder.sign, stamp)
    roots = [x509.Certificate.load(der) for der in pki.roots]
    context = ValidationContext(trust_roots=roots, moment=MOMENT, allow_fetching=False)
    data = cms.ContentInfo.load(der)["content"]
    status = asyncio.run(
        async_validate_detached_cms(
            BytesIO(TEXT), data, signer_validation_context=context, ts_validation_context=context
        )
    )
    assert status.intact
    assert status.valid
    assert status.trusted
    assert status.timestamp_validity is not None
    assert status.timestamp_validity.valid
    (found,) = material_of_cms(der, evidence).timestamps
    assert found.kind == "signature"
    assert abs((found.time - MOMENT).total_seconds()) < 60


def test_its_evidence_says_what_was_signed(holder: Holder) -> None:
    der, evidence = sign_detached(plain(TEXT), circumstances(holder), holder.sign)
    assert evidence.input_sha256 == evidence.document_digest == hashlib.sha256(TEXT).hexdigest()
    assert evidence.output_sha256 == hashlib.sha256(der).hexdigest()
    assert evidence.byte_range == (0, len(TEXT), len(TEXT), 0)
    material = material_of_cms(der, evidence)
    assert material.certificate.sha256 == holder.identity.fingerprint
    assert material.chain
    other, others_evidence = sign_detached(plain(b"x"), circumstances(holder), holder.sign)
    with pytest.raises(EvidenceMissing):
        material_of_cms(der, others_evidence)
    with pytest.raises(EvidenceMissing):
        material_of_cms(other[:100], others_evidence)


def test_the_signed_attributes_are_those_of_the_baseline(holder: Holder) -> None:
    """EN 319 122-1 §6.3: type, digest, certificate, moment; and the type of the file (§5.2.4.2)."""
    der, _ = sign_detached(plain(TEXT), circumstances(holder), holder.sign)
    (signer,) = cms.ContentInfo.load(der)["content"]["signer_infos"]
    oids = {each["type"].dotted for each in signer["signed_attrs"]}
    assert oids == {
        "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4", "1.2.840.113549.1.9.5", "1.2.840.113549.1.9.16.2.47",
        "0.4.0.1733.2.1",
    }  # fmt: skip


def test_what_was_not_confirmed_never_reaches_the_key(holder: Holder) -> None:
    def key(_: bytes) -> bytes:
        raise AssertionError

    with pytest.raises(FileChanged):
        sign_detached(plain(TEXT), circumstances(holder), key, sha256="00" * 32)
    with pytest.raises(FileChanged):
        sign_container([plain(TEXT)], BytesIO(), circumstances(holder), key, hashes=["00" * 32])


@pytest.mark.parametrize("answer", [b"", b"nonsense", bytes(256)])
def test_a_wrong_answer_of_the_key_is_never_kept(holder: Holder, answer: bytes) -> None:
    with pytest.raises(OwnCheckFailed):
        sign_detached(plain(TEXT), circumstances(holder), lambda _: answer)


def test_the_own_check_sees_another_digest_another_certificate_and_rubbish(holder: Holder) -> None:
    digest, size = digest_of(BytesIO(TEXT))
    assert size == len(TEXT)
    prepared = prepare_cades(digest, holder.identity, at=MOMENT, mime="text/plain")
    der = finish_cades(prepared, holder.sign(prepared.attested))
    check_cades(der, digest, holder.identity.certificate)
    for changed, wanted, certificate in (
        (der, bytes(32), holder.identity.certificate),
        (der, digest, holder.identity.chain[0]),
        (der[:-4], digest, holder.identity.certificate),
        (b"", digest, holder.identity.certificate),
    ):
        with pytest.raises(OwnCheckFailed):
            check_cades(changed, wanted, certificate)
