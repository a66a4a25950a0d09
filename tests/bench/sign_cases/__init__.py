# SPDX-License-Identifier: EUPL-1.2
"""Cases of `./eset bench sign`: a module each, with ``ORDER`` (the place in the table) and ``measure(setting)``."""
