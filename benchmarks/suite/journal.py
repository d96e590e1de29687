"""The books as text for other programs, as rows for databases, and the check against both."""

import json
import shutil
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from suite.bench import LONGEST_COMMAND, Bench
from suite.books import Books, clone
from suite.files import need_space
from suite.process import must_run, say
from suite.server import Server

FORMATS = ("hledger", "ledger", "beancount")
BYTES_AN_EVENT = 1_500  # three journals and the rows
Totals = dict[str, int]  # fen by "community:code.FUND"; nothing that is zero


@dataclass(frozen=True)
class Journal:
    """The same books in every form that a peer reads."""

    books: Books
    folder: Path
    transactions: int
    postings: int
    balances: int
    not_zero: int
    totals: Totals

    def text(self, form: str) -> Path:
        return self.folder / f"books.{form}"

    @property
    def rows(self) -> Path:
        return self.folder / "rows.csv"


def exported(bench: Bench, asked: int) -> Journal:
    """Exported again each time: cheap beside what reads it, and never stale."""
    books = bench.books(asked)
    folder = bench.scratch / f"journal-{asked}"
    shutil.rmtree(folder, ignore_errors=True)
    need_space(bench.work, books.events * BYTES_AN_EVENT, f"exporting {books.events:,} events")
    folder.mkdir(parents=True)
    say(f"exporting {books.events:,} events as text and rows")
    for form in FORMATS:
        must_run([bench.options.binary, "export", form, "--data", books.directory,
                  "-o", folder / f"books.{form}"], LONGEST_COMMAND)
    sums = folder / "sums.json"
    must_run([sys.executable, "-m", "suite.rows", folder / "books.hledger", folder / "rows.csv",
              sums], LONGEST_COMMAND)
    kept: dict[str, Any] = json.loads(sums.read_text(encoding="utf-8"))
    totals = {name: value for name, value in kept["totals"].items() if value}
    return Journal(books, folder, kept["transactions"], kept["postings"], kept["balances"],
                   kept["not_zero"], totals)


def our_totals(server: Server) -> Totals:
    """The trial balance of every community."""
    totals: Totals = {}
    for community in server.get("/v1/communities")["communities"]:
        name = community["community"]
        for account in server.get(f"/v1/communities/{name}/trial-balance")["accounts"]:
            value = int(account["closing"].replace(".", ""))
            if value:
                totals[f"{name}:{account['account']}"] = value
    return totals


def by_account(balances: dict[str, str]) -> Totals:
    """What a peer printed per house and period, summed to its accounts."""
    totals: dict[str, int] = defaultdict(int)
    for name, amount in balances.items():
        totals[":".join(name.split(":")[:2])] += int(amount.replace(".", ""))
    return {name: value for name, value in totals.items() if value}


def difference(one: Totals, other: Totals) -> str:
    """Empty when equal, else the first accounts that differ."""
    wrong = [name for name in sorted(one.keys() | other.keys()) if one.get(name) != other.get(name)]
    if not wrong:
        return ""
    first = ", ".join(f"{name} {one.get(name)} against {other.get(name)}" for name in wrong[:3])
    return f"{len(wrong)} accounts differ: {first} (fen)"


def confirm_totals(bench: Bench, what: str, one: Totals, other: Totals) -> None:
    differs = difference(one, other)
    bench.confirm(what, not differs, differs or f"{len(one)} accounts equal to the fen")


def confirm_journal(bench: Bench, journal: Journal) -> None:
    """Our trial balances are the plain sums of the exported text."""
    data = clone(journal.books, bench.scratch / "clone")
    with Server(bench, data) as server:
        ours = our_totals(server)
    shutil.rmtree(data)
    confirm_totals(bench, f"trial balances of {journal.books.events:,} events = plain sums of the "
                   "exported text", ours, journal.totals)
