# SPDX-License-Identifier: EUPL-1.2
"""The loader of the files that ship with the program."""

import subprocess
import sys
from pathlib import Path

import pytest

import resources


def test_a_resource_is_found_by_its_name() -> None:
    assert resources.text("file_plan/standard.csv").startswith("code;")
    assert resources.data("file_plan/standard.csv").decode().startswith("code;")


@pytest.mark.parametrize("name", ["no/such/thing.csv", "../pyproject.toml", "/etc/hostname"])
def test_a_missing_or_foreign_resource_is_refused_by_name(name: str) -> None:
    with pytest.raises(FileNotFoundError, match="no such resource"):
        resources.path(name)


def test_every_error_has_its_texts_in_three_languages() -> None:
    texts = resources.error_texts()
    assert texts
    for code, by_language in texts.items():
        assert tuple(by_language) == resources.LANGUAGES, code
        for title, advice in by_language.values():
            assert title.strip(), code
            assert advice.strip(), code


HEADER = "code;title_ca;advice_ca;title_es;advice_es;title_en;advice_en\n"


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ("code;title_ca\nx;y\n", "a.csv:1: columns must be"),
        (HEADER + "one;a;b;c;d;e;\n", "a.csv:2: a cell is empty"),
        (HEADER + "one;a;b;c;d;e;f;g\n", "a.csv:2: a cell is empty or one too many"),
        (HEADER + "one;a;b;c;d;e;f\none;a;b;c;d;e;f\n", "a.csv:3: code 'one' has its texts already"),
    ],
)
def test_a_wrong_table_is_told_with_file_and_line(
    table: str, problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "errors").mkdir()
    (tmp_path / "errors" / "a.csv").write_text(table, encoding="utf-8")
    monkeypatch.setattr(resources, "_ROOT", tmp_path)
    with pytest.raises(ValueError, match=problem):
        resources.error_texts.__wrapped__()


def test_importing_the_loader_loads_nothing_heavy() -> None:
    code = "import resources, sys; print([m for m in ('msgspec', 'pydantic', 'PySide6') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
