# SPDX-License-Identifier: EUPL-1.2
"""Raising what people signed to the level that lasts: timestamps and evidence as a version of their own (design §6.7)."""
