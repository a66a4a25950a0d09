# SPDX-License-Identifier: EUPL-1.2
"""Item models: what lists and trees show, read from the local cache in pages."""
