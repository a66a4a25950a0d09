# SPDX-License-Identifier: EUPL-1.2
"""Raising signatures to the levels that last (ETSI EN 319 142-1 §6): B-B to B-T, B-LT, B-LTA, and renewing them."""
