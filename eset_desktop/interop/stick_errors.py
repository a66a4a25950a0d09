# SPDX-License-Identifier: EUPL-1.2
"""Why a stick from computer to computer can't be written or used; what is on both computers stays as it was."""

from eset_desktop.errors import EsetError


class StickError(EsetError):
    """The base of what goes wrong with a stick."""

    code = "stick.failed"
    title = "The stick could not be used."
    advice = "Try again; nothing on this computer was changed."


class NoRequest(StickError):
    """The folder holds no request of another computer."""

    code = "stick.no_request"
    title = "There is no request of another computer in this folder."
    advice = "Make the request on the computer that is to be filled and choose the same folder here."


class WrongCode(StickError):
    """No request in the folder was made with this code, or one was changed on the way."""

    code = "stick.wrong_code"
    title = "The code does not fit the request in this folder."
    advice = "Type the code as the other computer shows it; if it is right, make the request there again."


class OtherBody(StickError):
    """The request or the data are of another town hall."""

    code = "stick.other_body"
    title = "This stick belongs to another town hall."
    advice = "Use a computer of the same town hall; nothing was written or taken."


class UnknownPerson(StickError):
    """This computer does not know the person of the request."""

    code = "stick.unknown_person"
    title = "This computer does not know the person that the request is for."
    advice = "Let this computer sync once and try again."


class NothingComplete(StickError):
    """The exporting computer has no complete data itself."""

    code = "stick.nothing_complete"
    title = "This computer has not received all the town hall's data itself yet."
    advice = "Wait until its first sync is complete, or use another computer."


class OtherReceiver(StickError):
    """What is in the folder was made for another computer."""

    code = "stick.other_receiver"
    title = "What is on this stick was prepared for another computer."
    advice = "Make a request on this computer and prepare the stick with it; nothing was taken."


class NothingHere(StickError):
    """The folder holds no package for this computer."""

    code = "stick.nothing_here"
    title = "There is nothing for this computer in this folder yet."
    advice = "Prepare the stick on a computer that has the data, and choose the same folder here."


class NewerFormat(StickError):
    """A later release wrote it."""

    code = "stick.newer"
    title = "A newer version of the program prepared this stick."
    advice = "Update the program on this computer; nothing was taken."


class PackageDamaged(StickError):
    """The bytes of a package are not those that were written."""

    code = "stick.damaged"
    title = "A package of the stick is damaged."
    advice = "The others are used; remove it, prepare the stick again and what is missing is written anew."


class PackageMissing(StickError):
    """A package that the list names is not there."""

    code = "stick.missing"
    title = "A package of the stick is missing."
    advice = "The others are used; prepare the stick again and what is missing is written anew."


class StickUnusable(StickError):
    """The folder can't be read or written: pulled out, write-protected, broken."""

    code = "stick.unusable"
    title = "The folder can't be read or written."
    advice = "Look whether the stick is in its place and not write-protected, and begin again: it goes on where it was."
