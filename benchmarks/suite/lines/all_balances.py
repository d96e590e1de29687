"""T3: every balance of about a million transactions, beside the programs one would pick instead."""

import statistics
from dataclasses import dataclass, field

from suite.bench import Bench
from suite.books import Books
from suite.journal import Journal, confirm_journal, confirm_totals, exported
from suite.lines.replay import confirm_snapshot
from suite.peers import duckdb
from suite.peers.postgres import Cluster, settings_text
from suite.peers.text import TEXT_PEERS, TextPeer
from suite.process import BenchError, available_memory, say
from suite.results import Table
from suite.words import human, size_word, spread_of

TARGETS = {"hledger": 1000.0, "ledger": 300.0, "beancount": 2000.0, "PostgreSQL": 10.0,
           "DuckDB": 1.0}
OURS = "Mingzhang: replay from zero"
STEPS = (20_000, 100_000)  # first these, to see whether the size that was asked for can be had

ALL_BALANCES = ("SELECT count(*) FROM (SELECT community, account, fund, house, period FROM posting "
                "GROUP BY community, account, fund, house, period HAVING sum(amount) <> 0) b")
TRIAL_BALANCE = ("SELECT count(*) FROM (SELECT community, account, fund FROM posting "
                 "GROUP BY community, account, fund HAVING sum(amount) <> 0) b")
LOAD = """
CREATE TABLE posting (community int NOT NULL, account smallint NOT NULL, fund smallint NOT NULL,
  house int NOT NULL, period int NOT NULL, day int NOT NULL, amount bigint NOT NULL);
\\copy posting FROM '{rows}' WITH (FORMAT csv)
VACUUM (ANALYZE, FREEZE) posting;
"""
PARALLEL = ("SET min_parallel_table_scan_size = 0; SET parallel_setup_cost = 0; "
            "SET parallel_tuple_cost = 0; SET max_parallel_workers_per_gather = ")


@dataclass
class Comparison:
    """What stands in the table of peers, and our own seconds by size."""

    bench: Bench
    rounds: dict[int, list[list[float]]] = field(default_factory=dict)
    rows: list[list[str]] = field(default_factory=list)

    def round_of_ours(self, books: Books) -> None:
        """`replay` from zero, every projection and check on. One round before a peer, one after."""
        first = books.events not in self.rounds
        runs = self.bench.repeat(f"ours, {books.events:,} events",
                                 lambda: self.bench.replay(books.directory))
        confirm_snapshot(self.bench, books, runs)
        seconds = [run["seconds"] for run in runs]
        self.rounds.setdefault(books.events, []).append(seconds)
        every = [value for one in self.rounds[books.events] for value in one]
        self.bench.row("T3", OURS, "s", every, events=books.events, better="lower",
                       note=f"{runs[0]['threads']} threads; before and after each peer")
        if first:
            self.add("Mingzhang", "the whole command: starts, scans, replays, compares", books,
                     [run["command_seconds"] for run in runs], "")

    def our_seconds(self, books: Books) -> float:
        """Median of the last two rounds."""
        return statistics.median(value for one in self.rounds[books.events][-2:] for value in one)

    def add(self, name: str, how: str, books: Books, seconds: list[float], note: str) -> None:
        median = statistics.median(seconds)
        self.rows.append([name, how, size_word(books.events), f"{human(median)} s",
                          spread_of(seconds),
                          f"{median / self.our_seconds(books):,.1f}", note])

    def peer(self, name: str, how: str, books: Books, seconds: list[float], note: str) -> None:
        """The figure that counts for the target."""
        ours = self.our_seconds(books)
        self.add(name, how, books, seconds, f"Mingzhang {human(ours)} s" +
                 (f"; {note}" if note else ""))
        self.bench.row("T3", f"{name}: all balances", "s", seconds, events=books.events,
                       better="lower", note=note)
        self.bench.row("T3", f"{name} / Mingzhang", "times", [s / ours for s in seconds],
                       events=books.events, target=TARGETS[name],
                       note="by Mingzhang's median before and after it")

    def missing(self, name: str, why: str) -> None:
        self.bench.row("T3", f"{name} / Mingzhang", "times", [], target=TARGETS[name], note=why)


def measure(bench: Bench) -> None:
    comparison = Comparison(bench)
    asked = bench.options.journal_events
    sizes = [size for size in STEPS if size < asked] + [asked]
    journals = [exported(bench, size) for size in sizes]
    for journal in journals:
        confirm_journal(bench, journal)
    for peer in TEXT_PEERS:
        climb(bench, comparison, peer, journals)
    for name, ask in (("PostgreSQL", ask_postgres), ("DuckDB", ask_duckdb)):
        try:
            ask(bench, comparison, journals[-1])
        except BenchError as error:  # the others still stand side by side
            comparison.missing(name, str(error))
    write_table(bench, comparison, journals[-1])


def climb(bench: Bench, comparison: Comparison, peer: TextPeer, journals: list[Journal]) -> None:
    """From small to large, as far as time and memory reach."""
    timeout = bench.options.peer_timeout
    reached: tuple[Journal, list[float], int] | None = None
    why = ""
    for journal in journals:
        if reached:
            growth = journal.books.events / reached[0].books.events
            if reached[1][0] * growth > timeout or reached[2] * growth > available_memory():
                why = (f"{journal.books.events:,} events would take about "
                       f"{reached[1][0] * growth:,.0f} s and {reached[2] * growth / 1e9:.0f} GB")
                break
        comparison.round_of_ours(journal.books)
        seconds, peak, why = repeat_peer(bench, peer, journal, last=journal is journals[-1])
        if not seconds:
            break
        reached = (journal, seconds, peak)
    if reached is None:
        return comparison.missing(peer.name, why)
    journal, seconds, peak = reached
    comparison.round_of_ours(journal.books)
    note = f"{peak / 1e9:.1f} GB of memory" + (f"; {why}" if why else "")
    comparison.peer(peer.name, peer.how, journal.books, seconds, note)
    again = peer.once_parsed(journal, statistics.median(seconds), timeout)
    if again:
        comparison.add(peer.name, f"once parsed: {again[0]}", journal.books, [again[1]],
                       "of the time above, what is not reading text")


