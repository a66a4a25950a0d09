# SPDX-License-Identifier: EUPL-1.2
"""From what was found to the verdict. Pure.

PASSED is never the absence of a finding: it asks that every fact that must hold was established. So an examination
that ended early, whatever the reason, cannot pass.
"""

from collections.abc import Sequence
from typing import Final

from eset_desktop.signing.validation.problems import EFFECTS, Effect, Problem, by_gravity
from eset_desktop.signing.validation.report import (
    Coverage,
    FileReport,
    Integrity,
    Modifications,
    Revocation,
    SignatureReport,
    SubIndication,
    Trust,
    Verdict,
)

TIMESTAMP: Final = "TIMESTAMP"
"""``level`` of a document timestamp."""

_HARMLESS: Final = frozenset(
    {Modifications.NONE, Modifications.PROOFS, Modifications.SIGNATURES, Modifications.FORM_FILLING}
)
_OF_THE_FILE: Final = frozenset(
    {Problem.PADDING, Problem.CHANGES_UNKNOWN, Problem.DAMAGED_STRUCTURE, Problem.HYBRID}
)
"""What speaks of the file and not of who made a timestamp in it."""
_BELIEVED: Final = frozenset({Trust.TRUSTED_LIST, Trust.CONFIGURED})
_GOOD: Final = frozenset({Revocation.GOOD, Revocation.REVOKED_LATER})


def effect_of(signature: SignatureReport) -> Effect | None:
    """Return what speaks against a signature, the gravest; ``None`` when it passes."""
    against = (EFFECTS[each] for each in by_gravity({Problem(code) for code in signature.problems}))
    found = next((effect for effect in against if effect is not None), None)
    if found is not None or _established(signature):
        return found
    if signature.integrity is Integrity.BROKEN:
        return Effect(Verdict.FAILED, SubIndication.SIG_CRYPTO_FAILURE)
    return Effect(Verdict.INDETERMINATE, SubIndication.GENERIC)


def _established(signature: SignatureReport) -> bool:
    """Whether everything that must hold was found to hold."""
    return (
        signature.integrity is Integrity.INTACT
        and signature.coverage in {Coverage.WHOLE_FILE, Coverage.REVISION}
        and signature.modifications in _HARMLESS
        and signature.trust in _BELIEVED
        and signature.revocation in _GOOD
    )


def file_report(file: str, signatures: Sequence[SignatureReport]) -> FileReport:
    """Return the report of a file: the worst of its signatures.

    A document timestamp is no signature: it counts only when it is broken, because then something in the file was
    changed, and when the file around it can be read in two ways. A file with timestamps alone is told as not signed.
    """
    stamps = [each for each in signatures if each.level == TIMESTAMP]
    signed = [each for each in signatures if each.level != TIMESTAMP]
    effects = [effect for each in signed if (effect := effect_of(each)) is not None]
    effects += [
        effect
        for each in stamps
        if (effect := effect_of(each)) is not None
        and (effect.verdict is Verdict.FAILED or not _OF_THE_FILE.isdisjoint(each.problems))
    ]
    if not signed and not effects:
        effects = [_effect(Problem.NOT_SIGNED)]
    worst = min(effects, key=lambda effect: effect.verdict is not Verdict.FAILED, default=None)
    return FileReport(
        file=file,
        verdict=worst.verdict if worst else Verdict.PASSED,
        sub_indication=worst.sub_indication if worst else None,
        signatures=tuple(signatures),
        problem="" if signed else str(Problem.NOT_SIGNED),
    )


def without_signatures(file: str, problem: Problem) -> FileReport:
    """Return the report of a file of which no signature can be told anything."""
    verdict, sub_indication = _effect(problem)
    return FileReport(file, verdict, sub_indication, (), str(problem))


def _effect(problem: Problem) -> Effect:
    effect = EFFECTS[problem]
    if effect is None:
        raise ValueError(problem)
    return effect
