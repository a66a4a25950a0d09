# SPDX-License-Identifier: EUPL-1.2
"""The electronic seal of a body, for what the service makes by itself (Llei 40/2015 arts. 40-42)."""
