# SPDX-License-Identifier: EUPL-1.2
"""Processes of our own for work that may crash or hang: card drivers, cryptography, strangers' PDFs.

The parent keeps a :class:`~eset_desktop.workers.process.WorkerProcess`; the child runs
:func:`eset_desktop.workers.host.serve`. Between them go :mod:`~eset_desktop.workers.frames`, one answer to each
request, in turn. Nothing here knows what the frames say.
"""
