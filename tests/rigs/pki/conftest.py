# SPDX-License-Identifier: EUPL-1.2
"""The rig's own tests use the rig's fixtures."""

from rigs.pki.fixture import pki, pki_services

__all__ = ["pki", "pki_services"]
