# SPDX-License-Identifier: EUPL-1.2
"""The five profiles of the people of a body (``users.md`` §3)."""

from typing import Final

SECRETARIA: Final = "secretaria"
ADMINISTRACIO: Final = "administracio"
ALCALDIA: Final = "alcaldia"
TECNIC_EXTERN: Final = "tecnic_extern"
LECTURA: Final = "lectura"
PROFILES: Final = (SECRETARIA, ADMINISTRACIO, ALCALDIA, TECNIC_EXTERN, LECTURA)
