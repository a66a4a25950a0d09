# SPDX-License-Identifier: EUPL-1.2
"""Text with an embedded font, lines and QR codes as bytes of a PDF content stream; shared by stamps and evidence."""
