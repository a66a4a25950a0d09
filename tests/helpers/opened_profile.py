# SPDX-License-Identifier: EUPL-1.2
"""A joined profile on the disk after its first sync, open in this process, with documents to sign in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from helpers.cache import ANNA, BODY, EPOCH, FIRST_ROWS, SERIES, STREAM, UNIT
from helpers.profiles import WAY

from eset_desktop.operations import documents, dossiers
from eset_desktop.paths import Paths
from eset_desktop.store import profile
from eset_desktop.store.meta import Account
from eset_desktop.store.queries import dossier as query
from eset_desktop.store.replica import Replica
from eset_desktop.workplace import Workplace
from sync.protocol import FeedPage


def feed_first_rows(replica: Replica) -> None:
    """Join a profile to the body of the tests and give it its first page."""
    account = Account("http://127.0.0.1:9", "t", "d", "A7", ANNA, "Anna Prova", BODY, "Ribalta")
    replica.join(account, ("catalogue", STREAM))
    page = FeedPage(STREAM, EPOCH, 0, len(FIRST_ROWS), len(FIRST_ROWS), FIRST_ROWS, ())
    for _ in replica.take_page(page):
        pass


@dataclass
class OpenedProfile:
    """A profile with one dossier."""

    place: Workplace
    dossier: str

    @classmethod
    def make(cls, folder: Path) -> Self:
        """Make a profile in a folder that is not there yet."""
        _, key = profile.create(folder, (WAY,), body_name="Sant Pere de Ribalta", colour="#1b6ca8")
        place = Workplace.open_for_tool(Paths.below(folder), key)
        feed_first_rows(place.replica)
        created = dossiers.create(place.session, dossiers.NewDossier("Tanca", SERIES, unit_id=UNIT)).created
        assert created
        return cls(place, created)

    def add(self, title: str, content: bytes) -> str:
        """Add a document and return its id."""
        new = documents.NewDocument(title, "informe")
        created = documents.add(self.place.session, self.dossier, new, content, f"{title}.pdf").created
        assert created
        return created

    def heads(self, document_ids: Sequence[str]) -> list[query.VersionRow]:
        """Return the standing version of documents."""
        found = [query.document(self.place.database.reader(), each) for each in document_ids]
        heads = [each.head for each in found if each is not None and each.head is not None]
        assert len(heads) == len(document_ids)
        return heads
