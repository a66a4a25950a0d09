# SPDX-License-Identifier: EUPL-1.2
"""What a visible signature is asked to say and where; plain values, light to import, the same in every process."""

from typing import Final

import msgspec

STANDARD: Final = "standard"
"""The template to take when nobody chose one."""


class Box(msgspec.Struct, frozen=True, gc=False):
    """A rectangle with its sides along the axes, lower left to upper right."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """Its extent along x."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Its extent along y."""
        return self.top - self.bottom

    def meets(self, other: "Box", gap: float = 0.0) -> bool:
        """Tell whether the two share an inner point, or come closer than ``gap``."""
        return (
            self.left < other.right + gap
            and other.left < self.right + gap
            and self.bottom < other.top + gap
            and other.bottom < self.top + gap
        )

    def within(self, other: "Box", slack: float = 0.0) -> bool:
        """Tell whether this one lies wholly inside ``other``, or leaves it by ``slack`` at most."""
        return (
            self.left >= other.left - slack
            and self.bottom >= other.bottom - slack
            and self.right <= other.right + slack
            and self.top <= other.top + slack
        )


class StampRequest(msgspec.Struct, frozen=True):
    """A visible signature as it is asked for.

    There is no place in it for a legal number or a provisional label: neither may be inside bytes that are signed
    offline (design §6.10); templates that name one are refused.

    Attributes:
        name: Who signs.
        capacity: As what, for example ``Alcaldessa``; may be empty.
        substitution: Why in another's place, for example ``Decret 2026-0031, de 3 de març``; may be empty.
        delegation: Who passed the signature on and as what, for example ``Alcaldia (Carme Prova)`` (art. 12.3 LRJSP); may be empty.
        body: The body's name; may be empty.
        code: The verification code (CSV), made offline at creation; may be empty.
        verify_url: Where a person checks the document by its code, complete; becomes the QR code. May be empty.
        template: Name of a template in ``resources/stamps``.
        language: Of the template's words: ``ca``, ``es`` or ``en``.
        zone: Time zone of the date shown.
        page: Where to look for room first: from 0, or from the end with -1.
        box: Where on that page as a person sees it (points from its lower left corner), when somebody chose;
            otherwise room is found along the page's margins.
        keeps_clear: Whether of what the page itself says, where there is room beside it.
    """

    name: str
    capacity: str = ""
    substitution: str = ""
    delegation: str = ""
    body: str = ""
    code: str = ""
    verify_url: str = ""
    template: str = STANDARD
    language: str = "ca"
    zone: str = "Europe/Madrid"
    page: int = -1
    box: Box | None = None
    keeps_clear: bool = True
