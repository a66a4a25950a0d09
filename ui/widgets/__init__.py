# SPDX-License-Identifier: EUPL-1.2
"""Small parts that several pages use."""
