# SPDX-License-Identifier: EUPL-1.2
"""How a batch or the writing of its documents is refused or fails."""

from eset_desktop.signing.errors import SigningError


class NothingChecked(SigningError):
    """Somebody wants to sign documents that were not looked at."""

    code = "signing.not_looked_at"
    title = "The documents have to be looked at before they are signed."
    advice = "Open the list again."


class OtherCertificate(SigningError):
    """A batch goes on with another certificate than it was begun with. Details: ``name``."""

    code = "signing.other_certificate"
    title = "This is not the certificate that the list was begun with."
    advice = "Go on with the same one, or cancel and begin another list."


class OutputExists(SigningError):
    """The result would take the place of a file. Details: ``file``."""

    code = "signing.output_exists"
    title = "There is a file of that name already."
    advice = "Give another name with --out, or --force to replace it."


class OutputNoFile(SigningError):
    """A folder, a device, a pipe or a socket has that name; none of them is ever replaced. Details: ``file``."""

    code = "signing.output_no_file"
    title = "What has that name is no ordinary file."
    advice = "Give the name of a file."


class OutputLinked(SigningError):
    """The original has other names (hard links): they would keep the unsigned document. Details: ``file``."""

    code = "signing.output_linked"
    title = "The same file has other names, which would not be signed."
    advice = "Sign it into another file with --out."


class OutputUnwritable(SigningError):
    """The signed document could not be written; nothing of it is left. Details: ``file``, ``reason``."""

    code = "signing.output_unwritable"
    title = "The signed document could not be written."
    advice = "Check that there is room on the disk and that you may write there."
