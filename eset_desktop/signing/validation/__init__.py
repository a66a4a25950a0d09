# SPDX-License-Identifier: EUPL-1.2
"""Validation of signatures by ETSI EN 319 102-1: what holds, who signed, whether that could be checked.

``report`` and ``policy`` are pure; ``engine`` reads documents (loads pyHanko) and runs in a process of its own
(``python -m eset_desktop.signing.validation.worker``); ``client`` is the door for window and command line.
"""
