# SPDX-License-Identifier: EUPL-1.2
"""What the product signs and raises, judged by programs that share no line with it: openssl, pdfsig, pyHanko's own command line.

The last one lives in an environment of its own, which ``./eset test`` makes (``ESET_PYHANKO_CLI`` names another). Every judge is shown a changed document too: one that takes everything is none.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from helpers.detached import Holder, circumstances, pem, plain
from helpers.pdfs import make_pdf
from helpers.stamps import REQUEST
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from rigs.pki.pki import MOMENT, Pki

from eset_desktop.clock import ManualClock
from eset_desktop.signing.client import PLAIN, SigningClient
from eset_desktop.signing.container.making import sign_detached
from eset_desktop.signing.levels.client import LevelsClient
from eset_desktop.signing.levels.http import Line
from eset_desktop.signing.levels.stamps import Stamps
from eset_desktop.signing.levels.values import Level, Services, Tsa
from eset_desktop.signing.sources import HeldBytes
from eset_desktop.signing.values import Wanted

AT = str(int(MOMENT.timestamp()))
SOON = MOMENT + timedelta(hours=1)
PYHANKO = os.environ.get("ESET_PYHANKO_CLI") or str(Path(sys.prefix, "judges", "bin", "pyhanko"))


@dataclass(frozen=True)
class Works:
    """What signs and raises as the product does, in its processes."""

    pki: Pki
    folder: Path
    client: SigningClient
    levels: LevelsClient

    def signed(self, pdf: bytes, name: str, wanted: Wanted = PLAIN) -> bytes:
        """Return a document with one more signature."""
        holder, source = Holder.of(self.pki.signer(name)), HeldBytes(pdf)
        prepared = self.client.begin_prepare(source, holder.identity, wanted).result()
        value = holder.sign(prepared.attested)
        made = self.client.begin_finish(source, prepared, value, holder.identity, confirmation="c0" * 32)
        return pdf + made.result().tail

    def raised(self, pdf: bytes, level: Level) -> bytes:
        """Return a document whose signatures were raised."""
        path = self.folder / "before.pdf"
        path.write_bytes(pdf)
        services = Services((Tsa(self.pki.tsa_url()),), str(self.folder / "answers"), 5.0)
        out = BytesIO()
        self.levels.raise_level(path, level, services, self.pki.roots, MOMENT).write(path, out)
        return out.getvalue()


@pytest.fixture(scope="module")
def documents(pki_services: Pki, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every form of signature in a PDF, made once."""
    pki_services.clear()
    folder = tmp_path_factory.mktemp("works")
    with SigningClient(clock=ManualClock(MOMENT)) as client, LevelsClient() as levels:
        works = Works(pki_services, folder, client, levels)
        bare = works.signed(make_pdf(), "signer1")
        found = {level.value: works.raised(bare, level) for level in Level}
        both = works.signed(found["B-LTA"], "ec1")
        return {
            **found,
            "two bare": works.signed(bare, "ec1"),
            "two lasting": works.raised(both, Level.B_LTA),
            "stamped": works.signed(make_pdf(), "employee", Wanted(stamp=REQUEST)),
            "certified": works.raised(works.signed(make_pdf(), "ec1", Wanted(certify=1)), Level.B_LTA),
        }


FORMS = ("B-B", "B-T", "B-LT", "B-LTA", "two bare", "two lasting", "stamped", "certified")


@pytest.fixture
def roots(pki_services: Pki, tmp_path: Path) -> Path:
    path = tmp_path / "roots.pem"
    path.write_text(pem(pki_services.roots), "utf-8")
    return path


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def covered(pdf: bytes, signature: EmbeddedPdfSignature) -> bytes:
    start, first, second, rest = map(int, signature.byte_range)
    return pdf[start : start + first] + pdf[second : second + rest]


def parts(pdf: bytes) -> Iterator[tuple[bool, bytes, bytes]]:
    """Yield of each signature whether it is a document timestamp, its CMS and what it covers."""
    for each in PdfFileReader(BytesIO(pdf)).embedded_signatures:
        yield each.sig_object_type == "/DocTimeStamp", each.pkcs7_content, covered(pdf, each)


