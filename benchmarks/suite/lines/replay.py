"""T1, T2: rebuilding all state from zero, with the files in memory and after they were dropped."""

import statistics
from typing import Any

from suite.bench import Bench
from suite.books import Books
from suite.files import drop_from_page_cache

POSTINGS_TARGET = 50e6  # a second
SCAN_TARGET = 0.3  # of a bare scan of the same bytes
COLD_TARGET = 0.7  # of the speed with a warm cache


def measure_warm(bench: Bench) -> None:
    for size in bench.options.events:
        books = bench.books(size)
        runs = bench.repeat(f"replay of {books.events:,} events", lambda: bench.replay(
            books.directory))
        confirm_snapshot(bench, books, runs)
        rates = [run["postings_per_second"] for run in runs]
        bench.row("T1", "replay from zero", "postings/s", rates, events=books.events,
                  target=POSTINGS_TARGET, note=f"{runs[0]['threads']} threads")
        bench.row("T1", "replay from zero, events", "events/s",
                  [run["events_per_second"] for run in runs], events=books.events)
        bench.row("T1", "speed beside a bare scan of the same bytes", "of the scan",
                  [run["scan_seconds"] / run["seconds"] for run in runs], events=books.events,
                  target=SCAN_TARGET, note="both in the same process")
        bench.point("replay", "ns a posting", books.events, 1e9 / statistics.median(rates))


def measure_cold(bench: Bench) -> None:
    """The command replays first: its bare scan finds in memory what the replay brought there."""
    for size in bench.options.events:
        books = bench.books(size)
        warm = bench.repeat(f"warm replay of {books.events:,} events", lambda: bench.replay(
            books.directory))
        cold = bench.repeat(f"cold replay of {books.events:,} events", lambda: cold_replay(
            bench, books))
        confirm_snapshot(bench, books, cold)
        warm_seconds = statistics.median(run["seconds"] for run in warm)
        cold_seconds = [run["seconds"] for run in cold]
        bench.row("T2", "replay after the files were dropped from the page cache", "of warm",
                  [warm_seconds / seconds for seconds in cold_seconds], events=books.events,
                  target=COLD_TARGET, note=f"warm {warm_seconds:.3f} s in the same run")
        bench.row("T2", "the same, seconds", "s", cold_seconds, events=books.events,
                  better="lower")
        bench.point("cold replay", "ns a posting", books.events,
                    1e9 * statistics.median(cold_seconds) / books.postings)


def cold_replay(bench: Bench, books: Books) -> dict[str, Any]:
    drop_from_page_cache(books.directory)
    return bench.replay(books.directory)


def confirm_snapshot(bench: Bench, books: Books, runs: list[dict[str, Any]]) -> None:
    matches = all(run["matches_snapshot"] is True for run in runs)
    bench.confirm(f"replay of {books.events:,} events = its snapshot", matches,
                  f"{len(runs)} runs, matches_snapshot {'true' if matches else 'NOT true'}")
