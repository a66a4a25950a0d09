# SPDX-License-Identifier: EUPL-1.2
"""What `eset-desktop sign` answers: one result a file, as JSON or in sentences, and its exit status."""

import sys
from pathlib import Path
from typing import Final

import msgspec
from msgspec import UNSET, UnsetType

from eset_desktop.commands import wording
from eset_desktop.errors import Cancelled, EsetError
from eset_desktop.signing.batch.states import BatchState, ItemState
from eset_desktop.signing.batch.values import BatchReport, ItemResult
from eset_desktop.signing.plain_files import exact, shown
from eset_desktop.signing.values import Evidence, Identity

ALL: Final = 0
NONE: Final = 1
SOME: Final = 3
BELOW_LEVEL: Final = 4
PAUSED: Final = 5
INTERRUPTED: Final = 130


class Problem(msgspec.Struct, frozen=True):
    """Why something was not done, in English; ``code`` is stable."""

    code: str
    title: str
    advice: str
    details: dict[str, str | int]

    @classmethod
    def of(cls, error: EsetError | None) -> "Problem | None":
        """Return the same of an error, in which names of files can be written."""
        if error is None:
            return None
        details = {
            name: shown(said) if isinstance(said, str) else said for name, said in error.details.items()
        }
        return cls(error.code, error.title, error.advice, details)


class FileResult(msgspec.Struct, frozen=True):
    """What became of one file.

    Attributes:
        file: As it was named; what is in no known encoding is ``?``.
        state: ``signed``, ``refused``, ``failed``, ``cancelled``, or ``ready`` where the key was lost before its turn.
        out: The signed file, likewise.
        bytes: Its size.
        level: What it reached: ``B-B``, ``B-T``, ``B-LT``, ``B-LTA``.
        evidence: How the signature came about.
        error: Why it was not signed, or why it did not reach the level.
        file_base64: The bytes of ``file`` where that does not say all of it.
        out_base64: Those of ``out``.
    """

    file: str
    state: str
    out: str | None = None
    bytes: int = 0
    level: str | None = None
    evidence: Evidence | None = None
    error: Problem | None = None
    file_base64: str | UnsetType = UNSET
    out_base64: str | UnsetType = UNSET


class Signer(msgspec.Struct, frozen=True):
    """Who signed."""

    id: str
    name: str
    issuer: str
    body: str


class Answer(msgspec.Struct, frozen=True):
    """The whole answer.

    Attributes:
        state: ``done``, ``paused``, ``cancelled``, or ``failed`` when nothing could be begun.
        confirmation: SHA-256 of the list of what was signed, as in each evidence.
        identity: Who signed.
        seconds: What signing took.
        results: One for each file, in the order given.
        error: Why it is paused, or failed.
    """

    state: str
    confirmation: str
    identity: Signer | None
    seconds: float
    results: tuple[FileResult, ...]
    error: Problem | None = None


class Level(msgspec.Struct, frozen=True):
    """How far one file was raised, and why no further."""

    reached: str = "B-B"
    size: int = 0
    error: EsetError | None = None


def answer_of(report: BatchReport, identity: Identity | None, levels: dict[str, Level]) -> Answer:
    """Return the answer for a batch that is over."""
    signer = None
    if identity is not None:
        signer = Signer(identity.id, identity.name, identity.issuer, identity.body)
    results = tuple(_file(each, levels.get(each.item.id, Level())) for each in report.results)
    cause = Problem.of(report.cause)
    state = (
        "failed" if report.state is BatchState.OPEN else report.state.value
    )  # no document was fit to be begun with
    return Answer(state, report.seal, signer, round(report.seconds, 3), results, cause)


def failed(checked: BatchReport | None, error: EsetError) -> Answer:
    """Return the answer where no document was begun: the certificate, the PIN or the arguments were refused."""
    results = tuple(_file(each, Level()) for each in checked.results) if checked else ()
    state = BatchState.CANCELLED.value if isinstance(error, Cancelled) else "failed"
    return Answer(state, checked.seal if checked else "", None, 0.0, results, Problem.of(error))


def _file(result: ItemResult, level: Level) -> FileResult:
    written, path, state = result.written, Path(result.item.id), result.state.value
    if written is None:
        return untouched(path, state, result.error)
    size = level.size or written.size
    return signed(
        path, Path(written.place), written.evidence, size=size, level=level.reached, error=level.error
    )


def untouched(file: Path, state: str, error: EsetError | None = None) -> FileResult:
    """Return what is told of a file that was not signed."""
    return FileResult(shown(file), state, error=Problem.of(error), file_base64=exact(file) or UNSET)


def signed(
    file: Path, out: Path, evidence: Evidence, *, size: int, level: str, error: EsetError | None
) -> FileResult:
    """Return what is told of a file that was signed; ``error`` says why it did not reach its level."""
    return FileResult(
        shown(file), ItemState.SIGNED.value, shown(out), size, level, evidence, Problem.of(error),
        exact(file) or UNSET, exact(out) or UNSET,
    )  # fmt: skip


def status_of(report: BatchReport, levels: dict[str, Level]) -> int:
    """Return the exit status: everything, nothing or some of it was done, or why it stopped."""
    done = len(report.of(ItemState.SIGNED))
    if report.state is BatchState.CANCELLED:
        return INTERRUPTED
    if report.state is BatchState.PAUSED:
        return PAUSED
    if done < len(report.results):
        return SOME if done else NONE
    return BELOW_LEVEL if any(each.error for each in levels.values()) else ALL


def tell(report: BatchReport, identity: Identity | None, levels: dict[str, Level]) -> None:
    """Print the answer in sentences: what was signed on standard output, what was not on standard error."""
    done = report.of(ItemState.SIGNED)
    if identity and done and done[0].written:
        at = f"{done[0].written.evidence.signed_at:%Y-%m-%d %H:%M:%S}"
        print(wording.text("sign.done", name=identity.name, issuer=identity.issuer, at=at))
        print(wording.text("sign.checked" if _waits(levels) else "sign.stamped"))
    for each in done:
        if each.written:
            print(wording.text("sign.written", file=shown(each.written.place)))
    problems = [(shown(each.item.id), each.error) for each in report.results if each.error]
    problems += [(shown(name), level.error) for name, level in levels.items() if level.error]
    for name, error in problems:
        line = wording.explain(error)
        sys.stderr.write(f"{line}\n" if len(report.results) == 1 else f"{name}: {line}\n")
    if report.cause is not None:
        sys.stderr.write(f"{wording.explain(report.cause)}\n")


def _waits(levels: dict[str, Level]) -> bool:
    """Whether some signature has no time stamp yet."""
    return not levels or any(level.reached == "B-B" for level in levels.values())
