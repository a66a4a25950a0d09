# SPDX-License-Identifier: EUPL-1.2
"""What the story checks from outside the window: the service's bytes by plain HTTP, the signature, the units."""

import io
import json
import urllib.request
from typing import Final

import pikepdf
import pypdfium2 as pdfium

from eset_desktop.demo import town
from eset_desktop.demo.content.values import DemoBody
from eset_desktop.demo.errors import DemoFailed
from eset_desktop.demo.stage import Stage
from eset_desktop.documents.text import extract_text
from eset_desktop.domain.mutations import ObjectState
from eset_desktop.signing.client import SigningClient
from eset_desktop.signing.values import Integrity

RESERVED_BYTES: Final = 16_000
"""Room that must be left in the signature for a timestamp: 32 kB of hexadecimal digits."""

BUILDING_LICENCE: Final = "llicencia-obres-majors"
"""Code of the procedure by which the story opens its dossier."""
MOST_TEXT: Final = 1_000_000


def units(body: DemoBody) -> tuple[ObjectState, ...]:
    """Return the units of a body."""
    return tuple(each for each in body.objects if each.kind == "unit")


def first_unit(body: DemoBody) -> str:
    """Return the code of the first unit."""
    return units(body)[0].text("code")


def other_unit(body: DemoBody, name: str) -> ObjectState:
    """Return a unit of another name."""
    return next(each for each in units(body) if each.text("name") != name)


def download(stage: Stage, sha256: str) -> bytes:
    """Get a document's bytes from the service as any HTTP client with credentials can."""
    code = town.enrolment_code(stage.service_folder, stage.clerk.id)
    asked = {"code": code, "device_name": "client HTTP", "client": "urllib"}
    request = urllib.request.Request(  # noqa: S310 - loopback, made here
        f"{stage.service.url}/v1/enrol", json.dumps(asked).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - loopback, made here
        token = json.load(answer)["token"]
    request = urllib.request.Request(  # noqa: S310 - loopback, made here
        f"{stage.service.url}/v1/blobs/{sha256}", headers={"Authorization": f"Bearer {token}"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - loopback, made here
        return bytes(answer.read())


def check_signature(signed: bytes, *, original: bytes) -> None:
    """Check that a document carries one whole signature over the original, with room for a timestamp.

    Raises:
        DemoFailed: It does not.
    """
    if not signed.startswith(original):
        raise DemoFailed(step="download", reason="the original is not a prefix of the signed document")
    with SigningClient() as client:
        found = client.inspect(signed)
    if len(found) != 1 or found[0].integrity is not Integrity.GOOD or not found[0].covers_whole_file:
        raise DemoFailed(step="download", reason=f"the signature does not hold: {found}")
    with pikepdf.open(io.BytesIO(signed)) as pdf:
        contents = bytes(pdf.Root.AcroForm.Fields[0].V.Contents)
    if len(contents) < RESERVED_BYTES:
        raise DemoFailed(step="download", reason=f"only {len(contents)} bytes for signature and timestamp")


def stands_in(text: str, pdf: bytes) -> bool:
    """Tell whether a text stands in a document: in its bytes or on its pages."""
    raw = any(text.encode(coding) in pdf for coding in ("utf-8", "utf-16-be", "latin-1"))
    with pdfium.PdfDocument(pdf) as document:
        return raw or text in extract_text(document, MOST_TEXT)
