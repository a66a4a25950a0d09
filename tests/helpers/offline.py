# SPDX-License-Identifier: EUPL-1.2
"""Imported before what workers load: whoever forks workers loads it as a worker does, without a library that speaks to the network."""

from eset_desktop.workers.entry import leave_out_network

leave_out_network()
