# SPDX-License-Identifier: EUPL-1.2
"""Checks that every text for people is translated and that the translations match the sources.

Finds: a text marked unfinished or empty in a `.ts` file; an f-string inside ``tr()``, which lupdate extracts literally
and which then never matches; a text in the sources that a `.ts` file lacks, or the other way round.
"""

import ast
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

LANGUAGES = ("ca", "en", "es")
SOURCES = ("ui", "eset_desktop/app.py")
TRANSLATING = {"tr", "translate", "QT_TR_NOOP", "QT_TRANSLATE_NOOP"}


def main(root: Path) -> int:
    """Print each fault with its file; return 1 if there is one."""
    sources = _sources(root)
    files = sorted((root / "resources" / "i18n").glob("*.ts"))
    faults = [fault for source in sources for fault in interpolated(source)]
    if any(_translates(source) for source in sources):
        present = {file.stem.rpartition("_")[2] for file in files}
        faults += [
            f"resources/i18n: no translation for {name!r}" for name in LANGUAGES if name not in present
        ]
    for file in files:
        faults += unfinished(file)
        faults += stale(root, sources, file)
    for fault in faults:
        sys.stdout.write(f"{fault}\n")
    return 1 if faults else 0


def _sources(root: Path) -> list[Path]:
    found: list[Path] = []
    for name in SOURCES:
        place = root / name
        found += sorted(place.rglob("*.py")) if place.is_dir() else [place] * place.exists()
    return found


def _calls(source: Path) -> Iterator[ast.Call]:
    """Yield every call in a source that marks a text for translation."""
    for node in ast.walk(ast.parse(source.read_bytes(), str(source))):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in TRANSLATING:
                yield node


def _translates(source: Path) -> bool:
    return next(_calls(source), None) is not None


def interpolated(source: Path) -> list[str]:
    """Return the calls whose text is put together at run time."""
    return [
        f"{source}:{call.lineno}: an f-string inside tr() never matches its translation"
        for call in _calls(source)
        if any(isinstance(argument, ast.JoinedStr) for argument in call.args)
    ]


def unfinished(file: Path) -> list[str]:
    """Return the texts of a `.ts` file that have no finished translation; English may stand for itself."""
    source_language = file.stem.rpartition("_")[2] == "en"
    faults = []
    for message in ET.parse(file).iter("message"):  # noqa: S314 - our own file
        translation = message.find("translation")
        kind = "missing" if translation is None else translation.get("type")
        empty = translation is not None and not "".join(translation.itertext()).strip()
        if kind == "unfinished" or (empty and kind is None and not source_language) or kind == "missing":
            faults.append(f"{file}: not translated: {message.findtext('source')!r}")
    return faults


def _texts(file: Path) -> set[tuple[str, str, str]]:
    """Return context, source and comment of each living text of a `.ts` file."""
    return {
        (context.findtext("name") or "", message.findtext("source") or "", message.findtext("comment") or "")
        for context in ET.parse(file).iter("context")  # noqa: S314 - our own file
        for message in context.iter("message")
        if (translation := message.find("translation")) is None
        or translation.get("type") not in {"vanished", "obsolete"}
    }


def stale(root: Path, sources: list[Path], file: Path) -> list[str]:
    """Return what lupdate would change in a `.ts` file."""
    if not ET.parse(file).getroot().get("language"):  # noqa: S314 - our own file
        return [f"{file}: names no language, so that lupdate passes it over"]
    tool = Path(sys.executable).with_name("pyside6-lupdate")
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / file.name
        shutil.copy(file, fresh)
        command = [
            str(tool),
            "-silent",
            "-no-obsolete",
            "-locations",
            "none",
            *map(str, sources),
            "-ts",
            str(fresh),
        ]
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            return [f"{file}: lupdate failed: {(done.stderr or done.stdout).strip()}"]
        wanted, found = _texts(fresh), _texts(file)
    added = [f"{file}: new text {source!r} in {context}" for context, source, _ in sorted(wanted - found)]
    return added + [
        f"{file}: no longer used {source!r} in {context}" for context, source, _ in sorted(found - wanted)
    ]


if __name__ == "__main__":
    sys.exit(main(Path(__file__).resolve().parent.parent))
