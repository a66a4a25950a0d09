# SPDX-License-Identifier: EUPL-1.2
"""Every call that differs between operating systems: files made durable, locks, sockets, processes, disks.

Nothing else in the project asks which system it runs on. Calls that fail in ways a test cannot provoke take the failing
part as an argument. Only Linux is exercised by the tests; the Windows branches follow the documented behaviour.
"""

import contextlib
import errno
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Final, Self

if sys.platform == "win32":
    import ctypes

DRIVE_REMOTE: Final = 4
SOCKET_PATH_LIMIT: Final = 100
"""Bytes of a Unix socket's path that every system accepts (Linux takes 107, macOS 103)."""

NETWORK_FILESYSTEMS: Final = frozenset(
    {
        "9p",
        "afs",
        "ceph",
        "cifs",
        "coda",
        "davfs",
        "fuse.glusterfs",
        "fuse.rclone",
        "fuse.sshfs",
        "gfs2",
        "glusterfs",
    }
    | {"lustre", "ncpfs", "nfs", "nfs4", "ocfs2", "smb2", "smb3", "smbfs", "virtiofs"}
)
"""Types of filesystem on which SQLite's WAL and advisory locks are not to be trusted (SQLite, "WAL" §1)."""


class LockHeld(OSError):
    """Another process or thread holds the lock."""


def replace(
    source: Path,
    target: Path,
    *,
    attempts: int = 10,
    rename: Callable[[Path, Path], None] = os.replace,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Put ``source`` in the place of ``target`` in one step.

    On Windows a virus scanner or an indexer may hold either file for a moment: a refusal is tried again, about one
    second in all.

    Raises:
        PermissionError: It was refused to the end.
        OSError: Anything else, at once.
    """
    for attempt in range(attempts):
        try:
            rename(source, target)
        except PermissionError:
            if attempt == attempts - 1:
                raise
            sleep(0.002 * 2**attempt)
        else:
            return


def fsync_file(descriptor: int) -> None:
    """Return once the file's bytes are on the disk itself, its own cache included where the system lets us ask."""
    if sys.platform == "darwin":
        import fcntl  # noqa: PLC0415 - not on Windows

        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
    else:
        os.fsync(descriptor)


def fsync_folder(folder: Path) -> None:
    """Return once names made, changed or removed in the folder are on the disk.

    Windows journals names with the file and cannot open a folder for this: nothing is to be done there.
    """
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_atomically(target: Path, data: bytes, *, mode: int = 0o600) -> None:
    """Write a small file so that after any crash it holds either its old or its new bytes, never a part.

    Raises:
        OSError: Nothing was changed; no temporary file is left.
    """
    with atomic_file(target, mode=mode) as file:
        file.write(data)


@contextlib.contextmanager
def atomic_file(target: Path, *, mode: int = 0o600, over: bool = True) -> Iterator[BinaryIO]:
    """Open a file to be written, and read back, in the block; afterwards it stands on the disk, whole, or nothing was changed.

    Args:
        target: Its name.
        mode: Its permissions.
        over: It may take the place of another.

    Raises:
        FileExistsError: There is one and ``over`` is false; also one that appeared meanwhile.
        OSError: It names a device, a pipe or a socket, which is never replaced; or the disk refused. Nothing was changed; no temporary file is left.
    """
    _check_no_device(target)
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent)
    fresh = Path(name)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            yield file
            file.flush()
            fsync_file(file.fileno())
        fresh.chmod(mode)
        if over:
            replace(fresh, target)
        else:
            _place_new(fresh, target)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    fsync_folder(target.parent)


def _check_no_device(target: Path) -> None:
    """Return unless a rename would take a device, a pipe or a socket away, which root may do even to ``/dev/null``."""
    if target.exists() and not target.is_file() and not target.is_dir():
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(target))


def _place_new(fresh: Path, target: Path) -> None:
    """Give a file its name unless that is taken; where the disk has no links (FAT) the look comes right before."""
    try:
        os.link(fresh, target)
    except FileExistsError:
        raise
    except OSError:
        if target.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
        replace(fresh, target)
    else:
        fresh.unlink()


def private_folder(folder: Path) -> Path:
    """Make a folder, and those above it, that only this operating-system user may enter; return it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if sys.platform != "win32" and folder.stat().st_uid == os.getuid():
        folder.chmod(0o700)
    return folder


def is_private(path: Path) -> bool:
    """Tell whether only its owner may read a file; on Windows its folder's rights decide, which are not looked at."""
    return sys.platform == "win32" or not path.stat().st_mode & 0o077


