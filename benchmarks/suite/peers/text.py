"""Plain-text accounting programs: each reads the whole journal and prints every balance."""

import csv
from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path

from suite.journal import Journal, Totals, by_account
from suite.process import Finished, run


@dataclass(frozen=True)
class Answer:
    """One run of a peer. `stopped` says why there is no figure."""

    seconds: float
    peak_bytes: int
    stopped: str
    totals: Totals


class TextPeer(ABC):
    """A program that starts, parses text, sums and prints."""

    name: str
    form: str
    how: str  # what is run, for the document

    @abstractmethod
    def command(self, journal: Path) -> list[str | Path]: ...

    @abstractmethod
    def balances(self, output: Path) -> dict[str, str]:
        """Amounts by our account names."""

    def environment(self) -> dict[str, str]:
        return {}

    def answer(self, journal: Journal, timeout: float) -> Answer:
        done = run(self.command(journal.text(self.form)), timeout, env=self.environment())
        stopped = done.stopped or ("" if done.status == 0 else f"ended with {done.status}: "
                                   f"{done.errors[-300:]}")
        totals = {} if stopped else by_account(self.balances(done.output))
        done.output.unlink()
        return Answer(done.seconds, done.peak_bytes, stopped, totals)

    def once_parsed(self, journal: Journal, whole: float,
                    timeout: float) -> tuple[str, float] | None:
        """How it can be asked without parsing, and seconds then; `whole` is with parsing."""
        return None


class Hledger(TextPeer):
    name = "hledger"
    form = "hledger"
    how = "`hledger -f books.hledger balance --flat --no-total -O csv`"

    def command(self, journal: Path) -> list[str | Path]:
        return ["hledger", "-f", journal, "balance", "--flat", "--no-total", "-O", "csv"]

    def balances(self, output: Path) -> dict[str, str]:
        with open(output, encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        return {name: amount.removesuffix(" CNY") for name, amount in rows[1:]}

    def once_parsed(self, journal: Journal, whole: float,
                    timeout: float) -> tuple[str, float] | None:
        """It cannot keep a parsed journal: what `check`, which only parses, takes is subtracted."""
        parse = run(["hledger", "-f", journal.text(self.form), "check"], timeout)
        if parse.stopped or parse.seconds >= whole:  # the latter in small books, by noise
            return None
        return "`balance` less `check`, which only parses", whole - parse.seconds


class Ledger(TextPeer):
    name = "ledger"
    form = "ledger"
    how = "`ledger -f books.ledger balance --flat --no-total`"
    asked = ["balance", "--flat", "--no-total"]

    def command(self, journal: Path) -> list[str | Path]:
        return ["ledger", "-f", journal, *self.asked, "--balance-format",
                "%(account)\t%(total)\n"]

    def balances(self, output: Path) -> dict[str, str]:
        found = {}
        for line in output.read_text(encoding="utf-8").splitlines():
            name, amount = line.split("\t")
            if amount != "0":
                found[name] = amount.removesuffix(" CNY")
        return found

    def once_parsed(self, journal: Journal, whole: float,
                    timeout: float) -> tuple[str, float] | None:
        """In its own shell, which keeps the journal: three questions less one, halved."""
        one, three = self._ask(journal, 1, timeout), self._ask(journal, 3, timeout)
        if one.stopped or three.stopped:
            return None
        return "asked again in its own shell", (three.seconds - one.seconds) / 2

    def _ask(self, journal: Journal, times: int, timeout: float) -> Finished:
        questions = journal.folder / "questions.txt"
        questions.write_text((" ".join(self.asked) + "\n") * times, encoding="ascii")
        with open(questions, "rb") as stdin:
            done = run(["ledger", "-f", journal.text(self.form)], timeout, stdin=stdin)
        done.output.unlink()
        return done


class Beancount(TextPeer):
    name = "beancount"
    form = "beancount"
    how = "`bean-query -q -f csv books.beancount 'SELECT account, sum(number) GROUP BY account'`"

    def command(self, journal: Path) -> list[str | Path]:
        return ["bean-query", "-q", "-f", "csv", journal,
                "SELECT account, sum(number) GROUP BY account"]

    def environment(self) -> dict[str, str]:
        return {"BEANCOUNT_DISABLE_LOAD_CACHE": "1"}

    def balances(self, output: Path) -> dict[str, str]:
        found = {}
        for line in output.read_text(encoding="utf-8").splitlines()[1:]:
            name, amount = (part.strip() for part in line.split(","))
            _, community, code, *rest = name.split(":")
            ours = [community.removeprefix("C-"), code.replace("-", "."), *rest]
            found[":".join(ours)] = amount if "." in amount else amount + ".00"
        return found

    def once_parsed(self, journal: Journal, whole: float,
                    timeout: float) -> tuple[str, float] | None:
        """It keeps what it parsed beside the file; the first of these two runs writes that."""
        for _ in range(2):
            done = run(self.command(journal.text(self.form)), timeout)
            done.output.unlink()
            if done.stopped:
                return None
        return "the same command with its own parse cache", done.seconds


TEXT_PEERS: tuple[TextPeer, ...] = (Hledger(), Ledger(), Beancount())
