# SPDX-License-Identifier: EUPL-1.2
"""What becomes of a pushed mutation: decided in memory, written in one transaction."""