def repeat_peer(bench: Bench, peer: TextPeer, journal: Journal,
                last: bool) -> tuple[list[float], int, str]:
    """Once at the smaller sizes; at the last as often as asked while the budget lasts."""
    say(f"{peer.name}: {journal.books.events:,} events")
    budget = bench.options.peer_timeout
    seconds: list[float] = []
    peak, stopped = 0, ""
    for _ in range(bench.options.runs if last else 1):
        if seconds and sum(seconds) + max(seconds) > budget:
            break
        answer = peer.answer(journal, budget)
        if answer.stopped:
            stopped = (f"{journal.books.events:,} events: {answer.stopped}" +
                       (" in another run" if seconds else ""))
            break
        seconds.append(answer.seconds)
        peak = max(peak, answer.peak_bytes)
        confirm_totals(bench, f"balances of {journal.books.events:,} events = {peer.name}'s",
                       journal.totals, answer.totals)
    say(f"  {peer.name}: {', '.join(f'{one:.2f} s' for one in seconds)} {stopped}")
    return seconds, peak, stopped


def ask_postgres(bench: Bench, comparison: Comparison, journal: Journal) -> None:
    """With and without parallel workers; the quicker of the two counts."""
    books, timeout = journal.books, bench.options.peer_timeout
    comparison.round_of_ours(books)
    with Cluster(bench.work) as cluster:
        say(f"PostgreSQL: loading {journal.postings:,} rows")
        cluster.psql(LOAD.format(rows=journal.rows), timeout)
        tried = []
        for workers in (0, bench.options.threads):
            answer, seconds = cluster.times(ALL_BALANCES, f"{PARALLEL}{workers}",
                                            bench.options.runs, timeout)
            tried.append((statistics.median(seconds), seconds, workers))
        _, best, workers = min(tried)
        _, coarse = cluster.times(TRIAL_BALANCE, f"{PARALLEL}{bench.options.threads}",
                                  bench.options.runs, timeout)
    comparison.round_of_ours(books)
    confirm_count(bench, "PostgreSQL", int(answer), journal)
    comparison.peer("PostgreSQL", "GROUP BY community, account, fund, house, period over loaded "
                    "rows", books, best, f"{workers} parallel workers")
    comparison.add("PostgreSQL", "GROUP BY community, account, fund: trial balances only", books,
                   coarse, f"{bench.options.threads} parallel workers")


def ask_duckdb(bench: Bench, comparison: Comparison, journal: Journal) -> None:
    python, why = duckdb.environment(bench.work)
    if python is None:
        return comparison.missing("DuckDB", why)
    comparison.round_of_ours(journal.books)
    say(f"DuckDB: {journal.postings:,} rows")
    options = bench.options
    answer = duckdb.ask(python, bench.scratch, journal.rows, options.threads, options.runs,
                        [ALL_BALANCES, TRIAL_BALANCE], options.peer_timeout)
    comparison.round_of_ours(journal.books)
    bench.results.machine["DuckDB"] = answer.version
    confirm_count(bench, "DuckDB", answer.answers[0], journal)
    note = f"{options.threads} threads"
    comparison.peer("DuckDB", "the same GROUP BY over loaded columns", journal.books,
                    answer.seconds[0], note)
    comparison.add("DuckDB", "GROUP BY community, account, fund: trial balances only",
                   journal.books, answer.seconds[1], note)


def confirm_count(bench: Bench, name: str, found: int, journal: Journal) -> None:
    bench.confirm(f"balances of {journal.books.events:,} events that are not zero = {name}'s",
                  found == journal.not_zero, f"{journal.not_zero:,} against {found:,}")


def write_table(bench: Bench, comparison: Comparison, journal: Journal) -> None:
    note = (
        f"The books: {journal.books.events:,} events, of which {journal.transactions:,} are "
        f"transactions with {journal.postings:,} postings and {journal.balances:,} balances "
        f"({journal.not_zero:,} not zero) by community, account, fund, house and period.\n\n"
        "What is compared: seconds until every balance is there, files in the page cache. "
        "Mingzhang reads the postings of its log from zero, checks them and builds all state "
        "(balances, and what reports, guards and vouchers need), timed in the process; its start "
        "and the comparison with the snapshot are not counted. hledger, ledger and beancount "
        "start, parse text and print; what they take once parsed stands in lines of its own. "
        "PostgreSQL and DuckDB scan typed rows that were loaded and analysed before (loading is "
        "not counted), and count the balances instead of sending them. No peer keeps dates, "
        "documents or hashes in what it sums. \"Times Mingzhang\" is by its median right before "
        "and after that peer.\n\n"
        f"PostgreSQL: {settings_text()}; the quicker of no parallel worker and one for each core.")
    ours = [r for r in bench.results.of("T3") if r.what == OURS and r.events in comparison.rounds]
    rows = [["Mingzhang", "`mingzhang replay`, from zero", size_word(r.events),
             f"{human(r.median or 0)} s", spread_of(r.values), "1.0", r.note] for r in ours]
    bench.results.table(Table(
        "T3", "All balances, side by side in one run",
        ["Program", "What it did", "Events", "Median", "Least to most (runs)",
         "Times Mingzhang", ""], rows + comparison.rows, note))
