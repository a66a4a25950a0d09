# SPDX-License-Identifier: EUPL-1.2
"""The certificates of Windows' own store, by CNG (``crypt32.dll``, ``ncrypt.dll``).

Not yet run on Windows: what does not call the system is tested on Linux, the calls themselves are not.
"""
