# SPDX-License-Identifier: EUPL-1.2
"""The checks of `./eset check`, so that continuous integration, which runs the tests, holds them too."""

import importlib.util
import subprocess
from pathlib import Path
from types import ModuleType

import pytest


def _packaging(name: str) -> ModuleType:
    path = Path(__file__).resolve().parents[2] / "packaging" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"packaging_{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.habit
@pytest.mark.parametrize("name", [name for name in _packaging("checks").CHECKS if name != "house"])
def test_the_check_holds(root: Path, name: str) -> None:
    command = _packaging("checks").CHECKS[name]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"\n{done.stdout}{done.stderr}"


def test_an_fstring_for_translation_is_found(tmp_path: Path) -> None:
    source = tmp_path / "view.py"
    source.write_text('a = self.tr("one")\nb = self.tr(f"two {a}")\nc = f"{a}"\n')
    (fault,) = _packaging("check_translations").interpolated(source)
    assert fault.startswith(f"{source}:2:")


@pytest.mark.parametrize(
    ("name", "translation", "faults"),
    [
        ("window_ca.ts", "<translation>u</translation>", 0),
        ("window_ca.ts", '<translation type="unfinished">u</translation>', 1),
        ("window_ca.ts", "<translation></translation>", 1),
        ("window_ca.ts", "", 1),
        ("window_en.ts", "<translation></translation>", 0),
        ("window_ca.ts", "<translation><numerusform>un</numerusform></translation>", 0),
    ],
)
def test_unfinished_translations_are_found(tmp_path: Path, name: str, translation: str, faults: int) -> None:
    file = tmp_path / name
    message = f"<message><source>one</source>{translation}</message>"
    file.write_text(f'<TS version="2.1"><context><name>V</name>{message}</context></TS>')
    assert len(_packaging("check_translations").unfinished(file)) == faults


def test_a_text_that_lupdate_would_add_or_drop_is_found(tmp_path: Path) -> None:
    (tmp_path / "ui").mkdir()
    source = tmp_path / "ui" / "view.py"
    source.write_text('class View(QWidget):\n    def a(self):\n        return self.tr("one")\n')
    file = tmp_path / "window_ca.ts"
    old = "<message><source>old</source><translation>vell</translation></message>"
    file.write_text(
        f'<?xml version="1.0"?><TS version="2.1" language="ca"><context><name>View</name>{old}</context></TS>'
    )
    faults = _packaging("check_translations").stale(tmp_path, [source], file)
    assert [fault.partition(": ")[2] for fault in faults] == [
        "new text 'one' in View",
        "no longer used 'old' in View",
    ]


def test_a_file_without_a_language_is_found(tmp_path: Path) -> None:
    file = tmp_path / "window_ca.ts"
    file.write_text('<TS version="2.1"/>')
    assert "names no language" in _packaging("check_translations").stale(tmp_path, [], file)[0]


def test_the_dependency_hash_follows_the_tables() -> None:
    assert _packaging("lock").is_current()
