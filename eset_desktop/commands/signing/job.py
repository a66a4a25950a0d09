# SPDX-License-Identifier: EUPL-1.2
"""One run of `eset-desktop sign`: look at all files, one PIN, sign, raise to the level."""

import argparse
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final, Self

from eset_desktop import paths, settings
from eset_desktop.commands import wording
from eset_desktop.commands.signing import keys, raising
from eset_desktop.commands.signing.evidence_files import EvidenceFolder, check_places
from eset_desktop.commands.signing.progress import ProgressLine
from eset_desktop.commands.signing.results import Level
from eset_desktop.errors import EsetError
from eset_desktop.signing import acting
from eset_desktop.signing.batch import appending
from eset_desktop.signing.batch.files import BesideWriter, InPlaceWriter
from eset_desktop.signing.batch.inside import InsideDoor
from eset_desktop.signing.batch.running import Batch
from eset_desktop.signing.batch.states import BatchState, ItemState
from eset_desktop.signing.batch.values import BatchItem, BatchReport, FrozenList, Listener
from eset_desktop.signing.checks import check_identity
from eset_desktop.signing.client import SigningClient
from eset_desktop.signing.identities.stores import KeyStores
from eset_desktop.signing.keys.pkcs11.store import card_store
from eset_desktop.signing.keys.pkcs12.store import FileKeyStore
from eset_desktop.signing.keys.port import BatchPolicy, KeyStore, OpenKey
from eset_desktop.signing.plain_files import behind, shown
from eset_desktop.signing.sources import PlainFile
from eset_desktop.signing.stamp.templates import check_request
from eset_desktop.signing.stamp.values import StampRequest
from eset_desktop.signing.values import Identity, Wanted

_POLICIES: Final = {True: BatchPolicy.EACH_SIGNATURE, False: BatchPolicy.ONE_ENTRY}


class Job:
    """What is named on the command line, with the processes that do it."""

    def __init__(self, args: argparse.Namespace) -> None:
        self._args = args
        self._secrets = keys.Secrets(args.pin_fd)
        self._resources = ExitStack()
        self._pdf = self._resources.enter_context(SigningClient())
        self._found: tuple[KeyStore, Identity] | None = None
        self.identity: Identity | None = None
        self.checked: BatchReport | None = None
        self.evidence = EvidenceFolder(args.evidence, args.code)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._resources.close()

    def run(self) -> tuple[BatchReport, dict[str, Level]]:
        """Do it.

        Raises:
            EsetError: Nothing was signed.
        """
        args = self._args
        if args.in_place:
            for path in args.files:
                _mend(path)
        if args.evidence:
            check_places(args.evidence, args.files, force=args.force)
        progress = ProgressLine(len(args.files), sys.stderr)
        batch = self._batch(progress)
        with _cancelled_by_ctrl_c(batch.cancel):
            report = self.checked = batch.check()
            if not report.of(ItemState.READY):
                return report, {}
            report = self._sign(batch)
        progress.close()
        levels = self._raised(report)
        now = self._pdf.clock.now()
        for each in report.results:
            if each.written is not None:
                self.evidence.write(Path(each.item.id), Path(each.written.place), each.written.evidence, now)
        return report, levels

    def _items(self) -> tuple[BatchItem, ...]:
        args = self._args
        wanted = Wanted(args.field, args.certify, _stamp(args), acting_of(args))
        named = dict.fromkeys(args.files)
        return tuple(
            BatchItem(str(path), shown(path.name), PlainFile.at(path), "", 0, wanted) for path in named
        )

    def _batch(self, listener: Listener) -> Batch:
        args, frozen = self._args, FrozenList(self._items())
        if args.in_place:
            return Batch(frozen, InsideDoor(self._pdf), InPlaceWriter(), listener=listener)
        names = {str(args.files[0]): args.out} if args.out else {}
        writer = BesideWriter(args.out_dir, force=args.force, names=names)
        # a place that was taken meanwhile costs no signature
        return Batch(frozen, InsideDoor(self._pdf), writer, listener=listener, still=writer.check)

    def _sign(self, batch: Batch) -> BatchReport:
        """Open the key and sign; a person may go on after the card went away.

        Raises:
            EsetError: The key could not be opened; nothing was signed.
        """
        report = self._signed_with_one_key(batch)
        while report.state is BatchState.PAUSED and self._secrets.interactive:
            if report.cause is not None:
                sys.stderr.write(f"{wording.explain(report.cause)}\n")
            try:
                report = self._signed_with_one_key(batch)
            except EsetError as error:  # what is signed is told all the same
                sys.stderr.write(f"{wording.explain(error)}\n")
                break
        return report

    def _signed_with_one_key(self, batch: Batch) -> BatchReport:
        key = self._open()
        try:
            self.identity = key.identity
            check_identity(key.identity, self._pdf.clock.now())
            return batch.run(key, self._each(key.identity))
        finally:
            key.close()

    def _open(self) -> OpenKey:
        args = self._args
        if args.p12:
            files = self._resources.enter_context(FileKeyStore())
            return keys.open_file(files, args.p12, self._secrets, _POLICIES[args.pin_each])
        if self._found is None:
            self._found = keys.choose(self._stores(), args.identity, self._pdf.clock.now())
        store, identity = self._found
        check_identity(identity, self._pdf.clock.now())
        return keys.open_key(store, identity, self._secrets, _POLICIES[args.pin_each], name=identity.name)

    def _stores(self) -> Sequence[KeyStore]:
        if self._args.module is not None:
            return [self._resources.enter_context(card_store(self._args.module))]
        own = settings.load(paths.find().settings).card_driver
        return self._resources.enter_context(KeyStores(filter(None, [own]))).all()

    def _each(self, identity: Identity) -> Callable[[BatchItem], Any] | None:
        if not self._args.pin_each:
            return None
        return lambda item: keys.secret_for(identity, self._secrets, item.title)

    def _raised(self, report: BatchReport) -> dict[str, Level]:
        args = self._args
        signed = {each.item.id: Path(each.written.place) for each in report.results if each.written}
        if args.level == "B-B" or not signed:
            return {}
        return raising.raise_all(signed, args, self._pdf.clock.now())


def acting_of(args: argparse.Namespace) -> str:
    """Return what the signature says of in whose place it is made, or by whose delegation."""
    return acting.told(args.substitution, args.delegation, wording.language())


def _stamp(args: argparse.Namespace) -> StampRequest | None:
    """Return what is shown on the page, checked; who signs is filled in from the certificate."""
    if not args.stamp:
        return None
    request = StampRequest(
        "", capacity=args.capacity, substitution=args.substitution, delegation=args.delegation, code=args.code,
        verify_url=args.verify_url, template=args.stamp,
    )  # fmt: skip
    check_request(request)
    return request


def _mend(path: Path) -> None:
    """Undo what a crash left of signing a large file in place."""
    try:
        if appending.undo(behind(path)):
            sys.stderr.write(f"{wording.text('sign.mended', file=shown(path.name))}\n")
    except OSError as error:
        raise keys.FileUnreadable(file=path.name, reason=error.strerror or type(error).__name__) from error


@contextmanager
def _cancelled_by_ctrl_c(cancel: Callable[[], None]) -> Iterator[None]:
    """Let the first Ctrl+C stop the batch between documents; the second is as ever."""

    def stop(*_: object) -> None:
        signal.signal(signal.SIGINT, before)
        cancel()

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
