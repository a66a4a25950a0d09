# SPDX-License-Identifier: EUPL-1.2
"""Pure rules: objects, mutations, states, identifiers, deadlines. No I/O, no clock."""
