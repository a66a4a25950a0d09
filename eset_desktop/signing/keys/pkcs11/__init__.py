# SPDX-License-Identifier: EUPL-1.2
"""Cards and other devices behind a PKCS#11 module (OASIS PKCS#11 v2.40), each module in a process of its own."""
