# SPDX-License-Identifier: EUPL-1.2
"""Where a service's object store is: in its data folder, unless the environment names a bucket."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

from central.errors.keeping import SettingsUnsound

PREFIX: Final = "ESET_CENTRAL_S3_"


@dataclass(frozen=True, slots=True)
class S3Settings:
    """Where the store is; from environment variables only, because arguments are seen by every user of a machine.

    Attributes:
        bucket: The bucket.
        endpoint: Address of the service; empty for Amazon's own.
        region: Its region.
        key: Access key id.
        secret: Secret access key.
        prefix: What all names begin with in the bucket; empty for nothing.
        virtual_host: Whether the bucket is part of the host name.
        plain_http: Whether an endpoint without TLS is allowed: on the same machine only.
        presigned: Whether clients download from the store itself.
        ca: Certificate authority of the endpoint (PEM); empty for the system's.
    """

    bucket: str
    endpoint: str = ""
    region: str = "us-east-1"
    key: str = ""
    secret: str = field(default="", repr=False)
    prefix: str = ""
    virtual_host: bool = False
    plain_http: bool = False
    presigned: bool = False
    ca: str = ""

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Self | None:
        """Return the settings in an environment, None when it names no bucket.

        Raises:
            SettingsUnsound: They contradict each other or a file that they name cannot be read.
        """

        def text(name: str, default: str = "") -> str:
            return environment.get(PREFIX + name, default)

        bucket = text("BUCKET")
        if not bucket:
            return None
        secret = text("SECRET_ACCESS_KEY") or _content(text("SECRET_ACCESS_KEY_FILE")).strip()
        if bool(secret) != bool(text("ACCESS_KEY_ID")):
            raise SettingsUnsound(reason=f"{PREFIX}ACCESS_KEY_ID without a secret, or a secret without it")
        if text("ENDPOINT").startswith("http://") and not _switch(text("ALLOW_HTTP")):
            raise SettingsUnsound(reason=f"{PREFIX}ENDPOINT without TLS needs {PREFIX}ALLOW_HTTP=1")
        return cls(
            bucket=bucket,
            endpoint=text("ENDPOINT"),
            region=text("REGION", "us-east-1"),
            key=text("ACCESS_KEY_ID"),
            secret=secret,
            prefix=text("PREFIX").strip("/"),
            virtual_host=_switch(text("VIRTUAL_HOST")),
            plain_http=_switch(text("ALLOW_HTTP")),
            presigned=_switch(text("PRESIGNED")),
            ca=_content(text("CA_FILE")),
        )


def _switch(text: str) -> bool:
    if text not in {"", "0", "1"}:
        raise SettingsUnsound(reason=f"a switch of {PREFIX}… is 0 or 1")
    return text == "1"


def _content(file: str) -> str:
    if not file:
        return ""
    try:
        return Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsUnsound(file=file, reason="it cannot be read") from error
