# SPDX-License-Identifier: EUPL-1.2
"""The demonstration: a made-up town hall, its authority and the story that runs from end to end."""
