# SPDX-License-Identifier: EUPL-1.2
"""Containers that two programs would read differently never pass; those that programs really write do."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.detached import Holder, circumstances, plain
from helpers.pdfs import make_pdf
from hypothesis import given, settings
from hypothesis import strategies as st
from rigs.pki.pki import Pki
from signing.validation.conftest import Check

from eset_desktop.signing.container.making import sign_container, sign_detached
from eset_desktop.signing.validation.problems import Problem
from eset_desktop.signing.validation.report import Verdict

LIST = b'<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">%s</manifest>'
LOCAL = struct.Struct("<4s5H3L2H")


@pytest.fixture(scope="module")
def holder(pki_services: Pki) -> Holder:
    return Holder.of(pki_services.signer("ec1"))


@pytest.fixture(scope="module")
def container(holder: Holder) -> bytes:
    out = io.BytesIO()
    sign_container(
        [plain(b"hola", "a.txt"), plain(b"adeu", "b.txt")], out, circumstances(holder), holder.sign
    )
    return out.getvalue()


def added(made: bytes, name: str, data: bytes = b"evil") -> bytes:
    out = io.BytesIO(made)
    with zipfile.ZipFile(out, "a") as new:
        new.writestr(name, data)
    return out.getvalue()


def rewritten(
    made: bytes, change: Callable[[zipfile.ZipInfo], None] = lambda _: None, **texts: bytes
) -> bytes:
    """Every entry anew, its directory entry changed by ``change``; ``texts`` are other contents."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(out, "w") as new:
        for each in old.infolist():
            entry = zipfile.ZipInfo(each.filename)
            change(entry)
            new.writestr(entry, texts.get(each.filename, old.read(each)))
    return out.getvalue()


def inserted(made: bytes, data: bytes) -> bytes:
    """Bytes between the last entry and the directory, which is told where it begins now."""
    with zipfile.ZipFile(io.BytesIO(made)) as old:
        start = old.start_dir
    end = bytearray(made[start:])
    struct.pack_into("<L", end, len(end) - 6, start + len(data))
    return made[:start] + data + bytes(end)


def hidden(made: bytes) -> bytes:
    """A second ``a.txt`` that only readers from the front find."""
    data = b"EVIL"
    head = LOCAL.pack(b"PK\x03\x04", 20, 0, 0, 0, 33, zlib.crc32(data), 4, 4, 5, 0)
    return inserted(made, head + b"a.txt" + data)


def remarked(made: bytes, remark: bytes) -> bytes:
    out = io.BytesIO(made)
    with zipfile.ZipFile(out, "a") as new:
        new.comment = remark
    return out.getvalue()


def otherwise_named(made: bytes) -> bytes:
    """An extra field gives ``a.txt`` another name, for programs that look there."""

    def change(entry: zipfile.ZipInfo) -> None:
        if entry.filename == "a.txt":
            body = b"\x01" + struct.pack("<L", zlib.crc32(b"a.txt")) + b"c.exe"
            entry.extra = struct.pack("<2H", 0x7075, len(body)) + body

    return rewritten(made, change)


def with_extra(entry: zipfile.ZipInfo) -> None:
    entry.extra = struct.pack("<2H", 0xCAFE, 40) + bytes(40)


def marked(made: bytes, attributes: int) -> bytes:
    """The directory gives ``a.txt`` other attributes."""

    def change(entry: zipfile.ZipInfo) -> None:
        entry.external_attr = attributes if entry.filename == "a.txt" else 0

    return rewritten(made, change)


def with_other_local(made: bytes, place: int, value: bytes) -> bytes:
    """What stands before the first file says something else than the directory."""
    with zipfile.ZipFile(io.BytesIO(made)) as old:
        at = old.getinfo("a.txt").header_offset + place
    return made[:at] + value + made[at + len(value) :]


def with_slack(made: bytes) -> bytes:
    """Packed bytes of ``a.txt`` end before its room does: a reader from the front goes on in the rest."""
    packing = zlib.compressobj(wbits=-15)
    packed = packing.compress(b"hola") + packing.flush() + b"PK\x03\x04 slack"
    head = LOCAL.pack(b"PK\x03\x04", 20, 0, 8, 0, 33, zlib.crc32(b"hola"), len(packed), 4, 5, 0)
    out, entries = io.BytesIO(), []
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(out, "w") as new:
        for each in old.infolist():
            if each.filename != "a.txt":
                new.writestr(each.filename, old.read(each))
                continue
            entry = zipfile.ZipInfo("a.txt")
            entry.header_offset, entry.compress_type = out.tell(), zipfile.ZIP_DEFLATED
            entry.CRC, entry.file_size, entry.compress_size = zlib.crc32(b"hola"), 4, len(packed)
            out.write(head + b"a.txt" + packed)
            new.start_dir = out.tell()
            entries.append(entry)
        new.filelist += entries
    return out.getvalue()


