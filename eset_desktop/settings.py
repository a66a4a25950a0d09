# SPDX-License-Identifier: EUPL-1.2
"""A person's preferences on this machine, declared once: name, type, default, permitted values and title key.

They are preferences only: a lost, foreign or damaged file costs the person's choices, never their work, and so never
keeps the program from starting. Keys of newer versions are kept when an older one saves.
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

from eset_desktop.errors import EsetError
from eset_desktop.platform import private_folder, replace, write_atomically

_log = logging.getLogger(__name__)

Language = Literal["ca", "es", "en"]
Theme = Literal["system", "light", "dark"]


class SettingsNotSaved(EsetError):
    """The file of preferences could not be written."""

    code = "settings.not_saved"
    title = "Your preferences could not be saved."
    advice = "Check that the disk has room and that the folder may be written to."


@dataclass(frozen=True, slots=True)
class Settings:
    """Every option; change one with :func:`dataclasses.replace`.

    Attributes:
        language: Of the window and of error texts.
        theme: Colours of the window; ``system`` follows the desktop.
        card_driver: Path of the PKCS#11 driver of the person's cards; empty: the ones that are found.
        unknown: What the file held that this version does not know.
    """

    language: Language = field(default="ca", metadata={"title": "settings.language"})
    theme: Theme = field(default="system", metadata={"title": "settings.theme"})
    card_driver: str = field(default="", metadata={"title": "settings.card_driver"})
    unknown: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}), compare=False)


@dataclass(frozen=True, slots=True)
class Option:
    """What is declared about one option.

    Attributes:
        name: Its key in the file and its attribute.
        title: Key of its text for people.
        default: Its value until the person chooses.
        permitted: The values to choose from; empty where the type alone decides.
    """

    name: str
    title: str
    default: Any
    permitted: tuple[Any, ...]

    def accepts(self, value: object) -> bool:
        """Return whether a value read from a file may be used."""
        if self.permitted:
            return value in self.permitted
        return type(value) is type(self.default)


def _declared() -> tuple[Option, ...]:
    types = get_type_hints(Settings)
    return tuple(
        Option(
            name=each.name,
            title=each.metadata["title"],
            default=each.default,
            permitted=get_args(types[each.name]) if get_origin(types[each.name]) is Literal else (),
        )
        for each in fields(Settings)
        if each.metadata
    )


OPTIONS: Final[tuple[Option, ...]] = _declared()
"""Every option in the order in which a settings page shows them."""


def load(path: Path) -> Settings:
    """Return the person's preferences; the default stands for each that is absent or not permitted.

    A file that is no JSON object is put aside as ``*.damaged``.
    """
    try:
        found = json.loads(path.read_bytes())
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError) as error:
        _log.warning("preferences unreadable: %s", type(error).__name__)
        found = None
    if not isinstance(found, dict):
        _put_aside(path)
        return Settings()
    known = {option.name for option in OPTIONS}
    refused = [each.name for each in OPTIONS if each.name in found and not each.accepts(found[each.name])]
    for name in refused:
        _log.warning("preference %s has a value that is not permitted; its default is used", name)
    chosen = {name: found[name] for name in known & found.keys() if name not in refused}
    unknown = {name: value for name, value in found.items() if name not in known}
    return Settings(**chosen, unknown=MappingProxyType(unknown))


def save(settings: Settings, path: Path) -> None:
    """Write the preferences in one step.

    Raises:
        SettingsNotSaved: The disk is full or the folder refuses; the old file stands.
    """
    values = {**settings.unknown, **{option.name: getattr(settings, option.name) for option in OPTIONS}}
    text = json.dumps(values, indent=2, ensure_ascii=False, sort_keys=True)
    try:
        private_folder(path.parent)
        write_atomically(path, f"{text}\n".encode())
    except OSError as error:
        raise SettingsNotSaved(reason=error.strerror or "") from error


def _put_aside(path: Path) -> None:
    try:
        replace(path, path.with_name(f"{path.name}.damaged"))
    except OSError as error:
        _log.warning("damaged preferences could not be put aside: %s", type(error).__name__)
