# SPDX-License-Identifier: EUPL-1.2
"""The parts of `eset-desktop sign`: finding the certificate, telling progress and results, raising to a level."""
