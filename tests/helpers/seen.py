# SPDX-License-Identifier: EUPL-1.2
"""What a person's restarted window shows and its cache holds, beside what was acknowledged."""

from functools import partial

from helpers.clerk import Clerk
from helpers.ledger import cache_view
from helpers.running import Computer, until

from eset_desktop.demo.errors import DemoFailed, WindowGone


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
    """Ask for bytes of documents that another person added and this computer does not hold; tell whether there are any.

    An object comes by the feed where it was changed last: a document may be here before a dossier that was edited after
    it. While the agent that was to bring the dossier is dead, no window can show such a document; it is not asked for.
    """
    with person.computer.cache() as connection:
        rows = connection.execute(
            "SELECT v.parent, d.parent FROM blob AS b JOIN object AS v ON v.kind = 'version'"
            " AND v.fields ->> '$.sha256' = b.sha256 JOIN object AS d ON d.id = v.parent"
            " JOIN object AS f ON f.id = d.parent AND f.kind = 'dossier' AND NOT f.deleted"
            " WHERE NOT b.here AND b.confirmed AND b.wanted = 0 ORDER BY v.id DESC LIMIT 3"
        ).fetchall()
    for document, dossier in rows:
        person.computer.window.ask("dossier.open", id=dossier)
        refused: list[str] = []
        if not until(partial(_is_wanted, person.computer, document, refused)):
            msg = f"the window offers no way to fetch {document}: {refused[-1]}"
            raise AssertionError(msg)
    person.open(person.dossiers[-1])
    return bool(rows)


def _is_wanted(computer: Computer, document: str, refused: list[str]) -> bool:
    """Choose a document and ask for its bytes; tell whether the window took that, or what is there already or asked for.

    Args:
        computer: Whose window.
        document: Its id.
        refused: Takes what the window says instead, with what the cache holds.
    """
    computer.window.ask("document.open", id=document)
    try:
        computer.window.ask("document.want", id=document)
    except WindowGone:
        raise
    except (
        DemoFailed
    ) as problem:  # the page on screen is perhaps older: it looks once a second for what was taken
        held = _held(computer, document)
        refused.append(f"{problem}, here and wanted: {held}")
        return bool(held) and all(here or wanted for here, wanted in held)
    return True


def _held(computer: Computer, document: str) -> list[tuple[bool, bool]]:
    """Return of each version of a document whether its bytes are here, and whether they were asked for."""
    with computer.cache() as connection:
        rows = connection.execute(
            "SELECT b.here, b.wanted FROM object AS v JOIN blob AS b ON b.sha256 = v.fields ->> '$.sha256'"
            " WHERE v.kind = 'version' AND v.parent = ?",
            (document,),
        ).fetchall()
    return [(bool(here), bool(wanted)) for here, wanted in rows]
