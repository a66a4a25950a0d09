# SPDX-License-Identifier: EUPL-1.2
"""Reading the files in which other programs note drivers: p11-kit's ``*.module`` and Firefox's ``pkcs11.txt``. Pure."""


def module_of_p11_kit(text: str) -> dict[str, str]:
    """Return the settings of a ``*.module`` file (pkcs11.conf(5)): ``name: value`` lines, ``#`` comments."""
    found = {}
    for line in text.splitlines():
        name, colon, value = line.partition(":")
        if colon and not name.lstrip().startswith("#"):
            found[name.strip()] = value.strip()
    return found


def libraries_of_firefox(text: str) -> list[str]:
    """Return the libraries of a ``pkcs11.txt``: blocks of ``name=value`` lines; NSS's own has an empty one."""
    libraries = []
    for line in text.splitlines():
        name, equals, value = line.partition("=")
        if equals and name.strip() == "library" and value.strip():
            libraries.append(value.strip().strip('"'))
    return libraries
