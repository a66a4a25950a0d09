# SPDX-License-Identifier: EUPL-1.2
"""The local cache: encrypted database, blobs, outbox and what views read."""
