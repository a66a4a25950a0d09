# SPDX-License-Identifier: EUPL-1.2
"""When a version is sent or fetched as a recipe of an older one (:mod:`eset_desktop.domain.segments`)."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from eset_desktop.domain.segments import Content, Plan, RecipeUnsound, recipe
from eset_desktop.store.carrying import SEGMENTS, WHOLE
from eset_desktop.store.replica import Upload
from sync import protocol
from sync.context import Context

WORTH: Final = 0.7
"""A recipe is sent when it is smaller than this share of the whole."""
LARGEST: Final = 8 << 20
"""Bytes of a recipe; it is kept in memory while it is sent."""
_STEP: Final = 1 << 20


def decided(context: Context, due: Upload) -> Upload:
    """Return an upload for which it is decided, and remembered, how it is sent."""
    text = _made(context, due) if protocol.SEGMENTS in context.features else None
    form = SEGMENTS if text is not None else WHOLE
    if text is not None:
        context.recipes[due.sha256] = text
    context.replica.begin_upload(due.sha256, form, len(text or b""))
    return replace(due, form=form)


def recipe_of(context: Context, due: Upload) -> bytes | None:
    """Return the recipe by which an upload goes, made again after a restart; None when it is none any more."""
    text = context.recipes.get(due.sha256)
    if text is None:
        text = _made(context, due)
        if text is not None:
            context.recipes[due.sha256] = text
    return text


def _made(context: Context, due: Upload) -> bytes | None:
    nearest = next(iter(context.replica.ancestors(due.sha256, confirmed=True)), None)
    if nearest is None:
        return None
    text = recipe(_content(context, *nearest), _content(context, due.sha256, due.size))
    return text if len(text) <= min(LARGEST, int(due.size * WORTH)) else None


def _content(context: Context, sha256: str, size: int) -> Content:
    return Content(sha256, size, lambda start, end: context.replica.read_bytes(sha256, start, end - start))


def cook(context: Context, sha256: str, size: int, text: bytes) -> bool:
    """Make fetched bytes of a recipe and what is here; False when it does not give the right ones."""

    def read(source: str, start: int, end: int) -> Iterable[bytes]:
        for at in range(start, end, _STEP):
            yield context.replica.read_bytes(source, at, min(_STEP, end - at))

    here = dict(context.replica.ancestors(sha256))
    try:
        plan = Plan([text], size)
        if plan.size != size or not plan.sources <= here.keys():
            return False
        return context.replica.make_bytes(sha256, size, plan.compose(read))
    except RecipeUnsound:
        return False
