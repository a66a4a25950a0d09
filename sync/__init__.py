# SPDX-License-Identifier: EUPL-1.2
"""sync/1: wire form, planner, engine with its lanes, byte work, transport."""
