# SPDX-License-Identifier: EUPL-1.2
"""Batches over the cache: made here or in a process of their own, behind one door."""
