# SPDX-License-Identifier: EUPL-1.2
"""The answer that a signature is to a request.

A person who signs a document that waits for that signature has answered: whoever adds the signed version need not say so.
"""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from eset_desktop.clock import parse_iso
from eset_desktop.domain import signature_rules as rules
from eset_desktop.domain.office_day import office_day
from eset_desktop.domain.signature_acts import REQUEST, SIGN
from eset_desktop.domain.signature_flow import REVIEW, signer_at
from eset_desktop.domain.signature_marks import Progress
from eset_desktop.domain.states import DRAFT, RUNNING
from eset_desktop.domain.values import Fields
from eset_desktop.operations.errors import OperationError
from eset_desktop.operations.session import Work
from eset_desktop.store.queries import office, signing_rules


def day_of(work: Work) -> date:
    """Return the day of a transaction in the office."""
    return office_day(parse_iso(work.now))


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a signature is to one request."""

    request: str
    place: str
    standing: rules.Standing
    over: tuple[str, ...]


def answer_with(work: Work, document_id: str, version_id: str) -> None:
    """Note a signed version as this person's answer to the requests that it answers; one place of each.

    A paused request takes it too. Where none waits for it, the latest that asked this person for it keeps it as late.
    """
    requests = {
        key: fields
        for key, fields in signing_rules.requests_of(work.connection, document_id).items()
        if fields.get("state") != DRAFT
    }
    if not requests:
        return
    found = _answers(work, document_id, version_id, requests)
    now = [each for each in found if _waits(requests[each.request], day_of(work))]
    for each in now or found[-1:]:
        told = {"substitution": each.standing.substitution} if each.standing.substitution else {}
        # The signed version stands whatever becomes of the answer: a request that does not take it goes on asking.
        with contextlib.suppress(OperationError):
            work.command(
                REQUEST,
                each.request,
                SIGN,
                signer=each.place,
                version=version_id,
                over=list(each.over),
                **told,
            )


def _waits(request: Fields, on: date) -> bool:
    return request.get("state") in rules.ASKING and not rules.is_over(request, on)


def _answers(work: Work, document_id: str, version_id: str, requests: Mapping[str, Fields]) -> list[_Answer]:
    """Return what a signed version is to each of some requests that ask this person for it, or asked when they ended."""
    versions = signing_rules.versions_of(work.connection, document_id)
    who, on = office.office(work.connection), day_of(work)
    found = []
    for key, fields in requests.items():
        over = rules.lineage(versions, version_id, str(fields.get("version")))
        asking = {**fields, "state": RUNNING}
        place = _to_sign(fields, rules.places_of(asking, work.account.person, who, on)) if over else None
        if place is not None:
            found.append(_Answer(key, *place, over))
    return found


def _to_sign(fields: Fields, places: dict[str, rules.Standing]) -> tuple[str, rules.Standing] | None:
    """Return the first of some places whose answer is a signature, with why it is this person's."""
    flow = Progress.of(fields).flow
    for name, standing in places.items():
        signer = signer_at(flow, name)
        if signer is not None and signer.role != REVIEW:
            return name, standing
    return None
