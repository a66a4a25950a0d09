# SPDX-License-Identifier: EUPL-1.2
"""How the process that signs a list can fail."""

from eset_desktop.signing.errors import SigningError


class SigningStopped(SigningError):
    """The process that signs lists ended by itself, or could not be started."""

    code = "signing.batch_stopped"
    title = "The part of the program that signs stopped suddenly."
    advice = "What is signed stays signed; go on with the rest."
