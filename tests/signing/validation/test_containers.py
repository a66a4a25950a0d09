# SPDX-License-Identifier: EUPL-1.2
"""ASiC containers as the product makes them and as others do; what is not signed in one is told."""

import zipfile
from collections.abc import Callable
from functools import partial
from io import BytesIO

import pytest
from helpers.detached import Holder, circumstances
from helpers.signed_pdfs import Maker

from eset_desktop.signing.container.asice import MANIFEST, Content
from eset_desktop.signing.container.making import sign_container
from eset_desktop.signing.validation.problems import Problem
from eset_desktop.signing.validation.report import FileReport, Integrity, SubIndication, Verdict

Check = Callable[..., FileReport]
FILES = {"acta núm. 1.txt": b"Bon dia", "annex.bin": bytes(3000)}


@pytest.fixture(scope="module")
def container(maker: Maker) -> bytes:
    holder = Holder.of(maker.pki.signer("ec1"))
    contents = [Content(name, "text/plain", partial(BytesIO, data)) for name, data in FILES.items()]
    out = BytesIO()
    sign_container(contents, out, circumstances(holder), holder.sign)
    return out.getvalue()


def rebuilt(container: bytes, **changes: bytes | None) -> bytes:
    """The container with members changed, added or, by ``None``, left out; ``manifest`` and ``annex`` stand for names."""
    names = {"manifest": MANIFEST, "annex": "annex.bin", "more": "més.txt"}
    chosen = {names[key]: value for key, value in changes.items()}
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(container)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            value = chosen.pop(name, old.read(name))
            if value is not None:
                new.writestr(name, value)
        for name, value in chosen.items():
            new.writestr(name, value or b"")
    return out.getvalue()


def test_a_container_of_ours_passes_online(container: bytes, check: Check) -> None:
    report = check(container, online=True)
    assert (report.verdict, report.signatures[0].level) == (Verdict.PASSED, "B-B")


@pytest.mark.parametrize(
    ("changes", "sub_indication"),
    [
        ({"annex": b"un altre"}, SubIndication.HASH_FAILURE),
        ({"annex": None}, SubIndication.HASH_FAILURE),
    ],
)
def test_a_file_changed_or_taken_away_is_told(
    container: bytes, check: Check, changes: dict[str, bytes | None], sub_indication: SubIndication
) -> None:
    report = check(rebuilt(container, **changes))
    assert (report.verdict, report.sub_indication) == (Verdict.FAILED, sub_indication)


def test_a_file_that_no_signature_speaks_of_is_told(container: bytes, check: Check) -> None:
    report = check(rebuilt(container, more=b"afegit"))
    assert report.verdict is not Verdict.PASSED
    assert Problem.UNSIGNED_FILES in report.signatures[0].problems


def test_a_changed_manifest_breaks_the_signature(container: bytes, check: Check) -> None:
    with zipfile.ZipFile(BytesIO(container)) as old:
        manifest = old.read(MANIFEST)
    report = check(rebuilt(container, manifest=manifest.replace(b"text/plain", b"text/other")))
    assert (report.verdict, report.signatures[0].integrity) == (Verdict.FAILED, Integrity.BROKEN)


def test_a_container_of_one_file_needs_no_manifest(maker: Maker, check: Check) -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("mimetype", "application/vnd.etsi.asic-s+zip")
        made.writestr("acta.txt", b"Bon dia")
        made.writestr("META-INF/signature.p7s", maker.detached(b"Bon dia"))
    assert check(out.getvalue(), online=True).verdict is Verdict.PASSED


@pytest.mark.parametrize(
    "name", ["META-INF/signatures0.xml", "_xmlsignatures/sig1.xml", "META-INF/documentsignatures.xml"]
)
def test_containers_of_other_kinds_are_recognised(check: Check, name: str) -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(name, "<x/>")
    report = check(out.getvalue())
    assert (report.verdict, report.problem) == (Verdict.INDETERMINATE, Problem.UNSUPPORTED)


def test_a_signature_of_xml_is_recognised(check: Check) -> None:
    report = check(b"<a><Signature xmlns='http://www.w3.org/2000/09/xmldsig#'/></a>")
    assert (report.verdict, report.problem) == (Verdict.INDETERMINATE, Problem.UNSUPPORTED)
