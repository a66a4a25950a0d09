# SPDX-License-Identifier: EUPL-1.2
"""The evidence of a signature: how it is made, written as JSON and laid out as a PDF for people."""
