# SPDX-License-Identifier: EUPL-1.2
"""The columns of a file plan's table: what people call them, and what they write in them, in three languages."""

import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from eset_desktop.domain.file_plan import Access, Level, Retention, Trigger

COLUMNS: Final = (
    "code",
    "parent",
    "level",
    "title_ca",
    "title_es",
    "access",
    "access_reason",
    "retention",
    "retention_years",
    "retention_trigger",
    "taad",
    "definition_ca",
)
"""The columns as this program writes them; only ``code`` and ``title_ca`` must be there to read a plan."""

_CALLED: Final[Mapping[str, str]] = {
    "code": "code codi codigo order ordre orden num numero classcode codiclasse codigoclase codideclassificacio codigodeclasificacion",
    "parent": "parent pare padre superior codipare codigopadre codisuperior codigosuperior parentcode classepare clasepadre",
    "level": "level nivell nivel",
    "title_ca": "titleca titolca tituloca title titol titulo name nom nombre denominacio denominacion serie",
    "title_es": "titlees titoles tituloes nomes nombrees titolcastella titulocastellano denominacioncastellano",
    "access": "access acces acceso accesslevel nivelldacces niveldeacceso regimdacces regimendeacceso",
    "access_reason": "accessreason motiuacces motivoacceso motiudacces motivodeacceso motiudelarestriccio",
    "retention": "retention disposal disposicio disposicion conservacio conservacion disposition",
    "retention_years": "retentionyears years anys anos anysdeconservacio anosdeconservacion termini plazo",
    "retention_trigger": "retentiontrigger trigger desencadenant desencadenante",
    "taad": "taad taula tabla tad codetaad coditaad codigotaad",
    "definition_ca": "definitionca definition definicio definicion descripcio descripcion description abast",
}
_COLUMN_OF: Final = {alias: column for column, called in _CALLED.items() for alias in called.split()}


def _vocabulary(words: Mapping[StrEnum, str]) -> dict[str, StrEnum]:
    return {alias: member for member, called in words.items() for alias in (member.value, *called.split())}


VOCABULARIES: Final[Mapping[str, Mapping[str, StrEnum]]] = {
    "level": _vocabulary(
        {
            Level.FUNCTION: "funcio funcion seccio seccion section 1",
            Level.SUBFUNCTION: "subfuncio subfuncion subseccio subseccion subsection 2",
            Level.SERIES: "serie seriedocumental subserie subseries 3 4 5",
        }
    ),
    "access": _vocabulary(
        {
            Access.FREE: "lliure libre public publico open obert abierto acceslliure accesolibre accespublic",
            Access.RESTRICTED: "restringit restringido accesrestringit accesorestringido reservat reservado confidencial",
        }
    ),
    "retention": _vocabulary(
        {
            Retention.PERMANENT: "conservaciopermanent conservacionpermanente permanente sensetaula sintabla",
            Retention.TOTAL: "eliminaciototal eliminaciontotal eliminacio eliminacion destruction",
            Retention.SAMPLE: "mostra muestra mostreig muestreo eliminacioambmostreig eliminacionconmuestreo sampling",
            Retention.PARTIAL: "parcial eliminacioparcial eliminacionparcial",
            Retention.TRANSFER: "transferencia",
        }
    ),
    "retention_trigger": _vocabulary(
        {
            Trigger.CLOSING: "tancament cierre close",
            Trigger.RESOLUTION: "resolucio resolucion",
            Trigger.DATE: "data fecha",
        }
    ),
}
"""For each column with fixed values: what people write, folded, and what it means."""


def folded(text: str) -> str:
    """Return a heading or word for comparison: no accents, no capitals, letters and digits only."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def column_of(heading: str) -> str | None:
    """Return which of :data:`COLUMNS` a heading means, None for a column that a plan has no use for."""
    return _COLUMN_OF.get(folded(heading))
