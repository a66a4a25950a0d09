# SPDX-License-Identifier: EUPL-1.2
"""Keys that sign, wherever they are: certificate files, cards, the system's store, the cloud; one protocol for all."""
