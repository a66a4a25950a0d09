# SPDX-License-Identifier: EUPL-1.2
"""Joining a computer to a central service: enrolment code → credentials → a new profile.

The profile is made only when the service gave credentials, and the data key is wrapped for the body's recovery key at
once, so that a reset password never destroys unsent work.
"""

import base64
import platform
import secrets
from collections.abc import Callable
from pathlib import Path

import eset_desktop
from eset_desktop.clock import Clock
from eset_desktop.paths import Paths
from eset_desktop.store import keys, profile
from eset_desktop.store.keys import ByRecovery, DataKey, Way
from eset_desktop.store.meta import Account
from eset_desktop.workplace import Workplace
from sync.enrolment import enrol
from sync.protocol import EnrolAnswer, EnrolRequest
from sync.transport import Transport


def join(
    folder: Path, url: str, code: str, ways: tuple[Way, ...], clock: Clock
) -> tuple[EnrolAnswer, DataKey]:
    """Exchange a code for credentials and make the profile that holds them.

    Args:
        folder: Where the profile goes.
        url: The service's address.
        code: The one-time enrolment code.
        ways: How the profile will be opened, besides the recovery key.
        clock: For ``Retry-After``.

    What can be known to fail without the service (folder, disk, passphrase, keyring) is refused before the code is used.

    Raises:
        CodeRefused: The code is not valid.
        StoreError: The profile can't be made there, or not be opened that way.
        SyncProblem: The line or the service failed.
    """
    profile.rehearse(folder)
    keys.rehearse(ways, secrets.token_bytes)
    answer = _ask(url, code, clock)
    recovery = ByRecovery(base64.b64decode(answer.recovery_public_key))
    _, key = profile.create(folder, (*ways, recovery), body_name=answer.body_name)
    account = Account(
        url, answer.token, answer.device, answer.device_code, answer.person, answer.person_name, answer.body,
        answer.body_name,
    )  # fmt: skip
    with Workplace.open_for_tool(Paths.below(folder), key) as workplace:
        workplace.replica.join(account, answer.streams)
    return answer, key


def _ask(url: str, code: str, clock: Clock, node: Callable[[], str] = platform.node) -> EnrolAnswer:
    client = f"eset-desktop/{eset_desktop.__version__}"
    transport = Transport(url, clock, agent=client)
    try:
        return enrol(transport, clock, EnrolRequest(code, node() or "PC", client))
    finally:
        transport.close()
