# SPDX-License-Identifier: EUPL-1.2
"""Streams of copies for signing-only computers: what waits for one person's signature, and nothing else (decision 0037).

A copy is the object itself, of the same kind, id and revision, in the stream ``signer:<person>``. Objects have their home where
they always had it: there they are changed, and rights are asked. In the transaction that changes something a person is asked to
sign, the copies are brought in step; what nobody asks any more leaves as an object leaves a stream, with an empty mark.
"""
