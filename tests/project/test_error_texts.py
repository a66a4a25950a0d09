# SPDX-License-Identifier: EUPL-1.2
"""Every error that a person can meet has a code of its own and texts in three languages."""

import importlib
import pkgutil
import re

import pytest

import central
import eset_desktop
import resources
import sync
import ui
from eset_desktop.errors import EsetError

CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")
NOT_IMPORTED = re.compile(r"\.__main__$|\.migrations\.")


def _all_errors() -> list[type[EsetError]]:
    for package in (eset_desktop, sync, ui, central):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not NOT_IMPORTED.search(module.name):
                importlib.import_module(module.name)
    found: list[type[EsetError]] = [EsetError]
    for kind in found:  # grows while it is walked
        found += [each for each in kind.__subclasses__() if each not in found]
    return sorted(
        {kind for kind in found if not kind.__module__.startswith("tests")}, key=lambda kind: kind.__name__
    )


@pytest.fixture(scope="module")
def errors() -> list[type[EsetError]]:
    """Every error class of the project."""
    return _all_errors()


def test_every_code_is_well_formed_and_used_once(errors: list[type[EsetError]]) -> None:
    owners: dict[str, list[str]] = {}
    for kind in errors:
        assert CODE.fullmatch(kind.code), kind
        if "code" in vars(kind):
            owners.setdefault(kind.code, []).append(f"{kind.__module__}.{kind.__name__}")
    clashes = {code: names for code, names in owners.items() if len(names) > 1}
    assert not clashes


def test_every_error_has_texts_in_every_language(errors: list[type[EsetError]]) -> None:
    texts = resources.error_texts()
    missing = sorted({f"{kind.__name__} {kind.code}" for kind in errors if kind.code not in texts})
    assert not missing


def test_every_error_explains_itself_in_code(errors: list[type[EsetError]]) -> None:
    """The English in the class serves logs and a damaged installation."""
    silent = [
        kind.__name__
        for kind in errors
        if not kind.title.strip() or not kind.advice.strip() or not kind.__doc__
    ]
    assert not silent
