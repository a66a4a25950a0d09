# SPDX-License-Identifier: EUPL-1.2
"""A made-up pair of town halls, the same for the same seed: people, dossiers and real PDF documents.

The door is :class:`eset_desktop.demo.content.towns.Demo`.
"""
