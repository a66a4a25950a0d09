# SPDX-License-Identifier: EUPL-1.2
"""A SoftHSM token in a folder of its own: fast, many keys, never locked."""

import os
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)

from eset_desktop.demo.authority import Signer

PIN = "4321"
LABEL = "Fitxa de prova"
MODULES = (
    Path("/usr/lib/softhsm/libsofthsm2.so"),
    Path("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"),
    Path("/usr/lib64/pkcs11/libsofthsm2.so"),
)


def softhsm_module() -> Path | None:
    """Return where the module is on this machine."""
    return next((path for path in MODULES if path.exists()), None)


@dataclass(frozen=True)
class SoftToken:
    """A token; whoever uses it has :attr:`environment` in their environment."""

    folder: Path
    module: Path

    @property
    def environment(self) -> dict[str, str]:
        """What makes SoftHSM look here."""
        return {"SOFTHSM2_CONF": str(self.folder / "softhsm2.conf")}

    @property
    def tokens(self) -> Path:
        """The folder that holds what the token holds: move it away and the token is gone."""
        return self.folder / "tokens"

    @classmethod
    def create(cls, folder: Path, module: Path) -> "SoftToken":
        """Initialise a token with :data:`PIN`."""
        made = cls(folder, module)
        made.tokens.mkdir(parents=True)
        (folder / "softhsm2.conf").write_text(
            f"directories.tokendir = {made.tokens}\nobjectstore.backend = file\nlog.level = ERROR\n"
        )
        made._run("softhsm2-util", "--init-token", "--free", "--label", LABEL, "--pin", PIN, "--so-pin", PIN)
        return made

    def add(self, signer: Signer, key_id: str) -> None:
        """Put a signer's key and certificate on the token under ``CKA_ID`` (hexadecimal)."""
        key, certificate, _ = pkcs12.load_key_and_certificates(signer.pkcs12, signer.passphrase.encode())
        assert key is not None
        assert certificate is not None
        pem, der = self.folder / f"{key_id}.pem", self.folder / f"{key_id}.der"
        pem.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        der.write_bytes(certificate.public_bytes(Encoding.DER))
        where = ("--token", LABEL, "--pin", PIN, "--id", key_id, "--label", f"clau {key_id}")
        self._run("softhsm2-util", "--import", str(pem), *where)
        self.add_certificate(der, key_id)

    def remove_certificate(self, key_id: str) -> None:
        """Take a certificate from the token; its key stays."""
        self._run(
            "pkcs11-tool", "--module", str(self.module), "--token-label", LABEL, "--login", "--pin", PIN,
            "--delete-object", "--type", "cert", "--id", key_id,
        )  # fmt: skip

    def add_certificate(self, der: Path, key_id: str) -> None:
        """Put a certificate alone on the token."""
        self._run(
            "pkcs11-tool", "--module", str(self.module), "--token-label", LABEL, "--login", "--pin", PIN,
            "--write-object", str(der), "--type", "cert", "--id", key_id, "--label", f"certificat {key_id}",
        )  # fmt: skip

    @cached_property
    def _environment(self) -> dict[str, str]:
        return {**os.environ, **self.environment}

    def _run(self, *command: str) -> None:
        subprocess.run(command, check=True, capture_output=True, env=self._environment)
