# SPDX-License-Identifier: EUPL-1.2
"""Who may read a dossier or a class: restrict the access with its ground, name readers, lift it. The secretary's acts.

The central service moves what is covered to a stream of its own as soon as it takes the act (``docs/protocol.md``). Ground: arts.
5.1.c and 5.1.f GDPR; arts. 20-24 of Law 19/2014 of Catalonia say what may be withheld.
"""

from collections.abc import Collection

from eset_desktop.domain.commands import REMOVE, fingerprint
from eset_desktop.operations.errors import Refused
from eset_desktop.operations.session import Session, Work
from eset_desktop.store.changes import Changes
from eset_desktop.store.queries import access


def restrict(
    session: Session, scope_kind: str, scope: str, reason: str, people: Collection[str] = ()
) -> Changes:
    """Restrict the access to a dossier or class to the secretary and the people named; all of it or nothing.

    Args:
        session: The person at work.
        scope_kind: ``dossier`` or ``class``.
        scope: Its id.
        reason: The legal ground.
        people: Ids of those who may read besides.

    Raises:
        Refused: It is restricted already, the ground is missing, or somebody is not of this body.
        NotAllowed: Only the secretary may.
    """
    with session.change() as work:
        work.fields(scope_kind, scope)
        if access.restriction_on(work.connection, scope) is not None:
            raise Refused(reason="restriction.taken")
        with work.together():
            created = work.create(
                "restriction", {"scope_kind": scope_kind, "scope": scope, "reason": reason.strip()}
            )
            for person in dict.fromkeys(people):
                _grant(work, created, person)
        work.touched.add((scope_kind, scope))
        return work.changes(created)


def lift(session: Session, restriction_id: str) -> Changes:
    """End a restriction: what it covered can be read by all of the body again."""
    with session.change() as work:
        _remove(work, "restriction", restriction_id)
        return work.changes()


def set_readers(session: Session, restriction_id: str, people: Collection[str]) -> Changes:
    """Let these people, and besides them the secretary only, read what a restriction covers; all of it or nothing.

    What the computers hold of those whose right is taken goes at their next contact.

    Args:
        session: The person at work.
        restriction_id: The restriction.
        people: Ids of those who may read.

    Raises:
        Refused: Somebody is not of this body.
        NotAllowed: Only the secretary may.
    """
    with session.change() as work:
        work.fields("restriction", restriction_id)
        granted = access.grants(work.connection, restriction_id)
        wanted, held = dict.fromkeys(people), {person for _, person in granted}
        with work.together():
            for person in wanted:
                if person not in held:
                    _grant(work, restriction_id, person)
            for grant, person in granted:
                if person not in wanted:
                    _remove(work, "grant", grant)
        return work.changes()


def _grant(work: Work, restriction_id: str, person: str) -> str:
    if not access.is_person(work.connection, person):
        raise Refused(reason="grant.person_unknown")
    return work.create("grant", {"restriction": restriction_id, "person": person})


def _remove(work: Work, kind: str, object_id: str) -> None:
    work.command(kind, object_id, REMOVE, seen=fingerprint(work.fields(kind, object_id)))
