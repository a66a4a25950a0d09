# SPDX-License-Identifier: EUPL-1.2
"""What the service's settings say of bodies' seals.

In ``central.toml``::

    [[seal]]
    body = "L01080193"                            # DIR3 code
    nif = "Q0000000J"                             # stands in the certificate
    resolution = "Decret d'Alcaldia 2026/12"      # that authorises sealing, and says for which acts (LRJSP 41.2, 42)
    resolved_on = 2026-03-02
    secret_file = "/run/credentials/eset/seal"    # PIN or passphrase, readable by the service only
    file = "seal.p12"                             # PKCS#12 in the data folder, or:
    module = "/usr/lib/softhsm/libsofthsm2.so"    # PKCS#11 driver, and
    key = "pkcs11:<token serial>:<fingerprint>"   # which key behind it (eset-desktop identities --json)

Without the resolution nothing is sealed: an automated act needs one that names the body in charge.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from central.errors.keeping import SettingsUnsound
from eset_desktop.platform import is_private

SECTION: Final = "seal"
_TEXTS: Final = frozenset({"body", "nif", "resolution", "secret_file", "file", "module", "key"})


@dataclass(frozen=True, slots=True)
class SealSettings:
    """A body's seal.

    Attributes:
        body: DIR3 code of the body.
        nif: Its tax number, which the certificate must name.
        resolution: The resolution that authorises sealing.
        resolved_on: Its date: nothing is sealed before.
        secret: File with the PIN or passphrase.
        file: PKCS#12; None for a key behind a driver.
        module: PKCS#11 driver.
        key: Which key behind it.
    """

    body: str
    nif: str
    resolution: str
    resolved_on: date
    secret: Path
    file: Path | None = None
    module: str = ""
    key: str = ""


def seal_settings(root: Path, found: Mapping[str, Any]) -> tuple[SealSettings, ...]:
    """Return the seals that the settings name.

    Args:
        root: The data folder.
        found: The settings file's content.

    Raises:
        SettingsUnsound: They make no sense, name no resolution, or others may read a secret.
    """
    listed = found.get(SECTION, [])
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        raise SettingsUnsound(reason=f"a seal is written as [[{SECTION}]]")
    seals = tuple(_seal(root, each) for each in listed)
    if len({each.body for each in seals}) != len(seals):
        raise SettingsUnsound(reason="two seals of one body")
    return seals


def _seal(root: Path, given: Mapping[str, Any]) -> SealSettings:
    texts = {name: given.get(name, "") for name in _TEXTS}
    if given.keys() - _TEXTS - {"resolved_on"} or not all(isinstance(each, str) for each in texts.values()):
        raise SettingsUnsound(reason=f"[[{SECTION}]] knows {', '.join(sorted(_TEXTS | {'resolved_on'}))}")
    resolved_on = given.get("resolved_on")
    if not texts["resolution"].strip() or type(resolved_on) is not date:
        raise SettingsUnsound(
            reason=f"[[{SECTION}]] names no resolution with its date that authorises it (LRJSP 41-42)"
        )
    if not texts["body"] or not texts["nif"] or not texts["secret_file"]:
        raise SettingsUnsound(reason=f"[[{SECTION}]] needs body, nif and secret_file")
    if bool(texts["file"]) == bool(texts["module"]) or bool(texts["module"]) != bool(texts["key"]):
        raise SettingsUnsound(reason=f"[[{SECTION}]] has either file, or module and key")
    for name in ("secret_file", "file"):
        path = root / texts[name]
        if texts[name] and not path.is_file():
            raise SettingsUnsound(file=str(path), reason="it is not there")
        if texts[name] and not is_private(path):
            raise SettingsUnsound(file=str(path), reason="others may read it: chmod 600")
    return SealSettings(
        texts["body"],
        texts["nif"],
        texts["resolution"].strip(),
        resolved_on,
        root / texts["secret_file"],
        root / texts["file"] if texts["file"] else None,
        texts["module"],
        texts["key"],
    )