class FileLock:
    """An exclusive lock between processes, and between holders in one process, that goes with the process.

    The file stays where it is: removing it would let two holders in.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None

    @property
    def held(self) -> bool:
        """Whether this object holds the lock."""
        return self._descriptor is not None

    def acquire(self, *, wait: bool = False) -> None:
        """Take the lock.

        Args:
            wait: Whether to wait until the holder lets go, for as long as that takes.

        Raises:
            LockHeld: Somebody else holds it and ``wait`` is false.
        """
        if self._descriptor is not None:
            msg = f"{self.path.name} is held by this very object"
            raise LockHeld(errno.EDEADLK, msg)
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(descriptor, wait=wait)
        except BaseException:
            os.close(descriptor)
            raise
        self._descriptor = descriptor

    def release(self) -> None:
        """Let go; harmless when not held."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)

    def __enter__(self) -> Self:
        """Take the lock at once; raises LockHeld."""
        if not self.held:
            self.acquire()
        return self

    def __exit__(self, *_: object) -> None:
        """Let go."""
        self.release()


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int, *, wait: bool) -> None:
        while True:
            try:
                msvcrt.locking(descriptor, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
            except OSError as error:
                if not wait:
                    raise LockHeld(errno.EAGAIN, "held by another process") from error
            else:
                return

else:
    import fcntl

    def _lock(descriptor: int, *, wait: bool) -> None:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LockHeld(errno.EAGAIN, "held by another process") from error


def local_socket_address(folder: Path, name: str) -> str:
    """Return the address of the local socket ``name`` of the profile whose runtime folder is ``folder``.

    A named pipe on Windows; elsewhere a path in that folder, or, where that is too long for a socket, in a private
    folder named after it below the system's temporary folder.
    """
    digest = hashlib.sha256(os.fsencode(folder.absolute())).hexdigest()[:16]
    if sys.platform == "win32":
        return rf"\\.\pipe\eset-{digest}-{name}"
    path = folder.absolute() / f"{name}.sock"
    if len(os.fsencode(path)) <= SOCKET_PATH_LIMIT:
        return str(path)
    short = private_folder(Path(tempfile.gettempdir()) / f"eset-{os.getuid()}-{digest}")
    return str(short / f"{name}.sock")


def detached_process() -> dict[str, Any]:
    """Return the arguments of :class:`subprocess.Popen` for a program that outlives this one and has no console."""
    silent = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
        return {**silent, "creationflags": flags}
    return {**silent, "start_new_session": True}


def worker_process() -> dict[str, Any]:
    """Return the arguments of :class:`subprocess.Popen` for a helper of this program: no console window appears."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NO_WINDOW}
    return {}


def start_inheriting(
    command: Sequence[str], descriptors: Sequence[int], **options: Any
) -> "subprocess.Popen[bytes]":
    """Start a process that inherits some of this one's open descriptors and no others.

    The command names each of them by :func:`inherited_number`; the process opens it with :func:`open_inherited`.

    Args:
        command: Program and arguments.
        descriptors: What it inherits; they stay open here and are the caller's to close, also after a failure.
        options: More arguments of :class:`subprocess.Popen`.

    Raises:
        OSError: It could not be started.
    """
    if sys.platform == "win32":
        handles = [inherited_number(each) for each in descriptors]
        for handle in handles:
            os.set_handle_inheritable(handle, True)
        # with a list of handles, only those and the standard streams are inherited (subprocess, "STARTUPINFO")
        startup = subprocess.STARTUPINFO(lpAttributeList={"handle_list": handles})
        return subprocess.Popen(command, startupinfo=startup, **options)
    return subprocess.Popen(command, pass_fds=tuple(descriptors), **options)


def inherited_number(descriptor: int) -> int:
    """Return the number by which a process that inherits a descriptor knows it: on Windows it is the handle's."""
    if sys.platform == "win32":
        return msvcrt.get_osfhandle(descriptor)
    return descriptor


def open_inherited(number: int) -> int:
    """Return the readable descriptor of an inherited number; raises OSError on Windows when there is none."""
    if sys.platform == "win32":
        return msvcrt.open_osfhandle(number, os.O_RDONLY)
    return number


def is_network_filesystem(path: Path, *, mounts: Path = Path("/proc/self/mounts")) -> bool:
    """Return whether the path, or the nearest folder above it that exists, is on a network filesystem.

    Args:
        path: Where a profile is or would be.
        mounts: Table of mounts in the form of fstab(5); used on Linux. A system without one counts as local.
    """
    place = path.resolve()
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - only here

        anchor = place.anchor
        return anchor.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(anchor) == DRIVE_REMOTE
    try:
        table = mounts.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return False
    kind = ""
    longest = -1
    for line in table.splitlines():
        fields = line.split(" ")
        point = Path(_unescape_mount(fields[1]))
        # a later mount on the same point covers the earlier one
        if place.is_relative_to(point) and len(point.parts) >= longest:
            kind, longest = fields[2], len(point.parts)
    return kind in NETWORK_FILESYSTEMS


def _unescape_mount(text: str) -> str:
    r"""Return a mount point with fstab(5)'s ``\040``-like escapes resolved."""
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), text)


