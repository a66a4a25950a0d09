# SPDX-License-Identifier: EUPL-1.2
"""Containers with one or many files and a signature over all of them, taken apart by zip, openssl and an XML parser."""

import base64
import hashlib
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote
from xml.etree import ElementTree as ET  # reads what was just made here

import pytest
from helpers.detached import Holder, circumstances, pem
from hypothesis import given
from hypothesis import strategies as st
from rigs.pki.pki import MOMENT, Pki

from eset_desktop.signing.container.asice import (
    MANIFEST,
    MIME,
    SIGNATURE,
    Content,
    check_container,
    prepare_container,
    write_container,
)
from eset_desktop.signing.container.errors import FileChanged, NameTwice, NothingToSign
from eset_desktop.signing.container.making import sign_container
from eset_desktop.signing.errors import OwnCheckFailed

ASIC = "{http://uri.etsi.org/02918/v1.2.1#}"
DSIG = "{http://www.w3.org/2000/09/xmldsig#}"

FILES = {
    "Acta ple·nària nº 1 & annexos.pdf": ("application/pdf", b"%PDF-1.7 acta"),
    "vídeo del ple.mp4": ("video/mp4", bytes(3_000_000)),
    "buit.txt": ("text/plain", b""),
}


def content(name: str, mime: str, data: bytes) -> Content:
    return Content(name, mime, lambda: BytesIO(data))


CONTENTS = [content(name, *about) for name, about in FILES.items()]


@pytest.fixture(scope="module")
def holder(pki_services: Pki) -> Holder:
    return Holder.of(pki_services.signer("ec1"))


@pytest.fixture(scope="module")
def made(holder: Holder) -> bytes:
    out = BytesIO()
    sign_container(CONTENTS, out, circumstances(holder), holder.sign)
    return out.getvalue()


def test_it_begins_with_its_own_type_where_programs_look_for_it(made: bytes) -> None:
    """EN 319 162-1 annex A.1: stored, first, without an extra field: the type stands at byte 38."""
    assert made[:4] == b"PK\x03\x04"
    assert made[30:38] == b"mimetype"
    assert made[38 : 38 + len(MIME)] == MIME.encode()
    with zipfile.ZipFile(BytesIO(made)) as container:
        assert container.testzip() is None
        assert container.namelist() == ["mimetype", *FILES, MANIFEST, SIGNATURE]
        for name, (_, data) in FILES.items():
            assert container.read(name) == data


def test_the_manifest_names_every_file_with_its_digest_and_type(made: bytes) -> None:
    with zipfile.ZipFile(BytesIO(made)) as container:
        manifest = ET.fromstring(container.read(MANIFEST))  # noqa: S314 - our own bytes
    assert manifest.tag == f"{ASIC}ASiCManifest"
    first, *references = manifest
    assert (first.tag, first.get("URI")) == (f"{ASIC}SigReference", SIGNATURE)
    found = {
        unquote(each.get("URI") or ""): (each.get("MimeType"), each.findtext(f"{DSIG}DigestValue"))
        for each in references
    }
    assert found == {
        name: (mime, base64.b64encode(hashlib.sha256(data).digest()).decode())
        for name, (mime, data) in FILES.items()
    }
    assert {method.get("Algorithm") for method in manifest.iter(f"{DSIG}DigestMethod")} == {
        "http://www.w3.org/2001/04/xmlenc#sha256"
    }


def test_openssl_verifies_the_signature_over_the_manifest(
    made: bytes, pki_services: Pki, tmp_path: Path
) -> None:
    with zipfile.ZipFile(BytesIO(made)) as container:
        container.extractall(tmp_path)
    (tmp_path / "roots.pem").write_text(pem(pki_services.roots))
    judged = subprocess.run(
        [
            "openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", SIGNATURE, "-content", MANIFEST,
            "-CAfile", "roots.pem", "-purpose", "any", "-attime", str(int(MOMENT.timestamp())), "-out", "out",
        ],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert judged.returncode == 0, judged.stderr


def test_a_single_file_makes_a_container_too(holder: Holder) -> None:
    out = BytesIO()
    evidence = sign_container(CONTENTS[:1], out, circumstances(holder), holder.sign)
    assert evidence.output_sha256 == hashlib.sha256(out.getvalue()).hexdigest()
    assert zipfile.ZipFile(out).namelist()[1] == CONTENTS[0].name


def test_no_file_is_nothing_to_sign() -> None:
    with pytest.raises(NothingToSign):
        prepare_container([])


@pytest.mark.parametrize(
    "names",
    [
        ["acta.pdf", "ACTA.pdf"],
        ["òrgan.pdf", "o\N{COMBINING GRAVE ACCENT}rgan.pdf"],
        ["mimetype"],
        ["META-INF"],
        ["META-INF/signature001.p7s"],
        ["../fora.txt"],
        ["a\\b.txt"],
        ["C:fora.txt"],
        [".."],
        [""],
        ["a\nb"],
        ["ple-\udce9.txt"],
    ],
)
def test_names_that_do_not_go_together_or_lead_elsewhere_are_refused(names: list[str]) -> None:
    with pytest.raises(NameTwice):
        prepare_container([content(name, "text/plain", b"") for name in names])


@given(st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=5))
def test_any_names_that_are_taken_come_back_as_they_were(names: list[str]) -> None:
    try:
        prepared = prepare_container(
            [content(name, "text/plain", name.encode(errors="replace")) for name in names]
        )
    except (NameTwice, UnicodeEncodeError):
        return
    out = BytesIO()
    write_container(prepared, b"signature", out, at=MOMENT)
    with zipfile.ZipFile(out) as container:
        assert container.namelist()[1:-2] == names
    references = ET.fromstring(prepared.manifest)[1:]  # noqa: S314 - our own bytes
    assert [unquote(each.get("URI") or "") for each in references] == names


def test_a_file_that_changes_meanwhile_is_not_signed(holder: Holder) -> None:
    readings = iter([b"before", b"after"])

    def open_again() -> BinaryIO:
        return BytesIO(next(readings))

    with pytest.raises(FileChanged) as refused:
        sign_container(
            [Content("acta.txt", "text/plain", open_again)], BytesIO(), circumstances(holder), holder.sign
        )
    assert refused.value.details == {"file": "acta.txt"}


def rewritten(made: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(made)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = change(name, old.read(name))
            if data is not None:
                new.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize("name", ["mimetype", "buit.txt", MANIFEST, SIGNATURE])
def test_the_own_check_sees_every_change(made: bytes, holder: Holder, name: str) -> None:
    prepared = prepare_container(CONTENTS)
    check_container(BytesIO(made), prepared, holder.identity.certificate)
    changed = rewritten(made, lambda each, data: data + b" " if each == name else data)
    missing = rewritten(made, lambda each, data: None if each == name else data)
    for broken in (changed, missing, made[:-30], b""):
        with pytest.raises(OwnCheckFailed):
            check_container(BytesIO(broken), prepared, holder.identity.certificate)


def test_a_signature_over_other_files_does_not_pass(made: bytes, holder: Holder) -> None:
    other = prepare_container([*CONTENTS[:-1], replace(CONTENTS[-1], open=lambda: BytesIO(b"!"))])
    with pytest.raises(OwnCheckFailed):
        check_container(BytesIO(made), other, holder.identity.certificate)
