# SPDX-License-Identifier: EUPL-1.2
"""Drivers made for tests: one that misbehaves as told in front of SoftHSM, one that dies when it is looked at."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

_SHIM = Path(__file__).with_name("shim.c")
_DYING = "#include <stdlib.h>\nunsigned long C_GetFunctionList(void **p) { (void)p; abort(); }\n"


def compiler() -> str | None:
    """Return the C compiler of this machine."""
    return shutil.which("gcc") or shutil.which("cc")


def compile_shim(folder: Path) -> Path:
    """Compile the misbehaving driver."""
    return _compile(_SHIM, folder / "shim.so")


def compile_dying(folder: Path) -> Path:
    """Compile a driver that aborts as soon as its functions are asked for."""
    source = folder / "dying.c"
    source.write_text(_DYING)
    return _compile(source, folder / "dying.so")


@dataclass(frozen=True, slots=True)
class Shim:
    """What the misbehaving driver is told, in a folder of its own; see ``shim.c``."""

    folder: Path
    module: Path

    @classmethod
    def create(cls, folder: Path, compiled: Path, target: Path) -> "Shim":
        """Tell it to behave, in front of ``target``."""
        folder.mkdir()
        (folder / "target").write_text(str(target))
        (folder / "log").touch()
        return cls(folder, compiled)

    @property
    def environment(self) -> dict[str, str]:
        """What whoever loads it needs in its environment."""
        return {"ESET_SHIM": str(self.folder)}

    def tell(self, what: str, content: str = "") -> None:
        """Make it do something from now on, for example ``tell("crash.Sign")`` or ``tell("fail.Login", "0xa0")``."""
        (self.folder / what).write_text(content)

    def behave(self, what: str) -> None:
        """Take back what it was told."""
        (self.folder / what).unlink()

    def calls(self, name: str) -> list[str]:
        """Return the calls of one function since the beginning."""
        return [line for line in (self.folder / "log").read_text().splitlines() if line.split()[0] == name]


def _compile(source: Path, target: Path) -> Path:
    found = compiler()
    assert found is not None, "no C compiler"
    command = [found, "-std=gnu17", "-shared", "-fPIC", "-O1", "-w", str(source), "-o", str(target), "-ldl"]
    subprocess.run(command, check=True, capture_output=True)
    return target
