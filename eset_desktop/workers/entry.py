# SPDX-License-Identifier: EUPL-1.2
"""How a worker starts: ``python -m eset_desktop.workers.entry MODULE`` runs the module as the program.

A worker asks nothing of any network. pyHanko loads an HTTP client all the same (``aiohttp``, for timestamps that it could fetch
by itself): a quarter of a worker's start and ten megabytes. In its place lies a module of which nothing can be made.
"""

import runpy
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Final

LEFT_OUT: Final = ("aiohttp",)
"""Libraries that speak to the network and that only others' modules import."""


class NoNetwork:
    """What stands for every name of a library that is left out: good for an annotation, and nothing else."""

    def __init__(self, *_: object, **__: object) -> None:
        msg = "a worker does not speak to the network"
        raise RuntimeError(msg)


class _LeftOut(ModuleType):
    def __getattr__(self, name: str) -> type[NoNetwork]:
        if name.startswith("__"):
            raise AttributeError(name)
        return NoNetwork


def leave_out_network() -> None:
    """Let what is imported from now on find no library that speaks to the network."""
    for name in LEFT_OUT:
        sys.modules.setdefault(name, _LeftOut(name))


def main(arguments: Sequence[str]) -> int:
    """Run the module that the only argument names, to its end."""
    (module,) = arguments
    leave_out_network()
    runpy.run_module(module, run_name="__main__", alter_sys=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
