# SPDX-License-Identifier: EUPL-1.2
"""What certificates say of people and bodies, which of them may sign, and finding them all."""
