# SPDX-License-Identifier: EUPL-1.2
"""``python -m eset_desktop`` is the command line."""

from eset_desktop.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
