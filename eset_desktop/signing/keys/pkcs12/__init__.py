# SPDX-License-Identifier: EUPL-1.2
"""Certificate files (RFC 7292): opening them, their key worker and their store."""
