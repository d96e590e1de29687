"""T10: proving the books from their bytes, beside the machine's bare SHA-256."""

import statistics
from typing import Any

from suite.bench import Bench
from suite.books import Books
from suite.machine import bare_sha256

TARGET = 0.8  # of bare SHA-256 on the cores used


def measure(bench: Bench) -> None:
    for size in bench.options.events:
        books = bench.books(size)
        limits: list[float] = []

        def once() -> dict[str, Any]:
            limits.append(bare_sha256(bench.options.threads))
            return verify(bench, books)

        runs = bench.repeat(f"verify {books.events:,} events", once)
        limits = limits[-len(runs):]
        confirm(bench, books, runs)
        bench.row("T10", "verify beside bare SHA-256 of 16 KiB pieces", "of bare",
                  [run["bytes"] / run["seconds"] / limit for run, limit in zip(runs, limits)],
                  events=books.events, target=TARGET, note=f"by turns; bare "
                  f"{statistics.median(limits) / 1e9:.2f} GB/s on {bench.options.threads} threads")
        rates = [run["events"] / run["seconds"] for run in runs]
        bench.row("T10", "verify, events", "events/s", rates, events=books.events)
        bench.row("T10", "verify, bytes", "bytes/s",
                  [run["bytes"] / run["seconds"] for run in runs], events=books.events)
        bench.point("verify", "ns an event", books.events, 1e9 / statistics.median(rates))


def verify(bench: Bench, books: Books) -> dict[str, Any]:
    return bench.ours("verify", "--json", "--threads", bench.options.threads,
                      "--data", books.directory)


def confirm(bench: Bench, books: Books, runs: list[dict[str, Any]]) -> None:
    right = all(run["ok"] and run["snapshot_checked"] for run in runs)
    bench.confirm(f"verify of {books.events:,} events", right,
                  f"{len(runs)} runs, snapshot checked, {len(runs[0]['problems'])} problems")
