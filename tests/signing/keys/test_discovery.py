# SPDX-License-Identifier: EUPL-1.2
"""Where drivers of cards are found, on file systems that exist only here."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from eset_desktop.signing.keys.pkcs11.discovery import Driver, Origin, Surroundings, discover
from eset_desktop.signing.keys.pkcs11.disk import Disk, this_computer
from eset_desktop.signing.keys.pkcs11.module_files import libraries_of_firefox, module_of_p11_kit

LINUX = Surroundings("linux", "/home/prova", {})
WINDOWS = Surroundings("win32", "C:\\Users\\prova", {"SystemRoot": "C:\\Windows", "APPDATA": "C:\\Roaming"})


@dataclass
class Paper:
    """A file system of texts; links lead from one path to another."""

    texts: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    separator: str = "/"

    def is_file(self, path: str) -> bool:
        return self.real(path) in self.texts

    def read(self, path: str) -> str:
        return self.texts.get(path, "")

    def names(self, folder: str) -> list[str]:
        below = (path.removeprefix(folder + self.separator) for path in self.texts if path.startswith(folder))
        return sorted({rest.split(self.separator)[0] for rest in below})

    def real(self, path: str) -> str:
        return self.links.get(path, path)


def test_the_persons_own_comes_first_even_when_it_is_not_there() -> None:
    paper = Paper({"/usr/lib/libpkcs11-fnmtdnie.so": ""})
    assert discover(paper, LINUX, ["/opt/my.so"]) == (
        Driver("/opt/my.so", Origin.PERSON),
        Driver("/usr/lib/libpkcs11-fnmtdnie.so", Origin.KNOWN),
    )


def test_p11_kit_files_of_system_administrator_and_person_are_merged() -> None:
    modules = "/usr/share/p11-kit/modules"
    paper = Paper(
        {
            f"{modules}/opensc.module": "# a comment: with colon\nmodule: opensc-pkcs11.so\n",
            f"{modules}/trust.module": "module: p11-kit-trust.so\ntrust-policy: yes\n",
            f"{modules}/other.module": "module: /opt/other.so\n",
            "/etc/pkcs11/modules/other.module": "disable-in: firefox, eset-desktop\n",
            "/home/prova/.config/pkcs11/modules/own.module": "module: /opt/own.so\npriority: 9\n",
            "/home/prova/.config/pkcs11/modules/ssh.module": "module: /opt/ssh.so\nenable-in: ssh\n",
            "/usr/lib/x86_64-linux-gnu/pkcs11/opensc-pkcs11.so": "",
            "/usr/lib/x86_64-linux-gnu/pkcs11/p11-kit-trust.so": "",
            "/opt/other.so": "",
            "/opt/own.so": "",
            "/opt/ssh.so": "",
        }
    )
    assert [driver.path for driver in discover(paper, LINUX)] == [
        "/opt/own.so",
        "/usr/lib/x86_64-linux-gnu/pkcs11/opensc-pkcs11.so",
    ]


def test_firefox_tells_of_its_drivers_and_not_of_its_own_parts() -> None:
    text = 'library=\nname=NSS Internal\n\nlibrary=/opt/bit4.so\nname=T-CAT\n\nlibrary="/usr/lib/libnssckbi.so"\nname=Roots\n'
    paper = Paper(
        {
            "/home/prova/.mozilla/firefox/x.default/pkcs11.txt": text,
            "/home/prova/snap/firefox/common/.mozilla/firefox/y/pkcs11.txt": text,
            "/opt/bit4.so": "",
            "/usr/lib/libnssckbi.so": "",
        }
    )
    assert discover(paper, LINUX) == (Driver("/opt/bit4.so", Origin.FIREFOX),)


def test_one_driver_under_two_names_is_tried_once() -> None:
    paper = Paper(
        {"/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so": ""},
        {"/usr/lib/opensc-pkcs11.so": "/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so"},
    )
    assert len(discover(paper, LINUX)) == 1


def test_windows_looks_in_its_own_places() -> None:
    paper = Paper(
        {
            "C:\\Windows\\System32\\aetpkss1.dll": "",
            "C:\\Roaming\\Mozilla\\Firefox\\Profiles\\p\\pkcs11.txt": "library=C:\\T\\card.dll\n",
            "C:\\T\\card.dll": "",
            "/usr/lib/libeToken.so": "",
        },
        separator="\\",
    )
    assert [driver.path for driver in discover(paper, WINDOWS)] == [
        "C:\\T\\card.dll",
        "C:\\Windows\\System32\\aetpkss1.dll",
    ]


@given(st.text())
def test_any_text_can_be_in_those_files(text: str) -> None:
    assert all(libraries_of_firefox(text))
    assert isinstance(module_of_p11_kit(text), dict)


def test_what_never_ends_is_not_read(tmp_path: Path) -> None:
    profile = tmp_path / ".mozilla" / "firefox" / "x"
    profile.mkdir(parents=True)
    os.mkfifo(profile / "pkcs11.txt")
    assert Disk().read(str(profile / "pkcs11.txt")) == ""
    assert all(
        each.origin is not Origin.FIREFOX
        for each in discover(Disk(), Surroundings("linux", str(tmp_path), {}))
    )


def test_this_computer_can_be_searched() -> None:
    disk = Disk()
    assert all(disk.is_file(driver.path) for driver in discover(disk, this_computer()))
    assert discover(disk, this_computer(), ["/no\0name"])[0].path == "/no\0name"
