# SPDX-License-Identifier: EUPL-1.2
"""The visible signature: what it says, where it fits on a page, how it is drawn."""
