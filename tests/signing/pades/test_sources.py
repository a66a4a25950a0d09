# SPDX-License-Identifier: EUPL-1.2
"""Documents are read where they lie, hashed once, whatever their size; what is appended makes a good signature."""

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest
from helpers.pdfs import make_pdf
from helpers.signing_keys import LocalKey

from eset_desktop.blob_stream import file_key
from eset_desktop.clock import ManualClock
from eset_desktop.demo.authority import Authority, KeyKind
from eset_desktop.errors import BlobDamaged
from eset_desktop.signing import errors
from eset_desktop.signing.client import SigningClient
from eset_desktop.signing.inspection import inspect_pdf
from eset_desktop.signing.pades.opening import Measures, open_document
from eset_desktop.signing.sources import HeldBytes, PlainFile, SealedFile, Source
from eset_desktop.signing.values import Integrity, SignedTail
from eset_desktop.store.blobs import BlobStore

SMALL = make_pdf()
LARGE = make_pdf(padding=hashlib.shake_256(b"x").digest(3_500_000))


@pytest.fixture(scope="module")
def key(authority: Authority) -> LocalKey:
    return LocalKey(authority.issue("Persona de Prova", "x", kind=KeyKind.RSA))


def sign(client: SigningClient, key: LocalKey, source: Source) -> SignedTail:
    checked = client.check(source)
    prepared = client.begin_prepare(source, key.identity, sha256=checked.sha256).result()
    value = key.sign(prepared.attested).result()
    return client.begin_finish(source, prepared, value, key.identity, confirmation="0" * 64).result()


@pytest.mark.parametrize(
    "pdf", [SMALL, LARGE, SMALL.rstrip(b"\n")], ids=["small", "large", "no last line end"]
)
@pytest.mark.parametrize("kind", ["bytes", "file", "sealed"])
def test_every_source_gives_a_tail_that_makes_a_good_signature(
    client: SigningClient, key: LocalKey, tmp_path: Path, kind: str, pdf: bytes
) -> None:
    signed = sign(client, key, source_of(kind, pdf, tmp_path))
    whole = pdf + signed.tail
    (found,) = inspect_pdf(whole)
    assert (found.integrity, found.covers_whole_file) == (Integrity.GOOD, True)
    assert signed.evidence.input_sha256 == hashlib.sha256(pdf).hexdigest()
    assert signed.evidence.output_sha256 == hashlib.sha256(whole).hexdigest()
    assert signed.signer == "Persona de Prova"
    assert len(signed.tail) < 80_000


def source_of(kind: str, pdf: bytes, folder: Path) -> Source:
    if kind == "bytes":
        return HeldBytes(pdf)
    if kind == "file":
        (folder / "document.pdf").write_bytes(pdf)
        return PlainFile.at(folder / "document.pdf")
    blobs = BlobStore(folder / "blobs", bytes(32))
    sha256 = blobs.put(pdf).sha256
    path, key = blobs.sealed_file(sha256)
    return SealedFile(str(path), key, sha256)