FORGED: dict[str, Callable[[bytes], bytes]] = {
    "a file in META-INF": lambda made: added(made, "META-INF/contracte.pdf"),
    "a page under the name of a list": lambda made: added(made, "META-INF/manifest.xml", make_pdf()),
    "a page inside a list": lambda made: added(made, "META-INF/manifest.xml", LIST % b"<!-- %PDF-1.7 -->"),
    "a list of nobody's": lambda made: added(made, "META-INF/container.xml", b"<a/>"),
    "a token that is none": lambda made: added(made, "META-INF/timestamp.tst"),
    "a record that nobody examines": lambda made: added(made, "META-INF/evidencerecord.xml", b"<a/>"),
    "a link": lambda made: marked(made, 0o120777 << 16),
    "a file marked as a folder": lambda made: marked(made, 0x10),
    "a hidden file": lambda made: marked(made, 0x02),
    "room for anything in an extra field": lambda made: rewritten(made, with_extra),
    "words in the comment": lambda made: remarked(made, b"PAGUEU 9999 EUROS"),
    "a name that leads back": lambda made: added(made, "META-INF/../a.txt"),
    "the same name by another way": lambda made: added(made, "./a.txt"),
    "the same name in capitals": lambda made: added(made, "META-INF/A.TXT/../x"),
    "a folder that holds bytes": lambda made: added(made, "carpeta/"),
    "an entry that the directory does not name": hidden,
    "bytes that belong to nothing": lambda made: inserted(made, b"%PDF-1.7"),
    "a page in the comment": lambda made: remarked(made, make_pdf()),
    "bytes after the end": lambda made: made + b"\0",
    "another type": lambda made: rewritten(made, mimetype=b"application/pdf"),
    "another name in an extra field": otherwise_named,
    "another name before the file": lambda made: with_other_local(made, LOCAL.size, b"b"),
    "another size before the file": lambda made: with_other_local(made, 22, b"\x05"),
    "packed bytes that end early": with_slack,
}


@pytest.mark.parametrize("name", FORGED)
def test_what_two_programs_would_read_differently_never_passes(
    container: bytes, check: Check, name: str
) -> None:
    report = check(FORGED[name](container), online=True)
    assert report.verdict is not Verdict.PASSED
    assert not report.signatures or report.signatures[0].problems


@settings(max_examples=40, deadline=None)
@given(place=st.integers(0, 10_000), data=st.binary(min_size=1, max_size=40))
def test_bytes_put_in_anywhere_never_pass(container: bytes, check: Check, place: int, data: bytes) -> None:
    at = place % (len(container) + 1)
    assert check(container[:at] + data + container[at:], online=True).verdict is not Verdict.PASSED


class Unseekable(io.RawIOBase):
    """A pipe: who writes a zip into it tells sizes after the bytes."""

    def __init__(self) -> None:
        self.written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: "bytes | bytearray | memoryview") -> int:  # type: ignore[override] # narrower than any buffer
        self.written += data
        return len(data)


def test_containers_of_other_programs_pass(container: bytes, check: Check) -> None:
    assert check(container, online=True).verdict is Verdict.PASSED
    named = remarked(container, b"mimetype=application/vnd.etsi.asic-e+zip")
    assert check(named, online=True).verdict is Verdict.PASSED
    listed = added(container, "META-INF/manifest.xml", LIST % b"")
    assert check(listed, online=True).verdict is Verdict.PASSED
    pipe = Unseekable()
    with (
        zipfile.ZipFile(io.BytesIO(container)) as old,
        zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for each in old.infolist():
            new.writestr(each.filename, old.read(each))
    assert check(bytes(pipe.written), online=True).verdict is Verdict.PASSED


def test_a_signature_around_its_content_is_not_one_of_the_file_beside(
    check: Check, holder: Holder, tmp_path: Path
) -> None:
    around = enveloping(holder, b"hola signat")
    other = tmp_path / "n.txt"
    other.write_bytes(b"PAGUEU 9999")
    report = check(around, online=True, content=other)
    assert report.verdict is Verdict.FAILED
    assert Problem.CONTENT_INSIDE in report.signatures[0].problems
    other.write_bytes(b"hola signat")
    assert check(around, online=True, content=other).verdict is Verdict.PASSED
    assert check(around, online=True).verdict is Verdict.PASSED


def enveloping(holder: Holder, content: bytes) -> bytes:
    from asn1crypto import cms

    der, _ = sign_detached(plain(content), circumstances(holder), holder.sign)
    info = cms.ContentInfo.load(der)
    info["content"]["encap_content_info"]["content"] = content
    made: bytes = info.dump()
    return made
