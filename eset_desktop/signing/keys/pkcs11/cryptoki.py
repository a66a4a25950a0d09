# SPDX-License-Identifier: EUPL-1.2
"""One PKCS#11 module by ctypes: the calls that signing needs, and each refusal by its number.

``python-pkcs11`` is not used here (decision 0032): it leaves a session open after a refused login, keeps PINs in texts
that cannot be wiped, has no login at a reader's own keys for keys that ask each time, and its waiting for slots fails.
"""

import contextlib
import ctypes
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from eset_desktop.signing.keys.errors import ModuleMissing, ModuleNotReady, NotAModule
from eset_desktop.signing.keys.pkcs11 import codes
from eset_desktop.signing.keys.pkcs11 import structures as c

_MAX_SIGNATURE: Final = 2048
_BATCH: Final = 64
_MORE_SLOTS: Final = 16
"""Room for readers that come between the two calls."""


class CryptokiError(Exception):
    """A function answered something else than ``CKR_OK``.

    Attributes:
        code: The ``CKR_*`` number.
        function: Its name without ``C_``.
    """

    def __init__(self, code: int, function: str) -> None:
        super().__init__(f"C_{function}: 0x{code:x}")
        self.code = code
        self.function = function


class TokenFacts(NamedTuple):
    """What a token says of itself now."""

    label: str
    serial: str
    maker: str
    model: str
    flags: int
    min_pin: int
    max_pin: int


