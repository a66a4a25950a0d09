# SPDX-License-Identifier: EUPL-1.2
"""Rules of the house that no other tool holds. Each names the files that break it."""

import ast
import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

from helpers.tree import tracked

import eset_desktop
from eset_desktop import settings

PACKAGES = ("eset_desktop", "sync", "ui", "central", "resources")
LICENCE_LINE = "SPDX-License-Identifier: EUPL-1.2"
LONGEST_MODULE = 800
BROAD_EXCEPT_REASON = re.compile(r"#\s*noqa: BLE001\s*-\s*\S+")


def _names(paths: list[Path], root: Path) -> list[str]:
    return [str(path.relative_to(root)) for path in paths]


def test_every_source_names_its_licence_first(root: Path, sources: list[Path]) -> None:
    scripts = [root / "eset", root / ".ci" / "run"]
    missing = [
        path
        for path in [*sources, *scripts]
        if LICENCE_LINE not in "".join(path.read_text().splitlines()[:3])
    ]
    assert not _names(missing, root)


def test_every_module_says_what_it_is(root: Path, sources: list[Path]) -> None:
    missing = [path for path in sources if not ast.get_docstring(ast.parse(path.read_bytes()))]
    assert not _names(missing, root)


def test_no_module_outgrows_its_reader(root: Path, sources: list[Path]) -> None:
    long = [path for path in sources if len(path.read_bytes().splitlines()) > LONGEST_MODULE]
    assert not _names(long, root)


def test_tests_and_packaging_are_no_packages(root: Path, sources: list[Path]) -> None:
    """``packaging/__init__.py`` would hide the library of that name; tests are collected by ``importlib`` mode."""
    folders = (root / "packaging", root / "tests")
    wrong = [path for path in sources if path.name == "__init__.py" and path.parent in folders]
    assert not _names(wrong, root)


def test_our_package_names_belong_to_us_alone() -> None:
    """`ui`, `sync` and `resources` are common words: no dependency may bring a package of that name."""
    owners = packages_distributions()
    foreign = {name: owners[name] for name in PACKAGES if set(owners.get(name, [])) - {"eset-desktop"}}
    assert not foreign
    for name in PACKAGES:
        module = __import__(name)
        assert Path(module.__file__ or "").is_relative_to(Path(eset_desktop.__file__).parents[1])


def test_every_package_is_typed_and_not_for_upload(root: Path) -> None:
    assert all((root / name / "py.typed").is_file() for name in PACKAGES)
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    assert "Private :: Do Not Upload" in project["classifiers"]
    assert project["version"] == eset_desktop.__version__


def test_every_part_of_the_application_has_its_layer(root: Path) -> None:
    contracts = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = " ".join(contracts[0]["layers"])
    parts = {path.stem for path in (root / "eset_desktop").iterdir() if path.suffix == ".py" or path.is_dir()}
    homeless = sorted(
        name for name in parts if name[0] != "_" and not re.search(rf"\beset_desktop\.{name}\b", layers)
    )
    assert not homeless


def test_requirements_are_hashed_and_name_no_index(root: Path) -> None:
    for path in (root / "requirements").glob("*.txt"):
        text = path.read_text()
        assert "://" not in text, path.name
        assert "--index" not in text, path.name
        pins = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
        assert pins, path.name
        assert len(pins) == len(re.findall(r"^\S+==.*\\\n    --hash=sha256:", text, re.MULTILINE)), path.name


def test_no_lock_file_is_kept(root: Path) -> None:
    kept = [path.name for path in root.iterdir() if path.suffix == ".lock" or path.name.startswith("pylock")]
    assert not kept


def test_nothing_names_this_machine_or_a_package_index(root: Path) -> None:
    """Hosts are put together here, or this file would break its own rule."""
    hosts = [
        ".".join(parts)
        for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"))
    ]
    places = ["/".join(("", *parts)) for parts in (("work", "main"), ("work", "shared"), ("root", ""))]
    pattern = re.compile("|".join(map(re.escape, [*hosts, *places])))
    texts = {
        path for suffix in ("py", "md", "toml", "txt", "csv", "ts", "in") for path in tracked(f"*.{suffix}")
    }
    naming = [path for path in texts if pattern.search(path.read_text(encoding="utf-8", errors="replace"))]
    assert not sorted(_names(naming, root))


def _unexplained(path: Path) -> Iterator[int]:
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if "BLE001" in line and not BROAD_EXCEPT_REASON.search(line):
            yield number


def test_every_broad_except_says_why(root: Path, sources: list[Path]) -> None:
    """Broad ``except`` stands only at named boundaries, with ``# noqa: BLE001 - the boundary and why``."""
    silent = [
        f"{path.relative_to(root)}:{number}"
        for path in sources
        if "tests" not in path.relative_to(root).parts
        for number in _unexplained(path)
    ]
    assert not silent


def test_every_preference_is_read_somewhere(root: Path, sources: list[Path]) -> None:
    code = "\n".join(
        path.read_text()
        for path in sources
        if path.relative_to(root).parts[0] in {"ui", "eset_desktop"} and path.name != "settings.py"
    )
    unread = [option.name for option in settings.OPTIONS if not re.search(rf"\.{option.name}\b", code)]
    assert not unread


def test_every_label_of_the_window_shows_plain_text(root: Path) -> None:
    """A bare ``QLabel`` guesses markup, and titles come from other people; :mod:`ui.widgets.label` never does."""
    bare = [
        path
        for path in (root / "ui").rglob("*.py")
        if path.name != "label.py" and re.search(r"\bQLabel\(|\(QLabel\):", path.read_text())
    ]
    assert not _names(bare, root)
