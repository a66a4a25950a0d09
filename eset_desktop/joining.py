# SPDX-License-Identifier: EUPL-1.2
"""Joining a computer to a central service: enrolment code → credentials → a new profile, or an old one that goes on.

The profile is made only when the service gave credentials, and the data key is wrapped for the body's recovery key at
once, so that a reset password never destroys unsent work. A profile whose device the service revoked or does not know
(it was set back to a backup), or that a crash left without an account, goes on with a new code; nothing in it is lost.
"""

import base64
import platform
import secrets
from collections.abc import Callable
from pathlib import Path

import eset_desktop
from eset_desktop.clock import Clock
from eset_desktop.hints import QUIT, HintClient
from eset_desktop.paths import Paths
from eset_desktop.platform import local_socket_address
from eset_desktop.store import enrolment, keys, profile
from eset_desktop.store.data_key import DataKey
from eset_desktop.store.keys import ByRecovery, Way
from eset_desktop.store.meta import Account
from eset_desktop.workplace import Workplace
from sync.enrolment import enrol
from sync.protocol import EnrolAnswer, EnrolRequest
from sync.transport import Transport


def join(
    folder: Path, url: str, code: str, ways: tuple[Way, ...], clock: Clock, *, signing_only: bool = False
) -> tuple[EnrolAnswer, DataKey]:
    """Exchange a code for credentials and make the profile that holds them.

    Args:
        folder: Where the profile goes.
        url: The service's address.
        code: The one-time enrolment code.
        ways: How the profile will be opened, besides the recovery key.
        clock: For ``Retry-After``.
        signing_only: Whether the computer is to hold what waits for the person's signature and nothing else.

    What can be known to fail without the service (folder, disk, passphrase, keyring) is refused before the code is used.

    Raises:
        CodeRefused: The code is not valid.
        SigningOnlyUnknown: The service has no signing-only computers; the code was not used.
        StoreError: The profile can't be made there, or not be opened that way.
        SyncProblem: The line or the service failed.
    """
    profile.rehearse(folder)
    keys.rehearse(ways, secrets.token_bytes)
    answer = _ask(url, code, clock, signing_only=signing_only)
    _, key = profile.create(folder, (*ways, _recovery(answer)), body_name=answer.body_name)
    with Workplace.open_for_tool(Paths.below(folder), key) as workplace:
        workplace.replica.join(_account(url, answer), answer.streams)
    return answer, key


def rejoin(folder: Path, key: DataKey, url: str, code: str, clock: Clock) -> EnrolAnswer:
    """Exchange a code for new credentials of the person whose profile this is; what waits is sent under them.

    A signing-only computer stays one. A running agent leaves, because it may speak to another address; the window starts the next one.

    Args:
        folder: The profile's.
        key: Its data key.
        url: The service's address, perhaps another than before.
        code: The one-time enrolment code.
        clock: For ``Retry-After``.

    Raises:
        CodeRefused: The code is not valid.
        OtherPerson: It is somebody else's; nothing was changed here, but the code is used up.
        StoreError: The profile can't be opened.
        SyncProblem: The line or the service failed.
    """
    paths = Paths.below(folder)
    with Workplace.open_for_tool(paths, key) as workplace:
        before = enrolment.present(workplace.database.reader())
        answer = _ask(url, code, clock, signing_only=bool(before and before.signing_only))
        account = _account(url, answer)
        enrolment.refuse_other(workplace.database.reader(), account)
        keys.put(workplace.profile.keys_path, key, _recovery(answer), secrets.token_bytes)
        with workplace.database.write() as connection:
            enrolment.go_on(connection, account, answer.streams)
        workplace.profile.described(answer.body_name, workplace.profile.about.colour)
    agent = HintClient(local_socket_address(paths.runtime, "agent"))
    agent.send(QUIT)
    agent.close()
    return answer


def is_signing_only(folder: Path, key: DataKey) -> bool:
    """Tell whether a profile is that of a signing-only computer; raises StoreError when it can't be opened."""
    with Workplace.open_for_tool(Paths.below(folder), key) as workplace:
        before = enrolment.present(workplace.database.reader())
        return bool(before and before.signing_only)


def _account(url: str, answer: EnrolAnswer) -> Account:
    return Account(
        url, answer.token, answer.device, answer.device_code, answer.person, answer.person_name, answer.body,
        answer.body_name, answer.signing_only,
    )  # fmt: skip


def _recovery(answer: EnrolAnswer) -> ByRecovery:
    return ByRecovery(base64.b64decode(answer.recovery_public_key))


def _ask(
    url: str, code: str, clock: Clock, node: Callable[[], str] = platform.node, *, signing_only: bool = False
) -> EnrolAnswer:
    client = f"eset-desktop/{eset_desktop.__version__}"
    transport = Transport(url, clock, agent=client)
    try:
        return enrol(transport, clock, EnrolRequest(code, node() or "PC", client, signing_only))
    finally:
        transport.close()
