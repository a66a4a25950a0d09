# SPDX-License-Identifier: EUPL-1.2
"""sync/1 over HTTP."""
