"""T8 and the service's part of T11: start-up, and how latency grows with the books."""

import shutil
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
        data = clone(books, bench.work / "t8")
        warm = bench.repeat(f"start with {books.events:,} events", lambda: start(bench, data))
        drop_from_page_cache(data)
        cold = start(bench, data)
        shutil.rmtree(data)
        bench.row("T8", "serve until /readyz says 200", "s", warm, events=books.events,
                  target=READY_TARGET, better="lower",
                  note=f"warm; {cold:.2f} s after its files were dropped from the page cache")
        bench.point("start", "ms in all", books.events, 1000 * sorted(warm)[len(warm) // 2])


def start(bench: Bench, data: Path) -> float:
    with Server(bench, data) as server:
        return server.ready_seconds


def measure_growth(bench: Bench) -> None:
    """Median latency of one post and of one house statement, one connection, by size."""
    for size in bench.options.events:
        books = bench.books(size)
        data = clone(books, bench.work / "t11")
        say(f"posts and statements in books of {books.events:,} events")
        with Server(bench, data) as server:
            grow(bench, server, books)
        replayed = bench.replay(data)
        bench.confirm(f"T11: replay of {books.events:,} events and new posts = snapshot",
                      replayed["matches_snapshot"] is True, f"{replayed['events']:,} events")
        shutil.rmtree(data)


def grow(bench: Bench, server: Server, books: Books) -> None:
    options = bench.options
    communities = communities_of(server, SAMPLE_COMMUNITIES, options.seed)
    houses = houses_of(server, communities)
    seconds = max(2, options.seconds // 2)
    targets = write_targets(options.work / "targets.txt",
                            [house_path(*house) for house in houses])
    asked = load(server, "ask.lua", [f"targets={targets}"], connections=1, seconds=seconds)
    listed = write_houses(options.work / "houses.txt", houses)
    posted = load(server, "record.lua", ["batch=1", f"houses={listed}", "run=growth",
                                         "date=2026-01-15", f"seed={options.seed}"],
                  connections=1, seconds=seconds)
    bench.point("house statement, p50", "ms", books.events, asked.p50_ms)
    bench.point("single post, p50", "ms", books.events, posted.p50_ms)
