# SPDX-License-Identifier: EUPL-1.2
"""`eset-desktop sign --format`: files of any kind, each with its signature beside it or all in one container."""

import argparse
import errno
import mimetypes
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final

from eset_desktop.commands import wording
from eset_desktop.commands.signing import keys
from eset_desktop.commands.signing.evidence_files import check_places
from eset_desktop.commands.signing.job import Job, acting_of
from eset_desktop.commands.signing.keys import FileUnreadable
from eset_desktop.commands.signing.results import (
    ALL,
    BELOW_LEVEL,
    NONE,
    PAUSED,
    SOME,
    Answer,
    FileResult,
    Problem,
    Signer,
    signed,
    untouched,
)
from eset_desktop.errors import EsetError
from eset_desktop.platform import atomic_file
from eset_desktop.signing.batch.errors import OutputExists, OutputUnwritable
from eset_desktop.signing.batch.files import SUFFIX as SIGNED
from eset_desktop.signing.batch.files import check_place
from eset_desktop.signing.checks import check_identity
from eset_desktop.signing.confirmation import confirmation_of
from eset_desktop.signing.container import asice, cades
from eset_desktop.signing.container.asice import Content
from eset_desktop.signing.container.making import Circumstances, Sign, sign_container, sign_detached
from eset_desktop.signing.keys.errors import KeyProblem
from eset_desktop.signing.keys.port import OpenKey
from eset_desktop.signing.levels.errors import LevelError
from eset_desktop.signing.levels.values import Tsa
from eset_desktop.signing.plain_files import behind, is_no_file, shown
from eset_desktop.signing.values import Evidence

CADES: Final = "cades"
ASICE: Final = "asice"

_ANY: Final = "application/octet-stream"
_MODE: Final = 0o644
_TSA_SECONDS: Final = 20.0


class OtherFormats(Job):
    """Signs without opening documents: their bytes are all that matters."""

    def __init__(self, args: argparse.Namespace) -> None:
        super().__init__(args)
        self._paths: list[Path] = list(dict.fromkeys(args.files))
        self.problems: list[tuple[str, EsetError]] = []
        self._stamper = Stamper(args.tsa if args.level != "B-B" else [])

    def answer(self) -> Answer:
        """Do it and return what became of each file.

        Raises:
            EsetError: Nothing was signed.
        """
        self._check_targets()
        if self._args.evidence:
            check_places(self._args.evidence, self._evident(), force=self._args.force)
        hashes = [_sha256(path) for path in self._paths]
        seal = confirmation_of(
            (shown(path.name), sha256) for path, sha256 in zip(self._paths, hashes, strict=True)
        )
        key = self._open()
        self.identity = identity = key.identity
        started = time.monotonic()
        try:
            now = self._pdf.clock.now()
            check_identity(identity, now)
            about = Circumstances(identity, now, seal, acting=acting_of(self._args))
            many = self._args.format == CADES
            results = self._beside(hashes, about, key) if many else self._together(hashes, about, key)
        finally:
            key.close()
        seconds = round(time.monotonic() - started, 3)
        self._write_proofs(results)
        signer = Signer(identity.id, identity.name, identity.issuer, identity.body)
        lost = any(each.state == "ready" for each in results)
        return Answer("paused" if lost else "done", seal, signer, seconds, tuple(results))

    def _check_targets(self) -> None:
        """Return when every signature would have its own place, as far as one can know before the PIN.

        Raises:
            OutputExists: There is such a file, or two signatures would have one name; ``--force`` is for the first only.
            OutputNoFile: There is something of that name that is none.
            OutputUnwritable: A folder can neither be written to nor made.
        """
        seen: set[Path] = set()
        for target in self._targets():
            if target in seen:
                raise OutputExists(file=shown(target.name))
            check_place(target, force=self._args.force)
            seen.add(target)

    def _targets(self) -> list[Path]:
        """Return where signatures go: ``NAME.p7s`` beside each file, or one container for all."""
        args = self._args
        if args.format == CADES:
            names = [path.with_name(path.name + cades.SUFFIX) for path in self._paths]
            names = [args.out_dir / name.name for name in names] if args.out_dir else names
        else:
            first = self._paths[0]
            names = [(args.out_dir or first.parent) / f"{first.stem}{SIGNED}{asice.SUFFIX}"]
        return [args.out] if args.out else names

    def _beside(self, hashes: list[str], about: Circumstances, key: OpenKey) -> list[FileResult]:
        results: list[FileResult] = []
        for path, sha256, target in zip(self._paths, hashes, self._targets(), strict=True):
            if results and results[-1].state == "ready":
                results.append(untouched(path, "ready"))
                continue
            try:
                results.append(self._one(path, sha256, target, about, self._signing(key, shown(path.name))))
            except EsetError as error:
                state = "ready" if isinstance(error, KeyProblem) else "failed"
                self.problems.append((shown(path), error))
                results.append(untouched(path, state, error))
        return results

    def _one(self, path: Path, sha256: str, target: Path, about: Circumstances, sign: Sign) -> FileResult:
        der, evidence = sign_detached(_content(path), about, sign, sha256=sha256)
        der = cades.with_timestamp(der, self._stamper)
        with _writing(target, over=self._args.force) as out:
            out.write(der)
        return self._told(path, target, evidence)

    def _together(self, hashes: list[str], about: Circumstances, key: OpenKey) -> list[FileResult]:
        (target,) = self._targets()
        files = [_content(path) for path in self._paths]
        with _writing(target, over=self._args.force) as out:
            sign = self._signing(key, target.name)
            evidence = sign_container(files, out, about, sign, self._stamper, hashes=hashes)
        return [self._told(path, target, evidence) for path in self._paths]

    def _evident(self) -> list[Path]:
        """Return what evidence is named after: each file, or the container."""
        return self._paths if self._args.format == CADES else self._targets()

    def _write_proofs(self, results: list[FileResult]) -> None:
        now = self._pdf.clock.now()
        for path, place, result in zip(self._evident(), self._targets(), results, strict=False):
            if result.evidence is not None:
                self.evidence.write(path, place, result.evidence, now)

    def _signing(self, key: OpenKey, title: str) -> Sign:
        def sign(attested: bytes) -> bytes:
            secret = keys.secret_for(key.identity, self._secrets, title) if self._args.pin_each else None
            return key.sign(attested, secret).result()

        return sign

    def _told(self, path: Path, target: Path, evidence: Evidence) -> FileResult:
        problem = self._stamper.problem
        if problem:
            self.problems.append((shown(path), problem))
        level = "B-T" if self._stamper.wanted and problem is None else "B-B"
        return signed(path, target, evidence, size=target.stat().st_size, level=level, error=problem)


