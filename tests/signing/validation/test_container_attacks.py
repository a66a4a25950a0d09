# SPDX-License-Identifier: EUPL-1.2
"""Containers made to deceive: none of them passes, and none ends in anything but a verdict."""

import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from asn1crypto import cms
from helpers.detached import Holder, circumstances, plain
from rigs.pki.pki import Pki
from signing.validation.conftest import Check

from eset_desktop.signing.container.asice import MANIFEST, SIGNATURE
from eset_desktop.signing.container.making import sign_container, sign_detached
from eset_desktop.signing.validation.report import SubIndication, Verdict

Entries = dict[str, bytes]


@pytest.fixture(scope="module")
def holder(pki_services: Pki) -> Holder:
    return Holder.of(pki_services.signer("ec1"))


@pytest.fixture(scope="module")
def container(holder: Holder) -> bytes:
    """Two files; the second, stored as it is, begins like a PDF."""
    out = BytesIO()
    files = [plain(b"%PDF-1.7 annex", "annex.pdf"), plain(b"acta", "acta ple·nària.txt")]
    sign_container(files, out, circumstances(holder), holder.sign)
    return out.getvalue()


def entries_of(made: bytes) -> Entries:
    with zipfile.ZipFile(BytesIO(made)) as old:
        return {name: old.read(name) for name in old.namelist()}


def zipped(entries: list[tuple[str, bytes]]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name, data in entries:
            new.writestr(name, data)
    return out.getvalue()


def attached(holder: Holder) -> bytes:
    """A signature that is good over content of its own."""
    der, _ = sign_detached(plain(b"own"), circumstances(holder), holder.sign)
    info = cms.ContentInfo.load(der)
    info["content"]["encap_content_info"]["content"] = b"own"
    return bytes(info.dump(force=True))


def test_a_container_that_begins_with_a_stored_pdf_is_no_pdf(container: bytes, check: Check) -> None:
    assert check(container, online=True).verdict is Verdict.PASSED


def test_a_signature_over_content_of_its_own_does_not_lend_itself_to_the_files(
    container: bytes, check: Check, holder: Holder
) -> None:
    forged = zipped(list({**entries_of(container), SIGNATURE: attached(holder)}.items()))
    report = check(forged, online=True)
    assert report.verdict is Verdict.FAILED
    assert "form.content_inside" in report.signatures[0].problems
    simple = [("acta.txt", b"fals"), ("META-INF/signature.p7s", attached(holder))]
    assert check(zipped(simple), online=True).verdict is Verdict.FAILED


def test_content_that_a_signature_brings_is_no_harm_where_it_is_what_it_speaks_of(
    container: bytes, check: Check
) -> None:
    entries = entries_of(container)
    info = cms.ContentInfo.load(entries[SIGNATURE])
    info["content"]["encap_content_info"]["content"] = entries[MANIFEST]
    entries[SIGNATURE] = bytes(info.dump(force=True))
    assert check(zipped(list(entries.items())), online=True).verdict is Verdict.PASSED
    entries[MANIFEST] += b"\n"
    assert check(zipped(list(entries.items())), online=True).verdict is Verdict.FAILED


XML_RECORD = b'<EvidenceRecord xmlns="urn:ietf:params:xml:ns:ers" Version="1.0"/>'
RECORD = b"\x30\x05\x02\x01\x01\x30\x00"


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("META-INF/evidencerecord001.xml", XML_RECORD, None),
        ("META-INF/evidencerecord.ers", RECORD, None),
        ("META-INF/evidencerecord001.xml", b"<acta/>", "form.unsigned_files"),
        ("META-INF/evidencerecord001.xml", XML_RECORD + b"<!--%PDF-1.7-->", "form.unsigned_files"),
        ("META-INF/evidencerecord.ers", b"acta", "form.unsigned_files"),
        ("META-INF/evidencerecord.ers", RECORD + b"acta", "form.unsigned_files"),
        ("evidencerecord.ers", RECORD, "form.unsigned_files"),
    ],
)
def test_evidence_records_are_no_files_that_nobody_signed(
    container: bytes, check: Check, name: str, data: bytes, told: str | None
) -> None:
    report = check(zipped([*entries_of(container).items(), (name, data)]), online=True)
    assert report.verdict is (Verdict.INDETERMINATE if told else Verdict.PASSED)
    assert told is None or told in report.signatures[0].problems


def test_two_files_and_no_manifest_are_signed_by_nothing(check: Check, holder: Holder) -> None:
    der, _ = sign_detached(plain(b"acta"), circumstances(holder), holder.sign)
    two = [("acta.txt", b"acta"), ("annex.txt", b""), ("META-INF/signature.p7s", der)]
    assert check(zipped(two), online=True).sub_indication is SubIndication.SIGNED_DATA_NOT_FOUND


def test_two_entries_of_one_name_and_bytes_before_the_first_never_pass(
    container: bytes, check: Check
) -> None:
    listed = list(entries_of(container).items())
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = zipped([listed[0], (listed[1][0], b"fals"), *listed[1:]])
    for odd in (twice, b"PK\x03\x04" + bytes(60) + container):
        assert check(odd, online=True).verdict is not Verdict.PASSED


EVIL = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb">]><asic:ASiCManifest
 xmlns:asic="http://uri.etsi.org/02918/v1.2.1#"><asic:SigReference URI="META-INF/signature001.p7s"/>&b;</asic:ASiCManifest>"""

BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "of another signature": lambda manifest: manifest.replace(b"signature001", b"signature002"),
    "no XML": lambda _: b"<",
    "entities": lambda _: EVIL,
    "names nothing": lambda manifest: manifest.split(b"  <asic:Data")[0] + b"</asic:ASiCManifest>",
    "digest of an unknown kind": lambda manifest: manifest.replace(b"xmlenc#sha256", b"xmldsig#sha1"),
    "digest that is no base64": lambda manifest: manifest.replace(b"<ds:DigestValue>", b"<ds:DigestValue>*"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_manifest_that_is_not_made_as_it_must_be_never_passes(
    container: bytes, check: Check, name: str
) -> None:
    entries = entries_of(container)
    entries[MANIFEST] = BROKEN[name](entries[MANIFEST])
    assert check(zipped(list(entries.items())), online=True).verdict is not Verdict.PASSED


def test_a_container_cut_anywhere_never_passes(container: bytes, check: Check) -> None:
    for size in range(0, len(container), 511):
        assert check(container[:size]).verdict is not Verdict.PASSED
