"""The posting rows of an exported hledger journal, for databases, and their plain sums.

    python3 -m suite.rows JOURNAL ROWS.csv SUMS.json

Knows nothing of the ledger but the text: a sum over its lines is the slow, obvious rebuild that
everything else is compared with. A program of its own, so that its memory ends with it.

A row: community, account, fund, house (0 = none), period (months since year 0; 0 = none), business
day (year * 372 + month * 31 + day), amount in fen.
"""

import json
import sys
from collections import defaultdict

FUNDS = ("OPS", "COM", "SUB", "MF", "TRUST")


def fen(amount: str) -> int:
    yuan, cents = amount.split(".")
    return int(yuan + cents)


class Codes:
    """Account names as the numbers that a table would hold."""

    def __init__(self) -> None:
        self._communities: dict[str, int] = {}
        self._houses: dict[tuple[str, str], int] = {}
        self._known: dict[str, str] = {}

    def columns(self, name: str) -> str:
        found = self._known.get(name)
        if found is None:
            found = self._known[name] = self._columns(name)
        return found

    def _columns(self, name: str) -> str:
        community, code, *rest = name.split(":")
        account, fund = code.split(".")
        number = self._communities.setdefault(community, len(self._communities) + 1)
        house, period = 0, 0
        if rest:
            house = self._houses.setdefault((community, rest[0]), len(self._houses) + 1)
        if len(rest) > 1:
            year, month = rest[1].split("-")
            period = int(year) * 12 + int(month) - 1
        return f"{number},{account},{FUNDS.index(fund)},{house},{period}"


def convert(journal: str, rows: str, sums: str) -> None:
    codes = Codes()
    balances: dict[str, int] = defaultdict(int)
    day, count, transactions = 0, 0, 0
    with open(journal, encoding="utf-8") as lines, open(rows, "w", encoding="ascii") as out:
        for line in lines:
            if line.startswith("    ") and line[4] != ";":
                name, amount, _ = line.split()
                value = fen(amount)
                balances[name] += value
                out.write(f"{codes.columns(name)},{day},{value}\n")
                count += 1
            elif line[:1].isdigit():
                day = int(line[:4]) * 372 + int(line[5:7]) * 31 + int(line[8:10])
                transactions += 1
    totals: dict[str, int] = defaultdict(int)
    for name, value in balances.items():
        totals[":".join(name.split(":")[:2])] += value
    with open(sums, "w", encoding="utf-8") as out:
        json.dump({"postings": count, "transactions": transactions, "balances": len(balances),
                   "not_zero": sum(1 for value in balances.values() if value), "totals": totals},
                  out)


if __name__ == "__main__":
    convert(*sys.argv[1:])