def failed(files: list[Path], error: EsetError) -> Answer:
    """Return the answer when nothing was begun."""
    results = tuple(untouched(path, "ready") for path in dict.fromkeys(files))
    return Answer("failed", "", None, 0.0, results, Problem.of(error))


def status_of(answer: Answer) -> int:
    """Return the exit status: everything, nothing or some of it was done, or why it stopped."""
    done = [each for each in answer.results if each.state == "signed"]
    if answer.state == "paused":
        return PAUSED
    if len(done) < len(answer.results):
        return SOME if done else NONE
    return BELOW_LEVEL if any(each.error for each in done) else ALL


def tell(answer: Answer, problems: list[tuple[str, EsetError]]) -> None:
    """Print the answer in sentences: what was signed on standard output, what was not on standard error."""
    done = [each for each in answer.results if each.evidence is not None]
    if answer.identity and done and done[0].evidence:
        at = f"{done[0].evidence.signed_at:%Y-%m-%d %H:%M:%S}"
        print(wording.text("sign.done", name=answer.identity.name, issuer=answer.identity.issuer, at=at))
    for place in dict.fromkeys(each.out for each in done if each.out):
        print(wording.text("sign.written", file=place))
    for name, error in problems:
        sys.stderr.write(f"{name}: {wording.explain(error)}\n")


class Stamper:
    """Asks time-stamping services; what they refuse leaves a signature waiting for its time stamp."""

    def __init__(self, urls: list[str]) -> None:
        self._tsas = tuple(Tsa(url) for url in urls)
        self.problem: LevelError | None = None

    @property
    def wanted(self) -> bool:
        """Whether there is anybody to ask."""
        return bool(self._tsas)

    def __call__(self, data: bytes) -> bytes | None:
        """Return a token over bytes, or nothing and keep why."""
        if not self._tsas:
            return None
        from eset_desktop.signing.levels.http import Line
        from eset_desktop.signing.levels.stamps import Stamps

        try:
            token: bytes = Stamps(Line(_TSA_SECONDS), self._tsas).over(data).dump()
        except LevelError as error:
            self.problem = error
            return None
        self.problem = None
        return token


def _content(path: Path) -> Content:
    return Content(path.name, _mime(path), partial(_opened, path))


def _mime(path: Path) -> str:
    return mimetypes.guess_type(path.name)[0] or _ANY


def _sha256(path: Path) -> str:
    with _opened(path) as source:
        return cades.digest_of(source)[0].hex()


def _opened(path: Path) -> BinaryIO:
    """Open a file; a pipe or a device, which would never end, is none."""
    try:
        if is_no_file(path):
            raise FileUnreadable(file=shown(path.name), reason=os.strerror(errno.EINVAL))
        return path.open("rb")
    except OSError as error:
        raise FileUnreadable(file=shown(path.name), reason=error.strerror or type(error).__name__) from error


@contextmanager
def _writing(target: Path, *, over: bool) -> Iterator[BinaryIO]:
    """Open a file that appears whole or not at all; its folder is made."""
    target = behind(target) if over else target
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with atomic_file(target, mode=_MODE, over=over) as out:
            yield out
    except FileExistsError as error:
        raise OutputExists(file=shown(target.name)) from error
    except OSError as error:
        raise OutputUnwritable(
            file=shown(target.name), reason=error.strerror or type(error).__name__
        ) from error
