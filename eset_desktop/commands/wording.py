# SPDX-License-Identifier: EUPL-1.2
"""What the commands say and ask, in the language of the person's system; texts in ``resources/command_texts.csv``."""

import json
import os
from collections.abc import Mapping

import resources
from eset_desktop.errors import EsetError


def language(environment: Mapping[str, str] = os.environ) -> str:
    """Return the language of messages in the order of POSIX (XBD §8.2): LC_ALL, LC_MESSAGES, LANG."""
    chosen = next(
        (environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), ""
    )
    return chosen[:2] if chosen[:2] in resources.LANGUAGES else "en"


def text(key: str, **details: str | int) -> str:
    """Return a text in the person's language.

    Args:
        key: Of the text.
        details: What stands in for the names in braces.

    Raises:
        KeyError: There is no such text, or a detail is missing.
    """
    return resources.command_texts()[key][language()].format_map(details)


def counted(key: str, count: int, **details: str | int) -> str:
    """Return the text for one or for another number of things; ca, es and en all part there (CLDR plural rules)."""
    return text(f"{key}.{'one' if count == 1 else 'other'}", count=count, **details)


def word(key: str, chosen: str, otherwise: str) -> str:
    """Return a text in a language, or ``otherwise`` where there is none of that key."""
    found = resources.command_texts().get(key)
    return found[chosen] if found else otherwise


def as_json(error: EsetError) -> str:
    """Return what happened for a program: ``code`` is stable, the words are English."""
    told = {"code": error.code, "title": error.title, "advice": error.advice, "details": error.details}
    return json.dumps({"error": told})


def explain(error: EsetError, *, environment: Mapping[str, str] = os.environ) -> str:
    """Return what happened and what to do about it in one line, in the person's language where its texts are there."""
    try:
        text = resources.error_texts().get(error.code, {}).get(language(environment))
    except (OSError, ValueError):  # a damaged installation must not hide the failure itself
        text = None
    if text is None:
        return str(error)
    line, facts = f"{text.title} {text.advice}", ""
    for name, value in error.details.items():
        if f"{{{name}}}" in line:
            line = line.replace(f"{{{name}}}", str(value))
        else:
            facts += f" [{name}={value}]"
    return line + facts
