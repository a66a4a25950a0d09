# SPDX-License-Identifier: EUPL-1.2
"""Why the service does not seal."""

from central.errors.base import CentralError


class SealMissing(CentralError):
    """The settings name no seal of this body."""

    code = "seal.missing"
    title = "The body has no electronic seal in this service."
    advice = "Configure it in `central.toml`, with the resolution that authorises it."


class SealUnfit(CentralError):
    """The certificate is no seal of this body, or not valid now; ``reason`` says which."""

    code = "seal.unfit"
    title = "The configured certificate is not a valid seal of this body."
    advice = "Configure the body's own seal certificate; nothing was sealed."


class SealStopped(CentralError):
    """The secret was refused, or the card says that a wrong one was typed before: nothing is tried by itself."""

    code = "seal.stopped"
    title = "The seal's PIN or passphrase was not accepted."
    advice = "Correct the file that holds it and start the service again; it is not tried by itself, so that the card does not lock."
