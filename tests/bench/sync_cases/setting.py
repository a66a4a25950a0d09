# SPDX-License-Identifier: EUPL-1.2
"""What every case needs: a folder of its own, a corpus that is made once, the line, and what the person asked for."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bench.sync_cases import corpus
from bench.sync_cases.computer import Computer, join
from bench.sync_cases.corpus import Corpus
from bench.sync_cases.report import say
from bench.sync_cases.service import Far, rest, serving
from rigs.line.line import ShapedLine
from rigs.line.link import OPEN
from rigs.line.spaces import CUBIC

from central.folder import DataFolder
from eset_desktop.domain import rights

_LAST: Final = 2_000
"""Characters of a log."""


@dataclass(slots=True)
class Setting:
    """One run of the bench.

    Attributes:
        folder: Where everything lies; removed at the end.
        dossiers: Of the first sync.
        peers: Whether to run the other programs too.
        seed: Decides the losses.
    """

    folder: Path
    dossiers: int = corpus.DOSSIERS
    peers: bool = False
    seed: int = 7
    _made: dict[int, Corpus] = field(default_factory=dict)

    def corpus(self, dossiers: int) -> Corpus:
        """Return the service with so many dossiers, made at the first call and never served itself."""
        if dossiers not in self._made:
            made = corpus.make(self.folder / f"corpus-{dossiers}", dossiers)
            say(
                f"corpus: {dossiers} dossiers, {made.json_bytes / 1e6:.2f} MB JSON, zstd-19 {made.floor_bytes / 1e6:.2f} MB,"
                f" loaded in {made.seconds:.0f} s"
            )
            self._made[dossiers] = made
        return self._made[dossiers]

    @contextmanager
    def stage(self, case: str, dossiers: int, *, congestion: str = CUBIC) -> Iterator["Stage"]:
        """Give a case an open line with a service of its own at its far end."""
        made = self.corpus(dossiers)
        work = self.folder / case
        shutil.copytree(made.folder.root, work / "central")
        with (
            ShapedLine(OPEN, self.seed, congestion) as line,
            serving(line, DataFolder(work / "central")) as far,
        ):
            rest(far.folder)
            yield Stage(made, line, far)
        shutil.rmtree(work)  # a case that failed leaves its logs until the end

    def last_words(self) -> str:
        """Return the ends of the logs of agents and services, to see why a case failed."""
        logs = sorted(self.folder.rglob("*.log"))
        return "".join(
            f"--- {each.name}\n{each.read_text('utf-8', 'replace')[-_LAST:]}\n"
            for each in logs
            if each.stat().st_size
        )


@dataclass(frozen=True, slots=True)
class Stage:
    """A corpus that is served over a line."""

    corpus: Corpus
    line: ShapedLine
    far: Far

    def computer(self, name: str, person: str = rights.SECRETARIA, *, level: bool = True) -> Computer:
        """Join a computer; ``level``: and let it receive everything while the line is open."""
        made = join(self.line, self.far, self.corpus.body.person(person).id, name)
        if level:
            made.settle()
        return made
