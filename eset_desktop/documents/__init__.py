# SPDX-License-Identifier: EUPL-1.2
"""Working copies, page rendering and text of documents."""