def tokens(pdf: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield each timestamp token with what it was made over."""
    for each in PdfFileReader(BytesIO(pdf)).embedded_signatures:
        if each.sig_object_type == "/DocTimeStamp":
            yield each.pkcs7_content, covered(pdf, each)
            continue
        for attribute in each.signer_info["unsigned_attrs"] or ():
            for token in attribute["values"]:
                yield token.dump(), each.signer_info["signature"].native


def openssl_cms(folder: Path, cms: bytes, content: bytes) -> bool:
    (folder / "signature.der").write_bytes(cms)
    (folder / "content").write_bytes(content)
    command = (
        "openssl cms -verify -cades -binary -inform DER -in signature.der -content content -CAfile roots.pem"
    )
    done = run(*command.split(), "-purpose", "any", "-attime", AT, "-out", "out", cwd=folder)
    return done.returncode == 0


def openssl_ts(folder: Path, token: bytes, data: bytes) -> bool:
    (folder / "token.der").write_bytes(token)
    (folder / "data").write_bytes(data)
    command = "openssl ts -verify -token_in -in token.der -data data -CAfile roots.pem"
    done = run(*command.split(), "-attime", AT, cwd=folder)
    return done.returncode == 0 and "Verification: OK" in done.stdout


@pytest.mark.parametrize("form", FORMS)
def test_openssl_verifies_each_signature_and_its_chain(
    documents: dict[str, bytes], roots: Path, form: str
) -> None:
    signatures = [(cms, data) for stamp, cms, data in parts(documents[form]) if not stamp]
    assert len(signatures) == (2 if form.startswith("two") else 1)
    for cms, data in signatures:
        assert openssl_cms(roots.parent, cms, data)
        assert not openssl_cms(roots.parent, cms, data[:-1] + b"!")


@pytest.mark.parametrize(
    ("form", "count"), [("B-B", 0), ("B-T", 1), ("B-LT", 1), ("B-LTA", 2), ("two lasting", 4)]
)
def test_openssl_verifies_each_timestamp_and_its_chain(
    documents: dict[str, bytes], roots: Path, form: str, count: int
) -> None:
    found = list(tokens(documents[form]))
    assert len(found) == count
    for token, data in found:
        assert openssl_ts(roots.parent, token, data)
        assert not openssl_ts(roots.parent, token, data + b"!")


def test_openssl_verifies_a_detached_signature_and_its_timestamp(pki: Pki, roots: Path) -> None:
    stamps = Stamps(Line(5.0), (Tsa(pki.tsa_url()),))
    holder = Holder.of(pki.signer("ec1"))
    der, _ = sign_detached(
        plain(b"Acta"), circumstances(holder), holder.sign, lambda data: bytes(stamps.over(data).dump())
    )
    assert openssl_cms(roots.parent, der, b"Acta")
    assert not openssl_cms(roots.parent, der, b"acta")


@pytest.mark.parametrize("form", FORMS)
def test_pdfsig_finds_each_signature_valid(documents: dict[str, bytes], tmp_path: Path, form: str) -> None:
    """Of document timestamps it says that it does not check them, and it believes nobody without a store of its own."""
    path = tmp_path / "document.pdf"
    path.write_bytes(documents[form])
    told = run("pdfsig", "-nocert", path, cwd=tmp_path).stdout
    signatures = [stamp for stamp, _, _ in parts(documents[form])].count(False)
    assert told.count("Signature is Valid.") == signatures, told
    whole = form != "B-LT"  # its evidence came after it
    assert ("Total document signed" in told.replace("Not total document signed", "")) is whole
    path.write_bytes(changed(documents[form]))
    assert "Signature is Valid." not in run("pdfsig", "-nocert", path, cwd=tmp_path).stdout


def pyhanko(folder: Path, pdf: bytes, *command: str) -> tuple[bool, int]:
    """Return whether pyHanko accepts a document, and how many signatures it calls valid."""
    (folder / "document.pdf").write_bytes(pdf)
    trust = ("--trust", "roots.pem", "--trust-replace", "--validation-time", SOON.isoformat())
    done = run(PYHANKO, "sign", *command, "--executive-summary", *trust, "document.pdf", cwd=folder)
    return done.returncode == 0, len(re.findall(":VALID", done.stdout))


@pytest.mark.skipif(
    not Path(PYHANKO).exists(), reason="./eset test could not install requirements/judges.txt"
)
@pytest.mark.parametrize("form", FORMS)
def test_pyhankos_command_line_finds_each_signature_sound(
    documents: dict[str, bytes], roots: Path, form: str
) -> None:
    """By AdES rules and with nothing but what lies in the document where it brings its evidence along."""
    lasting = form in {"B-LT", "B-LTA", "two lasting", "certified"}
    command = ["adesverify"] if lasting else ["validate", "--no-revocation-check"]
    signers = 2 if form.startswith("two") else 1
    assert pyhanko(roots.parent, documents[form], *command) == (True, signers)
    assert pyhanko(roots.parent, changed(documents[form]), *command)[0] is False


def changed(pdf: bytes) -> bytes:
    """Return a document with another page size, which every signature covers."""
    at = pdf.index(b"/MediaBox") + pdf[pdf.index(b"/MediaBox") :].index(b"]") - 2
    return pdf[:at] + (b"1" if pdf[at : at + 1] != b"1" else b"2") + pdf[at + 1 :]
