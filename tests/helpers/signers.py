# SPDX-License-Identifier: EUPL-1.2
"""A town whose people sign, and whose service is told whom to ask for timestamps."""

import hashlib
import itertools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers.pdfs import make_pdf
from helpers.signed_pdfs import Maker
from helpers.town import Desk
from helpers.uploading import sent
from rigs.pki.pki import Pki

from eset_desktop.domain.versions import Version, head

SETTINGS = """
[timestamps]
timeout = 5
inside = ["127.0.0.1"]
[[timestamps.service]]
url = "{url}"
"""
_numbers = itertools.count()


def configure(root: Path, pki: Pki, tsa: str = "tsa") -> None:
    pki.anchors_folder(root / "trust")
    write_settings(root, SETTINGS.format(url=pki.tsa_url(tsa)))


def write_settings(root: Path, text: str) -> None:
    settings = root / "central.toml"
    before = settings.read_text("utf-8") if settings.exists() else ""
    settings.write_text(before + text, "utf-8")
    settings.chmod(0o600)


@dataclass(frozen=True, slots=True)
class Basis:
    """What is signed: a version of a document, and its bytes."""

    document: str
    version: str
    data: bytes


def drafted(desk: Desk, data: bytes = b"") -> Basis:
    """Announce a document that nobody signed yet; its bytes are sent."""
    data = data or make_pdf(title=str(next(_numbers)))
    document = desk.done(desk.document(desk.done(desk.dossier())))
    version = desk.done(desk.version(document, hashlib.sha256(data).hexdigest(), len(data)))
    sent(desk, data)
    return Basis(document, version, data)


def arrives(desk: Desk, basis: Basis, data: bytes) -> Basis:
    """Announce a signed version and send its bytes."""
    fields = {"relation": "signature", "parent": basis.version}
    mutation = desk.version(basis.document, hashlib.sha256(data).hexdigest(), len(data), fields=fields)
    version = desk.done(mutation)
    sent(desk, data)
    return Basis(basis.document, version, data)


def signs(desk: Desk, pki: Pki, name: str = "ec1", basis: Basis | None = None) -> Basis:
    """Sign a version, or a new document, as its bytes come from a client."""
    basis = basis or drafted(desk)
    return arrives(desk, basis, Maker(pki).sign(basis.data, name, field=f"S{next(_numbers)}"))


def versions(desk: Desk, document: str) -> dict[str, dict[str, Any]]:
    rows = desk.all().rows
    return {
        row.id: row.fields for row in rows if row.kind == "version" and row.fields["document"] == document
    }


def standing(desk: Desk, basis: Basis) -> tuple[str, dict[str, Any]]:
    """Return the version that stands on a document."""
    found = versions(desk, basis.document)
    known = (Version(key, each.get("parent"), each["relation"]) for key, each in found.items())
    top = head(known, desk.object(basis.document).get("chosen_head"))
    assert top is not None
    return top, found[top]
