# SPDX-License-Identifier: EUPL-1.2
"""The database's schema, step by step: forward only."""
