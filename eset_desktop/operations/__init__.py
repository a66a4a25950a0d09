# SPDX-License-Identifier: EUPL-1.2
"""What a person can do: one noun a module, one local transaction each."""
