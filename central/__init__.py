# SPDX-License-Identifier: EUPL-1.2
"""The central service: the authority that clients share."""
