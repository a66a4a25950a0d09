# SPDX-License-Identifier: EUPL-1.2
"""Whom a signature is believed for: configured roots and the services of the EU trusted lists, from local copies."""
