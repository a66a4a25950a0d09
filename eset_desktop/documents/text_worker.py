# SPDX-License-Identifier: EUPL-1.2
"""The drawing process once more, for words that nobody waits for: ``python -m eset_desktop.documents.text_worker``."""

from eset_desktop.documents.render_worker import RenderWorker
from eset_desktop.platform import step_back
from eset_desktop.workers.host import Handler, serve


def start() -> Handler:
    """Return the handler of requests; everything else on the machine goes first."""
    step_back()
    return RenderWorker().handle


if __name__ == "__main__":
    serve(start)
