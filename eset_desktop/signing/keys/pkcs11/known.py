# SPDX-License-Identifier: EUPL-1.2
"""Where the drivers of the cards that Spanish public employees and citizens have are installed, by system.

From AutoFirma's own table, issue threads and the makers' packages (``signing.md`` §3.3). Which one a given card needs is
not asked: each that is there is tried in a process of its own.
"""

from collections.abc import Mapping
from typing import Final

LINUX_FOLDERS: Final = (
    "/usr/lib",
    "/usr/lib64",
    "/usr/local/lib",
    "/usr/lib/x86_64-linux-gnu",
    "/usr/lib/aarch64-linux-gnu",
)

WINDOWS_FOLDERS: Final = ("%SystemRoot%\\System32", "%ProgramFiles%\\OpenSC Project\\OpenSC\\pkcs11")

MAC_FOLDERS: Final = ("/Library/OpenSC/lib", "/usr/local/lib", "/Library/Libpkcs11-dnie/lib")

NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "linux": (
        "libpkcs11-fnmtdnie.so",  # DNIe, FNMT
        "libpkcs11-dnie.so",
        "bit4id/libbit4xpki.so",  # Bit4id
        "libbit4xpki.so",
        "libaetpkss.so",  # SafeSign
        "libaetpkss.so.3",
        "libIDPrimePKCS11.so",  # Thales
        "libeToken.so",
        "opensc-pkcs11.so",
    ),
    "win32": (
        "DNIe_P11_x64.dll",
        "DNIE_P11.dll",
        "dnie_p11_priv.dll",
        "FNMT_P11_x64.dll",
        "TIF_P11.dll",
        "UsrPkcs11.dll",
        "bit4xpki.dll",
        "aetpkss1.dll",
        "IDPrimePKCS1164.dll",
        "eTPKCS11.dll",
        "siecap11.dll",
        "opensc-pkcs11.dll",
    ),
    "darwin": (
        "libopensc-dnie.dylib",
        "libbit4xpki.dylib",
        "libaetpkss.dylib",
        "libIDPrimePKCS11.dylib",
        "opensc-pkcs11.so",
    ),
}
"""File names by ``sys.platform``; the card's own driver before the general one."""

NO_CARDS: Final = (
    "p11-kit-trust",
    "p11-kit-proxy",
    "p11-kit-client",
    "nssckbi",
    "osclientcerts",
    "softokn3",
    "ipcclientcerts",
)
"""Parts of the names of modules that hold authorities or stand in front of others: never keys of their own."""
