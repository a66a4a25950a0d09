# SPDX-License-Identifier: EUPL-1.2
"""Signing a confirmed list: checked as a whole before the PIN, signed in its order, never anything twice.

:mod:`~eset_desktop.signing.batch.values` says what goes in and comes out, :mod:`~eset_desktop.signing.batch.states`
which ways an item and a batch may go, :mod:`~eset_desktop.signing.batch.ledger` keeps the account (pure), and
:mod:`~eset_desktop.signing.batch.running` moves it with the PDF worker, a key and a writer.
"""
