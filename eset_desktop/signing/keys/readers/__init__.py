# SPDX-License-Identifier: EUPL-1.2
"""Card readers as the system's card service (PC/SC) tells of them: what comes, what goes."""
