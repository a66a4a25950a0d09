# SPDX-License-Identifier: EUPL-1.2
"""Why a signature beside or around files cannot be made."""

from eset_desktop.signing.errors import SigningError


class NothingToSign(SigningError):
    """No file was given."""

    code = "signing.nothing_to_sign"
    title = "There is no file to sign."
    advice = "Choose at least one file."


class NameTwice(SigningError):
    """Two files of a container have the same name, or one that containers keep for themselves. Details: ``file``."""

    code = "signing.name_twice"
    title = "Two of the files have the same name, or one that is not allowed."
    advice = "Rename one of them and sign again."


class FileChanged(SigningError):
    """A file is not what it was when it was read to be signed. Details: ``file``."""

    code = "signing.file_changed"
    title = "A file changed while it was being signed."
    advice = "Close it in other programs, look at it and sign again; nothing was signed."