class Cryptoki:
    """A loaded and initialised module; to be used from one thread."""

    def __init__(self, path: str) -> None:
        """Load and initialise.

        Raises:
            ModuleMissing: No such file.
            NotAModule: No library for this system, or without ``C_GetFunctionList``.
            ModuleNotReady: It does not want to start.
        """
        if not Path(path).is_file():
            raise ModuleMissing(module=Path(path).name)
        self.path = path
        try:
            self._library = ctypes.CDLL(path)
            get: Callable[[Any], int] = self._library.C_GetFunctionList
        except (OSError, AttributeError) as error:
            raise NotAModule(module=Path(path).name) from error
        table = ctypes.POINTER(c.FunctionList)()
        _check(get(ctypes.byref(table)), "GetFunctionList")
        self._functions = _bind(table.contents)
        self._initialise()

    def _call(self, name: str, *arguments: object) -> None:
        _check(self._functions[name](*arguments), name)

    def _initialise(self) -> None:
        try:
            with _unless(codes.CRYPTOKI_ALREADY_INITIALIZED):
                self._call("Initialize", None)
        except CryptokiError as error:
            raise ModuleNotReady(module=Path(self.path).name, number=f"0x{error.code:x}") from None

    def restart(self) -> None:
        """Forget every session and handle: the one way for some modules to see a card that came back."""
        with _unless(codes.CRYPTOKI_NOT_INITIALIZED):
            self._call("Finalize", None)
        self._initialise()

    def description(self) -> str:
        """Return maker, name and version of the module."""
        info = c.Info()
        self._call("GetInfo", ctypes.byref(info))
        version = f"{info.library_version.major}.{info.library_version.minor}"
        return " ".join(filter(None, (_text(info.manufacturer), _text(info.description), version)))

    def slots(self) -> list[int]:
        """Return the slots, with a card or not; asking makes the module look at the readers anew."""
        count = c.ULONG(0)
        self._call("GetSlotList", 0, None, ctypes.byref(count))
        found = (c.ULONG * (count.value + _MORE_SLOTS))()
        count.value = len(found)
        self._call("GetSlotList", 0, found, ctypes.byref(count))
        return list(found[: count.value])

    def reader(self, slot: int) -> tuple[str, bool]:
        """Return the reader's name and whether a card is in it."""
        info = c.SlotInfo()
        self._call("GetSlotInfo", slot, ctypes.byref(info))
        return _text(info.description), bool(info.flags & c.TOKEN_PRESENT)

    def token(self, slot: int) -> TokenFacts:
        """Return what the slot's token says of itself."""
        info = c.TokenInfo()
        self._call("GetTokenInfo", slot, ctypes.byref(info))
        return TokenFacts(
            _text(info.label),
            _text(info.serial),
            _text(info.manufacturer),
            _text(info.model),
            info.flags,
            info.min_pin,
            info.max_pin,
        )

    def mechanisms(self, slot: int) -> frozenset[int]:
        """Return the numbers of the mechanisms that the token has."""
        count = c.ULONG(0)
        self._call("GetMechanismList", slot, None, ctypes.byref(count))
        found = (c.ULONG * max(count.value, 1))()
        self._call("GetMechanismList", slot, found, ctypes.byref(count))
        return frozenset(found[: count.value])

    def open_session(self, slot: int) -> int:
        """Open a read-only session."""
        session = c.ULONG(0)
        self._call("OpenSession", slot, c.SERIAL_SESSION, None, None, ctypes.byref(session))
        return session.value

    def close_session(self, session: int) -> None:
        """Close a session; one that is gone already is closed."""
        with contextlib.suppress(CryptokiError):
            self._call("CloseSession", session)

    def login(self, session: int, pin: bytearray | None, *, user: int = c.USER) -> None:
        """Log in; ``None`` lets the reader or the driver ask. The PIN crosses without a copy of ours."""
        if pin is None:
            self._call("Login", session, user, None, 0)
            return
        view = (ctypes.c_char * len(pin)).from_buffer(pin) if pin else None
        self._call("Login", session, user, view, len(pin))

    def logout(self, session: int) -> None:
        """Log out of the token, for every session of this process."""
        self._call("Logout", session)

    def find(self, session: int, wanted: Mapping[int, int | bytes]) -> list[int]:
        """Return the objects with all of the given attributes."""
        template, count, _kept = _template(wanted)
        self._call("FindObjectsInit", session, template, count)
        found: list[int] = []
        try:
            batch, got = (c.ULONG * _BATCH)(), c.ULONG(0)
            while True:
                self._call("FindObjects", session, batch, _BATCH, ctypes.byref(got))
                if not got.value:
                    return found
                found.extend(batch[: got.value])
        finally:
            with contextlib.suppress(CryptokiError):
                self._call("FindObjectsFinal", session)

    def attribute(self, session: int, handle: int, kind: int) -> bytes | None:
        """Return an attribute's bytes; ``None`` where the object has none or keeps it to itself."""
        asked = c.Attribute(kind, None, 0)
        try:
            self._call("GetAttributeValue", session, handle, ctypes.byref(asked), 1)
            if asked.length == c.ULONG(-1).value:
                return None
            buffer = ctypes.create_string_buffer(asked.length)
            asked.value = ctypes.addressof(buffer)
            self._call("GetAttributeValue", session, handle, ctypes.byref(asked), 1)
        except CryptokiError as error:
            if error.code in codes.NO_SUCH_ATTRIBUTE:
                return None
            raise
        return buffer.raw[: asked.length]

    def sign_init(self, session: int, mechanism: int, key: int) -> None:
        """Begin a signature."""
        self._call("SignInit", session, ctypes.byref(c.Mechanism(mechanism, None, 0)), key)

    def sign(self, session: int, data: bytes) -> bytes:
        """Make the signature begun by :meth:`sign_init`."""
        out, size = ctypes.create_string_buffer(_MAX_SIGNATURE), c.ULONG(_MAX_SIGNATURE)
        self._call("Sign", session, data, len(data), out, ctypes.byref(size))
        return out.raw[: size.value]


def _bind(table: c.FunctionList) -> dict[str, Callable[..., int]]:
    return {
        name: ctypes.CFUNCTYPE(c.ULONG, *arguments)(getattr(table, name))
        for name, arguments in c.SIGNATURES.items()
    }


def _check(code: int, function: str) -> None:
    if code != c.OK:
        raise CryptokiError(code, function)


@contextlib.contextmanager
def _unless(*expected: int) -> Iterator[None]:
    try:
        yield
    except CryptokiError as error:
        if error.code not in expected:
            raise


def _template(wanted: Mapping[int, int | bytes]) -> tuple[Any, int, list[Any]]:
    """Return the array, its length and what must live as long as it is used."""
    kept: list[Any] = []
    made = (c.Attribute * max(len(wanted), 1))()
    for at, (kind, value) in enumerate(wanted.items()):
        data = value if isinstance(value, bytes) else bytes(c.ULONG(value))
        buffer = ctypes.create_string_buffer(data, max(len(data), 1))
        kept.append(buffer)
        made[at] = c.Attribute(kind, ctypes.addressof(buffer), len(data))
    return made, len(wanted), kept


def _text(raw: bytes) -> str:
    """Blank-padded text (§2.1): UTF-8, though some drivers write Latin-1."""
    try:
        return raw.decode().strip(" \0")
    except UnicodeDecodeError:
        return raw.decode("latin-1").strip(" \0")
