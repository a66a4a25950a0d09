# SPDX-License-Identifier: EUPL-1.2
"""A request as a signing-only computer holds it: with its document and bytes, and what names the dossier."""

import hashlib
from dataclasses import dataclass

from helpers.cache import ANNA, BERTA, Cache, row

from eset_desktop.domain.signature_flow import Block, Flow, Signer, flow_json
from eset_desktop.store import meta

ANNA_SIGNS: Flow = (Block((Signer(person=ANNA),)),)


@dataclass(frozen=True, slots=True)
class AtHome:
    """What was brought, by id."""

    dossier: str
    document: str
    version: str
    request: str


def signing_only(cache: Cache) -> None:
    """Make a cache that of a signing-only computer."""
    with cache.database.write() as connection:
        meta.put(connection, "account.signing_only", "1")


def bring(
    cache: Cache, title: str, content: bytes, flow: Flow = ANNA_SIGNS, number: str = "2026/00042"
) -> AtHome:
    """Feed the cache what Berta asks to be signed, bytes too."""
    ids = cache.session.ids
    told = AtHome(ids.uuid7(), ids.uuid7(), ids.uuid7(), ids.uuid7())
    sha256, size = hashlib.sha256(content).hexdigest(), len(content)
    head = max(each.seq for each in cache.replica.cursors())
    cache.feed(head, (
        row(head + 1, "dossier", told.dossier, {"title": "Obres al carrer Major", "number": number, "situation": "open"}),
        row(head + 2, "document", told.document, {"dossier": told.dossier, "title": title, "type": "informe", "state": "draft"}),
        row(head + 3, "version", told.version, {
            "document": told.document, "relation": "content", "sha256": sha256, "size": size, "mime": "application/pdf",
            "filename": "d.pdf", "present": True,
        }, by=BERTA),
        row(head + 4, "signature_request", told.request, {
            "document": told.document, "version": told.version, "sha256": sha256, "sender": BERTA, "subject": title,
            "flow": flow_json(flow), "state": "running", "head": told.version,
        }, by=BERTA),
    ))  # fmt: skip
    cache.blobs.put(content)
    with cache.database.write() as connection:
        connection.execute("UPDATE blob SET here = 1, confirmed = 1 WHERE sha256 = ?", (sha256,))
    return told
