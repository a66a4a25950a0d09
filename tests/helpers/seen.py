# SPDX-License-Identifier: EUPL-1.2
"""What a person's restarted window shows and its cache holds, beside what was acknowledged."""

from functools import partial

from helpers.clerk import Clerk
from helpers.ledger import cache_view
from helpers.running import until

from eset_desktop.demo.errors import DemoFailed, WindowGone
from eset_desktop.demo.processes import Window


def lost_here(person: Clerk) -> list[str]:
    """Return what of everything acknowledged is not in the cache or not shown; what was in doubt is settled."""
    with person.computer.cache() as connection:
        view = cache_view(connection)
    person.ledger.settle(view)
    lost = person.ledger.missing(view, contested=False)
    return lost + _unshown(person, person.dossiers[-1]) if person.dossiers else lost


def _unshown(person: Clerk, dossier: str) -> list[str]:
    """Return what a dossier's page does not show of what was acknowledged."""
    window, claims = person.computer.window, person.ledger.claims
    window.ask("dossier.open", id=dossier)
    facts = window.ask("state")["facts"]
    wanted = {claims[dossier, "title"]: facts["title"]}
    names = {each["id"]: each["name"] for each in facts["parties"]}
    wanted |= {claims[each, "name"]: names.get(each) for each, of in person.parties if of == dossier}
    documents = {each["id"]: each for each in facts["documents"]}
    for each, of in person.documents:
        if of == dossier:
            found = documents.get(each, {})
            wanted |= {claims[each, "title"]: found.get("title")}
            wanted |= {person.ledger.documents[each]: found.get("sha256")}
    return [
        f"{dossier}: {value!r} is not shown, but {shown!r}"
        for value, shown in wanted.items()
        if value != shown
    ]


def arrived(person: Clerk, dossiers: list[str], most: int) -> list[str]:
    """Return the first of somebody's dossiers that arrived at a person's computer."""
    with person.computer.cache() as connection:
        rows = connection.execute("SELECT id FROM object WHERE kind = 'dossier' ORDER BY id").fetchall()
    return [each for (each,) in rows if each in dossiers][:most]


def want_documents(person: Clerk) -> bool:
    """Ask for bytes of documents that another person added and this computer does not hold; tell whether there are any."""
    with person.computer.cache() as connection:
        rows = connection.execute(
            "SELECT v.parent, d.parent FROM blob AS b JOIN object AS v ON v.kind = 'version'"
            " AND v.fields ->> '$.sha256' = b.sha256 JOIN object AS d ON d.id = v.parent"
            " WHERE NOT b.here AND b.confirmed AND b.wanted = 0 ORDER BY v.id DESC LIMIT 3"
        ).fetchall()
    for document, dossier in rows:
        person.computer.window.ask("dossier.open", id=dossier)
        if not until(partial(_is_wanted, person.computer.window, document)):
            msg = f"the window offers no way to fetch {document}"
            raise AssertionError(msg)
    person.open(person.dossiers[-1])
    return bool(rows)


def _is_wanted(window: Window, document: str) -> bool:
    """Choose a document and ask for its bytes; tell whether the window lists it already and knows that they are not here."""
    window.ask("document.open", id=document)
    try:
        window.ask("document.want", id=document)
    except WindowGone:
        raise
    except DemoFailed:  # it looks once a second for what the agent took: the page on screen is perhaps older
        return False
    return True
