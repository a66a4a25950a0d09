# SPDX-License-Identifier: EUPL-1.2
"""What all refusals of the central service have in common."""

from typing import ClassVar

from eset_desktop.errors import EsetError


class CentralError(EsetError):
    """A refusal by the central service; ``status`` is its HTTP status (RFC 9110), ``headers`` go with the answer."""

    status: ClassVar[int] = 400

    def headers(self) -> dict[str, str]:
        """Return the headers that the answer must carry."""
        return {}
