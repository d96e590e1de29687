"""T8 and the service's part of T11: start-up, and how latency grows with the books."""

import shutil
import statistics
from pathlib import Path

from suite.bench import Bench
from suite.books import Books, clone
from suite.files import drop_from_page_cache
from suite.load import communities_of, house_path, houses_of, load, write_houses, write_targets
from suite.process import say
from suite.server import Server

READY_TARGET = 2  # seconds, with 100 million events
SAMPLE_COMMUNITIES = 10


def measure_start(bench: Bench) -> None:
    for size in bench.options.events:
        books = bench.books(size)
        data = clone(books, bench.scratch / "t8")
        warm = bench.repeat(f"start with {books.events:,} events", lambda: start(bench, data))
        drop_from_page_cache(data)
        cold = start(bench, data)
        shutil.rmtree(data)
        bench.row("T8", "serve until /readyz says 200", "s", warm, events=books.events,
                  target=READY_TARGET, better="lower",
                  note=f"warm; {cold:.2f} s after its files were dropped from the page cache")
        bench.point("start", "ns an event", books.events,
                    1e9 * statistics.median(warm) / books.events)


def start(bench: Bench, data: Path) -> float:
    with Server(bench, data) as server:
        return server.ready_seconds


def measure_growth(bench: Bench) -> None:
    """Median latency of questions and posts over one connection, by size."""
    for size in bench.options.events:
        books = bench.books(size)
        data = clone(books, bench.scratch / "t11")
        say(f"posts and statements in books of {books.events:,} events")
        with Server(bench, data) as server:
            grow(bench, server, books)
        replayed = bench.replay(data)
        bench.confirm(f"T11: replay of {books.events:,} events and new posts = snapshot",
                      replayed["matches_snapshot"] is True, f"{replayed['events']:,} events")
        shutil.rmtree(data)


def grow(bench: Bench, server: Server, books: Books) -> None:
    options = bench.options
    seconds = max(2, options.seconds // 2)
    communities = communities_of(server, SAMPLE_COMMUNITIES, options.seed)
    houses = houses_of(server, communities)
    listed = write_houses(bench.scratch / "houses.txt", houses)

    def asked(paths: list[str]) -> float:
        targets = write_targets(bench.scratch / "targets.txt", paths)
        return load(server, "ask.lua", [f"targets={targets}"], connections=1,
                    seconds=seconds).p50_ms

    def posted(batch: int) -> float:
        how = [f"batch={batch}", f"houses={listed}", f"run=growth{batch}", "date=2026-01-15",
               f"seed={options.seed}"]
        return load(server, "record.lua", how, connections=1, seconds=seconds).p50_ms

    months = [f"/v1/communities/{community}/collection-rate?period=2025-06"
              for community in communities]
    bench.point("house statement, p50", "ms", books.events,
                asked([house_path(*house) for house in houses]))
    bench.point("collection rate of a month, p50", "ms", books.events, asked(months))
    bench.point("single post, p50", "ms", books.events, posted(1))
    bench.point("batch of 1,000 over HTTP, p50", "ms", books.events, posted(1000))