def free_bytes(path: Path) -> int:
    """Return the bytes this user may still write on the disk that holds the path, which must exist."""
    return shutil.disk_usage(path).free


def is_disk_full(error: OSError) -> bool:
    """Return whether a failure means that the disk, or this user's share of it, is full."""
    windows_disk_full = {39, 112}  # ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL
    return error.errno in {errno.ENOSPC, errno.EDQUOT} or getattr(error, "winerror", 0) in windows_disk_full


_ILLEGAL = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)


def legal_file_name(text: str, *, fallback: str = "document", limit: int = 150) -> str:
    """Return a file name that every supported system accepts, as near to ``text`` as possible, its suffix kept.

    Windows forbids some characters, final dots and spaces, and the names of devices ("Naming Files, Paths, and
    Namespaces"); Linux allows 255 bytes, of which ``limit`` are used.
    """
    name = _ILLEGAL.sub("_", text).strip().rstrip(". ")
    if not name.strip("_."):
        name = fallback + Path(name).suffix
    if _RESERVED.fullmatch(name):
        name = f"_{name}"
    stem, dot, suffix = name.rpartition(".")
    if not dot or len(suffix) > 10:
        stem, dot, suffix = name, "", ""
    room = limit - len((dot + suffix).encode())
    stem = stem.encode()[:room].decode(errors="ignore").rstrip(". ")
    return f"{stem}{dot}{suffix}"


def step_back(steps: int = 15, pid: int | None = None) -> None:
    """Let other processes go first to the processor.

    Args:
        steps: The nice value (nice(2)); as it stands, for what nobody waits for. Windows knows one step.
        pid: A process of ours, with all its threads; when None on Linux only this thread, and those that it starts from now on.
    """
    if sys.platform == "win32":
        below_normal, may_set = 0x4000, 0x0200  # BELOW_NORMAL_PRIORITY_CLASS, PROCESS_SET_INFORMATION
        kernel = ctypes.windll.kernel32
        process = kernel.GetCurrentProcess() if pid is None else kernel.OpenProcess(may_set, False, pid)
        kernel.SetPriorityClass(process, below_normal)
        if pid is not None:
            kernel.CloseHandle(process)
    else:
        for thread in [0] if pid is None else _threads(pid):
            with contextlib.suppress(ProcessLookupError):  # it ended meanwhile
                now = os.getpriority(os.PRIO_PROCESS, thread)
                os.setpriority(os.PRIO_PROCESS, thread, max(now, steps))
                _interrupt_nobody(thread)


def _interrupt_nobody(thread: int) -> None:
    """Let a thread that has something to do again wait for its turn (``SCHED_BATCH``, sched(7)), where systems know that."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):  # a container may forbid it, or its kernel not know it
            os.sched_setscheduler(thread, os.SCHED_BATCH, os.sched_param(0))


def _threads(pid: int) -> list[int]:
    """Return the threads of a process: Linux keeps a priority for each of them, other systems one for all."""
    with contextlib.suppress(OSError):
        return [int(each.name) for each in Path(f"/proc/{pid}/task").iterdir()]
    return [pid]


def on_battery(supplies: Path = Path("/sys/class/power_supply")) -> bool:
    """Tell whether this machine runs from its battery now; False where that can't be known.

    Args:
        supplies: Linux's folder of power supplies (kernel documentation, ``sysfs-class-power``).
    """
    if sys.platform == "win32":
        status = (
            ctypes.c_ubyte * 12
        )()  # SYSTEM_POWER_STATUS; its first byte: 0 off line, 1 on line, 255 unknown
        return bool(ctypes.windll.kernel32.GetSystemPowerStatus(ctypes.byref(status))) and status[0] == 0
    mains, discharging = False, False
    with contextlib.suppress(OSError):
        for supply in supplies.iterdir():
            kind = _word(supply / "type")
            mains = mains or (kind in {"Mains", "USB"} and _word(supply / "online") == "1")
            discharging = discharging or (kind == "Battery" and _word(supply / "status") == "Discharging")
    return discharging and not mains


def _word(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""


def remove_stale_socket(address: str) -> None:
    """Remove the file of a Unix socket whose owner is gone; a named pipe leaves nothing behind."""
    if sys.platform != "win32":
        with contextlib.suppress(FileNotFoundError):
            Path(address).unlink()
