# SPDX-License-Identifier: EUPL-1.2
"""A visible signature as a mayor's substitute would have it."""

from datetime import UTC, datetime

from eset_desktop.signing.stamp.values import StampRequest

AT = datetime(2026, 11, 22, 10, 32, tzinfo=UTC)
CODE = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

REQUEST = StampRequest(
    name="Núria Puig i Col·lell de l’Hospitalet",
    capacity="Alcaldessa",
    substitution="Decret 2026-0031, de 3 de març",
    body="Ajuntament de Prova",
    code=CODE,
    verify_url=f"https://seu.prova.example/verifica?codi={CODE}",
)
