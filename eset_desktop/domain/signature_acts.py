# SPDX-License-Identifier: EUPL-1.2
"""The commands of a signature request: pure, upon its own fields only.

Who may do them and whether the version that is named is what it is said to be are rules between objects
(:mod:`eset_desktop.domain.signature_rules`). A signature that comes when the request asks for it no more is kept under
``late`` and told: it exists, whatever became of the request.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from eset_desktop.domain.acting import Acting, Command, Effect, Refusal
from eset_desktop.domain.kinds import ANY, CODE, LONG_TEXT, REFERENCE, TITLE_LENGTH, Field
from eset_desktop.domain.signature_flow import REVIEW, flow_of, signer_at
from eset_desktop.domain.signature_marks import STILL_ASKED, Mark, Progress, mark_json
from eset_desktop.domain.states import (
    AGAIN,
    CANCELLED,
    DELEGATED,
    DRAFT,
    EXPIRED,
    PAUSED,
    REFUSED,
    REVIEWED,
    RUNNING,
    SIGNED,
)
from eset_desktop.domain.values import Fields, Json

REQUEST: Final = "signature_request"
CHANGED: Final = "changed"
"""Cause of an end: the document has another content than the one that was to be signed."""
WITHDRAW: Final = "withdraw"
WITHDRAWN: Final = "withdrawn"
DEADLINE: Final = "deadline"
MOST_LATE: Final = 50
LATE: Final = f"{REQUEST}.late"
"""What the service says of a signature that it took when the request asked for it no more, to who does not see the request."""

_ASKING: Final = (RUNNING, PAUSED)


def _text(args: Fields, name: str) -> str:
    value = args.get(name)
    return value if isinstance(value, str) else ""


def _ended(state: str, acting: Acting, **more: Json) -> dict[str, Json]:
    return {"state": state, "ended_at": acting.at, "ended_by": acting.by, **more}


def _send(fields: Fields, _: Fields, __: Acting) -> Effect | Refusal:
    """Ask for the signatures: from now on the exact version is what is signed."""
    if fields.get("state") != DRAFT:
        return Refusal(f"{REQUEST}.not_draft")
    if flow_of(fields.get("flow")) is None:
        return Refusal(f"{REQUEST}.flow_malformed")
    return Effect({"state": RUNNING, "head": fields.get("version")})


def _withdraw(fields: Fields, args: Fields, acting: Acting) -> Effect | Refusal:
    """End what nobody should answer any more; nothing is left to end where the service told the end of the last day before."""
    if fields.get("state") == EXPIRED:
        return Effect()
    if fields.get("state") not in (DRAFT, *_ASKING):
        return Refusal(f"{REQUEST}.ended")
    return Effect(_ended(CANCELLED, acting, cause=WITHDRAWN, reason=_text(args, "reason")))


def _void(fields: Fields, _: Fields, acting: Acting) -> Effect | Refusal:
    """End what asks for a content that is not the document's any more; what is at its end stays so."""
    if fields.get("state") not in _ASKING:
        return Effect()
    return Effect(_ended(CANCELLED, acting, cause=CHANGED))


def _expire(fields: Fields, _: Fields, acting: Acting) -> Effect | Refusal:
    if fields.get("state") not in _ASKING:
        return Effect()
    return Effect(_ended(EXPIRED, acting, cause=DEADLINE))


def _asked(fields: Fields, args: Fields) -> tuple[Progress, str] | Refusal:
    """Return how far the request is and the place that is meant, where it is asked now."""
    if fields.get("state") not in _ASKING:
        return Refusal(f"{REQUEST}.ended")
    progress, name = Progress.of(fields), _text(args, "signer")
    if signer_at(progress.flow, name) is None:
        return Refusal(f"{REQUEST}.not_signer")
    if name not in progress.in_turn():
        answered = progress.mark(name).state not in STILL_ASKED
        return Refusal(f"{REQUEST}.answered" if answered else f"{REQUEST}.not_in_turn")
    return progress, name


def _sign(fields: Fields, args: Fields, acting: Acting) -> Effect | Refusal:
    """Note a signature, *vistiplau* or not. One over an older version than the signed one has to be made again."""
    problem = _no_signature(fields, args)
    if problem:
        return Refusal(f"{REQUEST}.{problem}")
    progress, name, version = Progress.of(fields), _text(args, "signer"), _text(args, "version")
    mark = _mark(progress, name, SIGNED, acting, args, version=version)
    if fields.get("state") not in _ASKING or progress.mark(name).state not in STILL_ASKED:
        return _late(fields, name, mark)
    if name not in progress.in_turn():
        return Refusal(f"{REQUEST}.not_in_turn")
    if fields.get("head") not in _versions(args):
        before, again = progress.mark(name), replace(mark, state=AGAIN, over=_text(fields, "head"))
        if (before.state, before.version) == (AGAIN, version):
            return Effect()  # sent again under another id: it was told when it came first
        return Effect(_marked(progress, name, _still_delegated(again, before)))
    return _answered(progress, name, mark, acting, head=version)


def _no_signature(fields: Fields, args: Fields) -> str | None:
    """Return why something is no signature that a request asks for or asked for, or None."""
    signer = signer_at(Progress.of(fields).flow, _text(args, "signer"))
    if signer is None:
        return "not_signer"
    if signer.role == REVIEW:
        return "review_only"
    if fields.get("state") == DRAFT or not _text(args, "version"):
        return "not_running"
    return None if fields.get("version") in _versions(args) else "other_version"


