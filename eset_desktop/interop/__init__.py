# SPDX-License-Identifier: EUPL-1.2
"""Import and export of other people's formats."""
