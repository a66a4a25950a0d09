# SPDX-License-Identifier: EUPL-1.2
"""One module per step, in the order of their numbers."""
