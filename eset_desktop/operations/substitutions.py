# SPDX-License-Identifier: EUPL-1.2
"""Who signs in whose place, from and until which days, by decree; requests go there and come back by themselves.

Acts of the secretary or the mayor. Art. 13 LRJSP and art. 47 ROF (both GK).
"""

from dataclasses import dataclass
from datetime import date

from eset_desktop.clock import parse_iso
from eset_desktop.domain.office_day import office_day
from eset_desktop.domain.substitutions import KIND
from eset_desktop.operations.dossiers import today
from eset_desktop.operations.errors import Refused
from eset_desktop.operations.session import Session
from eset_desktop.store.changes import Changes
from eset_desktop.store.queries import office


@dataclass(frozen=True, slots=True)
class NewSubstitution:
    """What the decree says; both days count.

    Attributes:
        ground: ``absence``, ``illness``, ``vacancy`` or ``abstention``.
        decree: Its number or reference, as the signature will tell it.
        until_on: The last day, None while nobody knows.
        office: The office in which it is; empty for all that the absent person holds.
        document: The decree's document, if it is here.
    """

    absent: str
    substitute: str
    from_on: date
    decree: str
    ground: str = "absence"
    until_on: date | None = None
    office: str = ""
    document: str = ""


def create(session: Session, new: NewSubstitution) -> Changes:
    """Enter a substitution.

    Raises:
        Refused: The days are turned round, both are the same person, or the decree is missing.
        NotAllowed: Only the secretary or the mayor may.
    """
    with session.change() as work:
        work.fields("person", new.absent)
        work.fields("person", new.substitute)
        created = work.create(
            KIND,
            {
                "absent": new.absent,
                "substitute": new.substitute,
                "office": new.office,
                "from_on": new.from_on.isoformat(),
                "until_on": new.until_on.isoformat() if new.until_on else None,
                "ground": new.ground,
                "decree": new.decree.strip(),
                "document": new.document,
            },
        )
        return work.changes(created)


def end(session: Session, substitution_id: str, last_day: date) -> Changes:
    """End a substitution before its last day; any day before its first calls it off.

    Args:
        session: Whose cache.
        substitution_id: Which.
        last_day: The last on which it holds.

    Raises:
        Refused: It ends on that day or before already; or the substitute, as far as is known here, acted after it.
    """
    with session.change() as work:
        acted = (office_day(parse_iso(at)) for at in office.acts_under(work.connection, substitution_id))
        # A clock that was ahead must not keep anybody from ending it today.
        if any(last_day < day <= today(session) for day in acted):
            raise Refused(reason=f"{KIND}.acted_later")
        work.command(KIND, substitution_id, "end", on=last_day.isoformat())
        return work.changes()
