# SPDX-License-Identifier: EUPL-1.2
"""Identities, PAdES signatures, pre-checks and the signing worker."""