def test_openssl_finds_the_value_good_over_the_range(
    client: SigningClient, key: LocalKey, tmp_path: Path
) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    signed = sign(client, key, HeldBytes(SMALL))
    whole, (first, length, second, rest) = SMALL + signed.tail, signed.evidence.byte_range
    (tmp_path / "range").write_bytes(whole[first : first + length] + whole[second : second + rest])
    (tmp_path / "cms").write_bytes(bytes.fromhex(whole[length + 1 : second - 1].decode()))
    command = [
        "openssl",
        "cms",
        "-verify",
        "-binary",
        "-inform",
        "DER",
        "-noverify",
        "-in",
        "cms",
        "-content",
        "range",
    ]
    done = subprocess.run(
        [*command, "-out", "out"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    (tmp_path / "range").write_bytes(b"something else")
    assert (
        subprocess.run([*command, "-out", "out"], cwd=tmp_path, capture_output=True, check=False).returncode
        != 0
    )


def test_a_worker_that_knows_nothing_finishes_what_another_prepared(
    key: LocalKey, clock: ManualClock
) -> None:
    with SigningClient(clock=clock) as one, SigningClient(clock=clock) as other:
        source = HeldBytes(LARGE)
        prepared = one.begin_prepare(source, key.identity).result()
        value = key.sign(prepared.attested).result()
        signed = other.begin_finish(source, prepared, value, key.identity, confirmation="").result()
    assert inspect_pdf(LARGE + signed.tail)[0].integrity is Integrity.GOOD


def test_what_changed_since_is_refused(client: SigningClient, key: LocalKey, tmp_path: Path) -> None:
    source = source_of("file", SMALL, tmp_path)
    prepared = client.begin_prepare(source, key.identity).result()
    (tmp_path / "document.pdf").write_bytes(SMALL.replace(b"Bon dia", b"Bon diu"))
    value = key.sign(prepared.attested).result()
    with pytest.raises(errors.DocumentChanged):
        client.begin_finish(source, prepared, value, key.identity, confirmation="").result()
    with pytest.raises(errors.DocumentChanged):
        client.begin_prepare(source, key.identity, sha256=prepared.sha256).result()
    with pytest.raises(errors.DocumentChanged):
        client.check(source, sha256=prepared.sha256)


def test_a_value_of_another_key_is_thrown_away(
    client: SigningClient, key: LocalKey, authority: Authority
) -> None:
    other = LocalKey(authority.issue("Una altra persona", "x", kind=KeyKind.RSA))
    prepared = client.begin_prepare(HeldBytes(SMALL), key.identity).result()
    for value in (other.sign(prepared.attested).result(), b"", bytes(256), bytes(40_000)):
        with pytest.raises(errors.OwnCheckFailed):
            client.begin_finish(HeldBytes(SMALL), prepared, value, key.identity, confirmation="").result()


def test_missing_and_damaged_are_told(client: SigningClient, tmp_path: Path) -> None:
    with pytest.raises(errors.DocumentUnreadable) as caught:
        client.check(PlainFile.at(tmp_path / "enlloc.pdf"))
    assert caught.value.details["file"] == "enlloc.pdf"
    with pytest.raises(errors.DocumentUnreadable):
        client.check(PlainFile.at(tmp_path))
    source = source_of("sealed", make_pdf(padding=bytes(2_500_000)), tmp_path)
    assert isinstance(source, SealedFile)
    path = Path(source.path)
    data = bytearray(path.read_bytes())
    data[1_500_000] ^= 1
    path.write_bytes(data)
    with pytest.raises(BlobDamaged):
        client.check(source)
    assert source.key.hex() not in repr(source)


def test_the_key_of_one_file_opens_no_other(tmp_path: Path) -> None:
    blobs = BlobStore(tmp_path / "blobs", bytes(32))
    one, other = blobs.put(SMALL).sha256, blobs.put(LARGE).sha256
    path, key = blobs.sealed_file(one)
    other_path, other_key = blobs.sealed_file(other)
    assert key != other_key
    with path.open("rb") as file:
        assert file_key(file, bytes(32)) != key, "the key of all files is not the profile's own"
    with pytest.raises(BlobDamaged):
        open_document(SealedFile(str(other_path), key, other))


def test_a_hash_is_computed_once_and_anew_after_a_change(tmp_path: Path) -> None:
    source = source_of("file", LARGE, tmp_path)
    measures = Measures()
    assert measures.remembered(source) is None
    with open_document(source) as document:
        first = measures.of(source, document).hexdigest()
    again = measures.remembered(source)
    assert again is not None
    assert again.hexdigest() == first == hashlib.sha256(LARGE).hexdigest()
    (tmp_path / "document.pdf").write_bytes(SMALL)
    assert measures.remembered(source) is None
    assert measures.remembered(HeldBytes(SMALL)) is None
