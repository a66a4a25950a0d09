# SPDX-License-Identifier: EUPL-1.2
"""A town hall, its central service and the line between them, in one process, on one virtual clock, from one seed.

Real are the planner, the engine, the cache, the operations, the blob store and the central service over its database. Simulated are
time, chance, the network and the moments at which a computer dies.
"""
