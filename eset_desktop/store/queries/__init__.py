# SPDX-License-Identifier: EUPL-1.2
"""What views read: plain functions over a reading connection, frozen values out, no text for people."""
