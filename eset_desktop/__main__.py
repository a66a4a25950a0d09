# SPDX-License-Identifier: EUPL-1.2
"""``python -m eset_desktop`` is the command line."""

import sys

if __name__ == "__main__":
    try:
        from eset_desktop.cli import main

        sys.exit(main())
    except KeyboardInterrupt:  # while the program is still being loaded
        sys.exit(130)
