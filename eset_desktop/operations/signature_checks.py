# SPDX-License-Identifier: EUPL-1.2
"""What the rules of signature requests say of a mutation before it is saved, by what this computer knows."""

from datetime import date

from eset_desktop.domain import signature_rules as rules
from eset_desktop.domain import substitutions
from eset_desktop.domain.mutations import CREATE, Mutation
from eset_desktop.domain.proofs import refusal_to_close
from eset_desktop.domain.rights import is_substitutes_act, may_do
from eset_desktop.domain.signature_acts import REQUEST
from eset_desktop.domain.values import Fields
from eset_desktop.store import live, meta
from eset_desktop.store.engine import Connection
from eset_desktop.store.queries import office, signing_rules


def may_as_substitute(connection: Connection, mutation: Mutation, of: Fields, on: date) -> bool:
    """Tell whether somebody may do what their profiles do not allow, because they stand in for a signer.

    Args:
        connection: The cache.
        mutation: What they do.
        of: The fields of the object as it is, those it is made with for a new one.
        on: The day.
    """
    return is_substitutes_act(mutation, of) and may_do(
        office.office(connection).profiles_on(mutation.by, on), mutation, of
    )


def refusal(connection: Connection, mutation: Mutation, on: date) -> str | None:
    """Return why a rule between a request, or what configures one, and other objects refuses a mutation; None when none does."""
    if mutation.kind == REQUEST:
        return _of_request(connection, mutation, on)
    if mutation.kind == substitutions.KIND and mutation.op == CREATE:
        return substitutions.problem_of(mutation.fields)
    if mutation.kind == "signature_flow":
        change = mutation.changes.get("flow")
        told = mutation.fields.get("flow") if mutation.op == CREATE else change.to if change else None
        if mutation.op != CREATE and change is None:
            return None
        return rules.flow_problem(told, office.office(connection))
    if (mutation.kind, mutation.command) == ("dossier", "close"):
        return _of_closing(connection, mutation, on)
    return None


def _of_closing(connection: Connection, mutation: Mutation, on: date) -> str | None:
    if signing_rules.is_waited_for(connection, mutation.object, on):
        return "dossier.signature_pending"
    body = _fields(connection, meta.account(connection).body)
    return refusal_to_close(body or {}, signing_rules.standing_in(connection, mutation.object))


def _of_request(connection: Connection, mutation: Mutation, on: date) -> str | None:
    request = mutation.fields if mutation.op == CREATE else _fields(connection, mutation.object)
    if request is None:
        return None
    document = str(request.get("document"))
    versions = signing_rules.versions_of(connection, document)
    others = signing_rules.requests_of(connection, document)
    others.pop(mutation.object, None)
    return (
        rules.refusal_by_person(mutation, request, office.office(connection), on)
        or rules.refusal_to_change(mutation, request, on)
        or rules.refusal_of_last_day(mutation, request, on)
        or rules.refusal_of_signature(mutation, request, versions)
        or rules.refusal_to_send(
            mutation, request, versions, _fields(connection, document), others.values(), on=on
        )
    )


def _fields(connection: Connection, object_id: str) -> Fields | None:
    stored = live.load(connection, object_id)
    return stored.state.fields if stored else None
