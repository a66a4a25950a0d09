# SPDX-License-Identifier: EUPL-1.2
"""PAdES baseline signatures (ETSI EN 319 142-1) on documents of any size; in the PDF worker only (loads pyHanko).

A signature is an incremental update: ``signed = original + tail``. The worker reads a :mod:`source
<eset_desktop.signing.sources>`, gives what a key has to sign, takes the value and gives the checked tail. It holds
neither keys nor whole documents, and nothing that could not be made again.
"""
