# SPDX-License-Identifier: EUPL-1.2
"""Every text has its Catalan and Spanish; nothing in the code is newer than the translations."""

import ast
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

import resources
from ui import wording

ROOT = Path(__file__).resolve().parents[2]
LUPDATE = Path(sys.executable).with_name("pyside6-lupdate")
SOURCES = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "ui").rglob("*.py"))


def messages(path: Path) -> dict[tuple[str, str], ET.Element]:
    """Return the messages of a Linguist file by context and source."""
    found = {}
    for context in ET.parse(path).getroot().iter("context"):  # noqa: S314 - our own files
        for message in context.iter("message"):
            found[(context.findtext("name", ""), message.findtext("source", ""))] = message
    return found


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str]]:
    """Every text that the sources hold now."""
    path = tmp_path_factory.mktemp("i18n") / "all.ts"
    command = [str(LUPDATE), *SOURCES, "-no-obsolete", "-ts", str(path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return set(messages(path))


@pytest.mark.parametrize("code", resources.LANGUAGES)
def test_every_text_is_translated(code: str, extracted: set[tuple[str, str]]) -> None:
    done = messages(resources.path(f"i18n/{code}.ts"))
    assert set(done) == extracted
    for key, message in done.items():
        translation = message.find("translation")
        assert translation is not None
        assert translation.get("type") is None, f"unfinished: {key}"
        forms = [each.text for each in translation.iter("numerusform")] or [translation.text]
        assert all(forms), f"empty: {key}"


@pytest.mark.parametrize("code", ["ca", "es"])
def test_placeholders_survive_translation(code: str) -> None:
    for (_, source), message in messages(resources.path(f"i18n/{code}.ts")).items():
        translation = message.find("translation")
        assert translation is not None
        for text in [each.text for each in translation.iter("numerusform")] or [translation.text]:
            for mark in ("%1", "%2", "%3", "%n"):
                assert (mark in source) == (mark in (text or "")), f"{code}: {source}"


def test_no_text_is_made_of_pieces_that_cannot_be_extracted() -> None:
    for name in SOURCES:
        for node in ast.walk(ast.parse((ROOT / name).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "tr":
                assert isinstance(node.args[0], ast.Constant), f"{name}:{node.lineno}"


def test_every_code_of_the_domain_has_its_word() -> None:
    from eset_desktop.domain import rights, states

    tables = {
        "situation": (states.SITUATIONS, wording.SITUATION),
        "phase": (states.PHASES, wording.PHASE),
        "state": (states.DOCUMENT_STATES, wording.DOCUMENT_STATE),
        "reason": (states.CLOSING_REASONS, wording.CLOSING_REASON),
    }
    for name, (codes, words) in tables.items():
        assert set(codes) == set(words), name
    unsaid = {f"{kind}.{verb}" for kind, verb in rights.RIGHTS} - set(wording.ACT)
    assert unsaid == set()


def test_the_help_is_there_in_every_language() -> None:
    for code in resources.LANGUAGES:
        for topic in ("help", "about"):
            assert resources.text(f"help/{topic}.{code}.md").strip()