def _versions(args: Fields) -> list[Json]:
    """Return what the signed version stands on."""
    over = args.get("over")
    return list(over) if isinstance(over, list | tuple) else []


def _late(fields: Fields, name: str, mark: Mark) -> Effect:
    """Keep a signature that nobody waits for any more."""
    told = fields.get("late")
    known = list(told) if isinstance(told, list | tuple) else []
    entry: Json = {**mark_json(mark), "signer": name}
    same = any(isinstance(each, dict) and each.get("version") == mark.version for each in known)
    return Effect() if same or len(known) >= MOST_LATE else Effect({"late": [*known, entry]})


def is_late(fields: Fields, version: str) -> bool:
    """Tell whether a signed version is kept as one that nobody waited for any more."""
    told = fields.get("late")
    known = told if isinstance(told, list | tuple) else ()
    return any(isinstance(each, dict) and each.get("version") == version for each in known)


def _review(fields: Fields, args: Fields, acting: Acting) -> Effect | Refusal:
    asked = _asked(fields, args)
    if isinstance(asked, Refusal):
        return asked
    progress, name = asked
    signer = signer_at(progress.flow, name)
    if signer is None or signer.role != REVIEW:
        return Refusal(f"{REQUEST}.signature_needed")
    return _answered(progress, name, _mark(progress, name, REVIEWED, acting, args), acting)


def _refuse(fields: Fields, args: Fields, acting: Acting) -> Effect | Refusal:
    """End the request with a reason; no PIN is asked for, because nothing is signed."""
    reason = _text(args, "reason").strip()
    if not reason:
        return Refusal(f"{REQUEST}.refuse_needs_reason")
    asked = _asked(fields, args)
    if isinstance(asked, Refusal):
        return asked
    progress, name = asked
    kept = progress.mark(name).version
    mark = _mark(progress, name, REFUSED, acting, args, version=kept, reason=reason)
    return Effect({**_marked(progress, name, mark), **_ended(REFUSED, acting, reason=reason)})


def _delegate(fields: Fields, args: Fields, acting: Acting) -> Effect | Refusal:
    """Let another person sign in one's place, which the signature says (art. 12 LRJSP, delegation of signature)."""
    asked = _asked(fields, args)
    if isinstance(asked, Refusal):
        return asked
    progress, name = asked
    to = _text(args, "to")
    if not to or to == acting.by:
        return Refusal(f"{REQUEST}.delegate_needs_to")
    before = progress.mark(name)
    kept = _late(fields, name, before).fields if before.state == AGAIN else {}
    mark = Mark(DELEGATED, acting.by, acting.at, to=to, delegated_by=acting.by)
    return Effect({**kept, **_marked(progress, name, mark)})


def _mark(
    progress: Progress,
    name: str,
    state: str,
    acting: Acting,
    args: Fields,
    *,
    version: str = "",
    reason: str = "",
) -> Mark:
    """Return the mark of an answer; a delegate's says by whom it was passed on (art. 12.3 LRJSP (GK): the signature says so)."""
    before = progress.mark(name)
    return Mark(
        state, acting.by, acting.at, version, substitution=_text(args, "substitution"), reason=reason,
        delegated_by=before.delegator if acting.by == before.to else "",
    )  # fmt: skip


def _still_delegated(mark: Mark, before: Mark) -> Mark:
    """Return a mark of who has to sign again: who signed by delegation, or in the delegate's place, has it still."""
    if not before.to or mark.by == before.delegator:
        return mark
    return replace(mark, to=before.to, delegated_by=before.delegator)


def _marked(progress: Progress, name: str, mark: Mark) -> dict[str, Json]:
    return {"marks": progress.with_mark(name, mark).as_json()}


def _answered(progress: Progress, name: str, mark: Mark, acting: Acting, **more: Json) -> Effect:
    after = progress.with_mark(name, mark)
    end = _ended(SIGNED, acting) if after.block_in_turn() is None else {}
    return Effect({"marks": after.as_json(), **more, **end})


SEND: Final = "send"
SIGN: Final = "sign"
ACTS_OF_SIGNERS: Final = (SIGN, "review", "refuse", "delegate")
ACTS_OF_SENDERS: Final = (SEND, WITHDRAW, "pause", "resume")
VOID: Final = "void"
EXPIRE: Final = "expire"
"""The last two are the central service's: nobody else has a right to them."""

ACTS: Final[Mapping[str, Command]] = {
    SEND: _send, WITHDRAW: _withdraw, VOID: _void, EXPIRE: _expire, SIGN: _sign, "review": _review,
    "refuse": _refuse, "delegate": _delegate,
}  # fmt: skip
"""What is more than a row of the table of states; ``pause`` and ``resume`` are just that."""

_REASON: Final = Field(LONG_TEXT, most=TITLE_LENGTH)
"""Why a request ended: as long as any reason may be (``docs/states.md``), in lines of its own if need be."""

_OF_SIGNERS: Final[Mapping[str, Field]] = {"signer": Field(CODE), "substitution": Field(REFERENCE)}
ACT_ARGUMENTS: Final[Mapping[str, Mapping[str, Field]]] = {
    WITHDRAW: {"reason": _REASON},
    SIGN: {**_OF_SIGNERS, "version": Field(REFERENCE), "over": Field(ANY)},
    "review": _OF_SIGNERS,
    "refuse": {**_OF_SIGNERS, "reason": _REASON},
    "delegate": {**_OF_SIGNERS, "to": Field(REFERENCE)},
}
