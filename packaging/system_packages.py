# SPDX-License-Identifier: EUPL-1.2
"""What the programs need from the operating system: Qt's shared libraries, a font, Python's `venv`.

The Debian 12 package names were found with a bare debootstrapped system and ``ldd`` over every Qt library and plugin;
other distributions get the names of the missing libraries instead.
"""

import os
import shutil
import subprocess
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from console import SetupFailed, run_quietly, say

LIBRARIES: Mapping[str, str] = {
    # QtCore, QtGui and QtWidgets under the `offscreen` platform
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
    # the `xcb` platform plugin, for a real or virtual screen
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
"""Shared library name to Debian package."""

JUDGES: Mapping[str, str] = {
    "pdfsig": "poppler-utils",
    "qpdf": "qpdf",
    "faketime": "faketime",
    "haproxy": "haproxy",
    "openssl": "openssl",
    # cards and drivers made for tests
    "softhsm2-util": "softhsm2",
    "pkcs11-tool": "opensc",
    "/usr/lib/*/opensc-pkcs11.so": "opensc-pkcs11",
    "pcscd": "pcscd",
    "/usr/lib/pcsc/drivers/serial/libifdvpcd.so": "vsmartcard-vpcd",
    "gcc": "gcc",
    "/usr/include/stdlib.h": "libc6-dev",
}
"""What some tests compare with or play cards with, to Debian package; without it those tests skip.

A name is a program's; a path, in which ``*`` stands for any folder, is of what has no program of its own.
"""

FONT_PACKAGE = "fonts-dejavu-core"
LOADER_CACHE = Path("/etc/ld.so.cache")
FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts")


def missing_libraries() -> list[str]:
    """Return the needed shared libraries that the dynamic loader does not know; empty where it keeps no cache.

    The cache is read as bytes: a lookup costs a microsecond, where ``ctypes.util.find_library`` starts programs.
    """
    try:
        known = LOADER_CACHE.read_bytes()
    except OSError:
        return []
    return [name for name in LIBRARIES if name.encode() + b"\0" not in known]


def has_font() -> bool:
    """Return whether any scalable font is installed: without one Qt draws empty boxes."""
    return any(
        name.endswith((".ttf", ".otf", ".ttc"))
        for folder in FONT_FOLDERS
        for _, _, names in os.walk(folder)
        for name in names
    )


def missing_packages(*, venv: tuple[int, int] | None) -> list[str]:
    """Return the Debian packages to install.

    Args:
        venv: Version of the Python that must be able to make an environment, or None if none is to be made.
    """
    packages = [LIBRARIES[name] for name in missing_libraries()]
    if not has_font():
        packages.append(FONT_PACKAGE)
    if venv is not None and (find_spec("ensurepip") is None or find_spec("venv") is None):
        packages.append(f"python{venv[0]}.{venv[1]}-venv")
    return packages


def _apt_prefix() -> list[str] | None:
    """Return what to put before ``apt-get`` to be root, or None if this person may not."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    allowed = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    return ["sudo", "-n"] if allowed else None


def install_judges() -> None:
    """Install the outside programs that tests compare with, where this person may; else say what will be skipped."""
    absent = install_programs(JUDGES)
    if absent:
        say(f"tests that need {', '.join(absent)} will be skipped")


def install_programs(programs: Mapping[str, str]) -> list[str]:
    """Install outside programs, given with their Debian packages, where this person may; return what is still absent."""

    def absent() -> list[str]:
        return list(dict.fromkeys(programs[each] for each in programs if not _is_there(each)))

    packages = absent()
    prefix = _apt_prefix() if packages and shutil.which("apt-get") else None
    if prefix is not None:
        _install(prefix, packages)
        packages = absent()
    return packages


def _is_there(name: str) -> bool:
    if "/" in name:
        return any(Path("/").glob(name.removeprefix("/")))
    return shutil.which(name) is not None


def ensure_system_packages(*, venv: tuple[int, int] | None) -> None:
    """Install what is missing, when this person may.

    Raises:
        SetupFailed: Something is missing and cannot be installed from here; the message names it.
    """
    packages = missing_packages(venv=venv)
    if not packages:
        return
    prefix = _apt_prefix() if shutil.which("apt-get") else None
    if prefix is None:
        names = " ".join(packages)
        msg = f"the system lacks packages; run as root: apt-get install --no-install-recommends {names}"
        raise SetupFailed(msg)
    installed = _install(prefix, packages)
    still_missing = missing_packages(venv=venv)
    if not installed or still_missing:
        msg = f"could not install system packages: {' '.join(still_missing or packages)}"
        raise SetupFailed(msg)


def _install(prefix: list[str], packages: list[str]) -> bool:
    say(f"installing system packages: {' '.join(packages)}")
    settings = ["env", "DEBIAN_FRONTEND=noninteractive"]
    apt = [*prefix, *settings, "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120"]
    run_quietly([*apt, "update"])
    return bool(run_quietly([*apt, "install", "-y", "--no-install-recommends", *packages]))
