# SPDX-License-Identifier: EUPL-1.2
"""Every way in which a trusted list can be refused; the lists that are there stay."""

from eset_desktop.errors import EsetError


class TrustError(EsetError):
    """A trusted list was not imported. Details: ``file``."""

    code = "trust.failed"
    title = "The trusted list could not be imported."
    advice = "The lists that were there stay; download it again and try again."


class NotAList(TrustError):
    """The file is no trusted list (ETSI TS 119 612)."""

    code = "trust.not_a_list"
    title = "This file is not a trusted list."
    advice = "Download the XML file of the list, not the PDF or the web page."


class ListSignatureInvalid(TrustError):
    """Its signature does not hold or is not of anybody who may sign it."""

    code = "trust.list_signature"
    title = "The signature of the trusted list is not valid."
    advice = "Do not use this file; download it again from the official address."


class ListUnknown(TrustError):
    """The list of the lists does not name it, or was not imported yet. Details: ``territory``."""

    code = "trust.list_unknown"
    title = "The list of the European lists does not name this one."
    advice = "Import the European list of the lists (eu-lotl.xml) first."


class ListOlder(TrustError):
    """A newer one is here already. Details: ``territory``."""

    code = "trust.list_older"
    title = "A newer copy of this trusted list is here already."
    advice = "Nothing was changed; nothing needs to be done."


class ListNotKept(TrustError):
    """It could not be written. Details: ``reason``."""

    code = "trust.not_kept"
    title = "The trusted list could not be kept."
    advice = "Check that there is room on the disk and that you may write there."


class NoTrustFolder(TrustError):
    """The folder that was named is not there. Details: ``folder``."""

    code = "trust.no_folder"
    title = "The folder of trusted roots and lists is not there."
    advice = "Check the name given with --trust."
