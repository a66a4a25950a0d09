# SPDX-License-Identifier: EUPL-1.2
"""Why a visible signature is not drawn as asked."""

from eset_desktop.signing.errors import SigningError


class StampTemplateBroken(SigningError):
    """There is no such template, or it cannot be used. Details: ``template``, ``reason``."""

    code = "signing.stamp_template"
    title = "The template of the visible signature cannot be used."
    advice = "Choose another template; nothing was signed."


class NumberInStamp(SigningError):
    """A visible signature would show a number that the act does not have yet. Details: ``field``."""

    code = "signing.stamp_number"
    title = "The visible signature would show a number that the act does not have yet."
    advice = "Take the number out of it: it is shown on the printed copy, once the act has one."
