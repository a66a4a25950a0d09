# SPDX-License-Identifier: EUPL-1.2
"""``python -m central`` is the command line."""

from central.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
