# SPDX-License-Identifier: EUPL-1.2
"""The service's database: tables, transactions, streams, audit trail, books."""
