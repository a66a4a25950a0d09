# SPDX-License-Identifier: EUPL-1.2
"""The one script: its manners, and when it believes that an environment is ready."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

MODULES = ("console", "system_packages", "environment")


@pytest.fixture
def scripts(root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, ModuleType]]:
    """The script's modules, imported as the script does."""
    monkeypatch.syspath_prepend(str(root / "packaging"))
    yield {name: __import__(name) for name in MODULES}
    for name in MODULES:
        sys.modules.pop(name, None)


@pytest.mark.parametrize(("arguments", "status"), [(["--help"], 0), ([], 2), (["dance"], 2)])
def test_usage(root: Path, arguments: list[str], status: int) -> None:
    done = subprocess.run([str(root / "eset"), *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == status
    text = done.stdout + done.stderr
    assert all(name in text for name in ("demo", "test", "check", "bench")) or "--help" in text


def test_who_asks_for_help_gets_it_without_any_installation(root: Path, tmp_path: Path) -> None:
    shutil.copy(root / "eset", tmp_path / "eset")
    shutil.copytree(root / "packaging", tmp_path / "packaging", ignore=shutil.ignore_patterns("__pycache__"))
    command = [str(tmp_path / "eset"), "demo", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("usage: ./eset")
    assert not (tmp_path / ".venv").exists()


def test_without_any_python_and_without_rights_it_says_what_to_install(root: Path, tmp_path: Path) -> None:
    """A copy with no environment, run with a search path on which there is only what POSIX promises."""
    shutil.copy(root / "eset", tmp_path / "eset")
    text = (tmp_path / "eset").read_text().replace("/usr/bin/python3", "/nonexistent/python3")
    (tmp_path / "eset").write_text(text)
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("dirname", "id"):
        (tools / name).symlink_to(shutil.which(name) or "")
    command = ["/bin/sh", str(tmp_path / "eset"), "test"]
    done = subprocess.run(command, env={"PATH": str(tools)}, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1
    assert "install Python 3.11" in done.stderr


def test_missing_libraries_are_told_by_package(
    scripts: dict[str, ModuleType], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = scripts["system_packages"]
    cache = tmp_path / "ld.so.cache"
    cache.write_bytes(b"".join(name.encode() + b"\0" for name in system.LIBRARIES if "xcb" not in name))
    monkeypatch.setattr(system, "LOADER_CACHE", cache)
    monkeypatch.setattr(system, "FONT_FOLDERS", (tmp_path,))
    assert system.missing_packages(venv=None) == [
        "libxcb-cursor0",
        "libxcb-icccm4",
        "libxcb-keysyms1",
        "libxcb-shape0",
        "fonts-dejavu-core",
    ]


def test_who_may_not_install_gets_one_line_with_the_packages(
    scripts: dict[str, ModuleType], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = scripts["system_packages"]
    (tmp_path / "ld.so.cache").write_bytes(b"libGL.so.1\0")
    monkeypatch.setattr(system, "LOADER_CACHE", tmp_path / "ld.so.cache")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(shutil, "which", lambda name: None if name == "sudo" else f"/usr/bin/{name}")
    with pytest.raises(scripts["console"].SetupFailed) as caught:
        system.ensure_system_packages(venv=None)
    text = str(caught.value)
    assert "\n" not in text
    assert "libxkbcommon0" in text
    assert "libgl1" not in text


@pytest.fixture
def tree(root: Path, tmp_path: Path, scripts: dict[str, ModuleType], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A work tree whose environment seems to be the one that runs, stamped as complete."""
    (tmp_path / "requirements").mkdir()
    for name in ("app.txt", "dev.txt"):
        shutil.copy(root / "requirements" / name, tmp_path / "requirements" / name)
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    environment = scripts["environment"].Environment(tmp_path)
    monkeypatch.setattr(sys, "executable", str(environment.python))
    stamp = scripts["environment"]._wanted(environment, "app")
    environment.stamp.write_text(scripts["environment"].json.dumps(stamp))
    return tmp_path


def test_a_stamped_environment_is_ready_for_what_it_holds(tree: Path, scripts: dict[str, ModuleType]) -> None:
    module = scripts["environment"]
    environment = module.Environment(tree)
    assert module._is_ready(environment, "app")
    assert not module._is_ready(environment, "dev")
    assert module._is_reusable(environment)


def test_an_interrupted_setup_starts_again_from_nothing(tree: Path, scripts: dict[str, ModuleType]) -> None:
    module = scripts["environment"]
    environment = module.Environment(tree)
    environment.mark.touch()
    assert not module._is_ready(environment, "app")
    assert not module._is_reusable(environment)


def test_new_requirements_are_installed_into_it(tree: Path, scripts: dict[str, ModuleType]) -> None:
    module = scripts["environment"]
    environment = module.Environment(tree)
    with (tree / "requirements" / "dev.txt").open("a") as file:
        file.write("# changed\n")
    assert not module._is_ready(environment, "app")
    assert module._is_reusable(environment)


def test_a_tree_that_was_moved_gets_a_new_one(tree: Path, scripts: dict[str, ModuleType]) -> None:
    module = scripts["environment"]
    environment = module.Environment(tree)
    stamp = environment.stamp.read_text().replace(str(tree), "/elsewhere")
    environment.stamp.write_text(stamp)
    assert not module._is_ready(environment, "app")
    assert not module._is_reusable(environment)


def test_an_environment_of_another_python_is_not_ours(
    tree: Path, scripts: dict[str, ModuleType], monkeypatch: pytest.MonkeyPatch
) -> None:
    module = scripts["environment"]
    monkeypatch.setattr(sys, "executable", "/usr/bin/python3")
    assert not module._is_ready(module.Environment(tree), "app")
    assert not module._is_reusable(module.Environment(tree))
