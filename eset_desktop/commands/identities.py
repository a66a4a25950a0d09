# SPDX-License-Identifier: EUPL-1.2
"""`eset-desktop identities`: the certificates of this computer that can sign, and why others cannot."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eset_desktop.commands import answers, opening, wording

if TYPE_CHECKING:
    from eset_desktop.errors import EsetError
    from eset_desktop.signing.identities.fitness import Judged
    from eset_desktop.signing.identities.stores import StoreReport

_NOTHING = 1
"""Status when no certificate may sign."""


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command's arguments."""
    parser = subparsers.add_parser(
        "identities",
        help="list the certificates that can sign",
        description="List the certificates on cards, in certificate files and in the system's store, usable or why "
        "not. No PIN is asked for. A driver that fails is one line; the others are listed. Status 0 when some "
        "certificate may sign, 1 when none may.",
    )
    parser.add_argument("--profile", type=opening.place, help="whose preferences count (default: your own)")
    parser.add_argument(
        "--module", action="append", default=[], metavar="PATH", help="look behind this PKCS#11 driver too"
    )
    parser.add_argument(
        "--p12", action="append", default=[], type=Path, metavar="CERT.p12",
        help="open this certificate file too; its passphrase is asked for",
    )  # fmt: skip
    parser.add_argument(
        "--passphrase-fd", type=int, metavar="N", help="a line for each --p12, in their order"
    )
    parser.add_argument("--all", action="store_true", help="list those that may not sign too")
    parser.add_argument("--json", action="store_true", help="print one JSON document instead of sentences")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """List and return the exit status."""
    from eset_desktop import settings
    from eset_desktop.clock import SystemClock
    from eset_desktop.commands.signing import keys
    from eset_desktop.signing.errors import SigningError
    from eset_desktop.signing.identities.fitness import judge
    from eset_desktop.signing.identities.stores import KeyStores, StoreReport, look
    from eset_desktop.signing.keys.pkcs12.store import FileKeyStore
    from eset_desktop.signing.keys.port import BatchPolicy

    own = [*args.module, settings.load(opening.paths_of(args).settings).card_driver]
    secrets = keys.Secrets(args.passphrase_fd)
    unopened = []
    with KeyStores(filter(None, own)) as stores, FileKeyStore() as files:
        for path in args.p12:
            try:
                keys.open_file(files, path, secrets, BatchPolicy.ONE_ENTRY)
            except SigningError as error:
                unopened.append(StoreReport(f"p12:{path.name.encode(errors='replace').decode()}", (), error))
        reports = (*look((*stores.all(), files)), *unopened)
    judged = judge((each for report in reports for each in report.identities), SystemClock().now())
    _tell_json(judged, reports) if args.json else _tell(judged, reports, everything=args.all)
    return 0 if any(each.usable for each in judged) else _NOTHING


def _tell(judged: "tuple[Judged, ...]", reports: "tuple[StoreReport, ...]", *, everything: bool) -> None:
    shown = [each for each in judged if each.usable or everything]
    for each in shown:
        for line in _lines(each):
            print(_plain(line))
    if not shown:
        print(wording.text("identities.none"))
    hidden = len(judged) - len(shown)
    if hidden:
        print(wording.counted("identities.hidden", hidden))
    for report in reports:
        if report.problem is not None:
            print(f"! {report.name}: {explained(report.problem)}")


def _lines(judged: "Judged") -> list[str]:
    identity = judged.identity
    until = f"{identity.not_after:%d/%m/%Y}"
    lines = [
        f"{'✓' if judged.usable else '✗'} {identity.name}",
        f"  {wording.text('identities.issued', issuer=identity.issuer, until=until)}",
    ]
    if identity.body or identity.body_id:
        body = " ".join(filter(None, (identity.body, identity.body_id and f"({identity.body_id})")))
        lines.append(f"  {wording.text('identities.body', body=body)}")
    if identity.capacity:
        lines.append(f"  {wording.text(f'identities.capacity.{identity.capacity}')}")
    if identity.token is not None:
        where = {"card": identity.token.label, "reader": identity.token.reader}
        lines.append(f"  {wording.text('identities.card', **where)}")
    if judged.refusal is not None:
        lines.append(f"  {explained(judged.refusal)}")
    return [*lines, f"  --identity {identity.id}"]


def _plain(text: str) -> str:
    """Return a line without what a card could make a terminal do."""
    return "".join(each if each.isprintable() else "�" for each in text)


def explained(error: "EsetError") -> str:
    """Return what happened and what to do about it, in the person's language."""
    return wording.explain(error)


def _tell_json(judged: "tuple[Judged, ...]", reports: "tuple[StoreReport, ...]") -> None:
    answers.tell_json({
        "identities": [_object(each) for each in judged],
        "stores": [{"name": each.name, "problem": _problem(each.problem)} for each in reports],
    })  # fmt: skip


def _object(judged: "Judged") -> dict[str, Any]:
    import msgspec

    fields = msgspec.structs.asdict(judged.identity)
    return {"usable": judged.usable, "problem": _problem(judged.refusal), **fields}


def _problem(error: "EsetError | None") -> dict[str, Any] | None:
    return None if error is None else {"code": error.code, "text": explained(error), **error.details}
