# SPDX-License-Identifier: EUPL-1.2
"""Signatures beside or around files of any kind: detached CAdES and ASiC-E."""
