# SPDX-License-Identifier: EUPL-1.2
"""What the central service refuses, each with the HTTP status of its answer; a module for each thing that it is about."""
