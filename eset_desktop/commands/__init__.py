# SPDX-License-Identifier: EUPL-1.2
"""One module for each `eset-desktop` command: `register` adds its arguments, `run` does it."""
