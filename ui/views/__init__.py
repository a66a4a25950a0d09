# SPDX-License-Identifier: EUPL-1.2
"""The pages of the window, one thing a person does a module."""
