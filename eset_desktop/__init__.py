# SPDX-License-Identifier: EUPL-1.2
"""The application without a window: rules, cache, signing, operations and the programs' entry points."""

__version__ = "0.1.0"
