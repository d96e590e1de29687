"""T9: memory of a replay and of the state."""

import statistics

from suite.bench import Bench
from suite.books import Books
from suite.lines.disk import status_of
from suite.process import say
from suite.results import Table
from suite.words import human, size_word

HOUSE_TARGET = 250  # bytes of a house with a year of open periods
YEAR = 12


def measure(bench: Bench) -> None:
    for size in bench.options.events:
        books = bench.books(size)
        peaks = bench.repeat(f"memory of replaying {books.events:,} events",
                             lambda: bench.replay_peak(books.directory) / 1e6)
        bench.row("T9", "most memory of a replay", "MB", peaks, events=books.events,
                  better="lower", note=f"{books.houses:,} houses; the rebuilt state and, to "
                  "compare, the snapshot's")
        per_house = statistics.median(peaks) * 1e6 / books.houses
        bench.point("memory of a replay", "bytes a house", books.events, per_house)
        note_state(bench, books, "with two years")
    note_state(bench, bench.books(min(bench.options.largest, 200_000), YEAR), "with a year")
    measure_length(bench)


def measure_length(bench: Bench) -> None:
    """As many houses, five times the months: the state of each month may grow, nothing else."""
    short = bench.books(min(bench.options.largest, 200_000), 24)
    long = bench.books(round(short.communities * 52_735), 120)
    peaks = [[bench.replay_peak(books.directory) / 1e6
              for _ in range(bench.options.runs)] for books in (short, long)]
    say(f"  {short.houses:,} and {long.houses:,} houses")
    ratio = statistics.median(peaks[1]) / statistics.median(peaks[0])
    bench.row("T9", "memory of replaying ten years / two years of as many houses", "times",
              [ratio], events=long.events, better="lower",
              note=f"{human(peaks[0][0])} MB for {size_word(short.events)} events, "
              f"{human(peaks[1][0])} MB for {size_word(long.events)}")


def note_state(bench: Bench, books: Books, words: str) -> None:
    """From `mingzhang status`; where there is none, the snapshot stands in for it."""
    state: dict[str, int] = status_of(bench, books).get("state", {})
    target = HOUSE_TARGET if books.months == YEAR else None
    if state:
        total = sum(state.values())
        note = "as `mingzhang status` counts it"
        rows = [[name, human(size), f"{size / books.houses:.1f}"]
                for name, size in sorted(state.items(), key=lambda part: -part[1])]
        bench.results.table(Table(
            "T9", f"State of {books.houses:,} houses {words}", ["Structure", "Bytes", "A house"],
            rows))
    else:
        newest = max(books.directory.glob("snapshots/*.snapshot"), key=lambda p: p.stat().st_mtime)
        total = newest.stat().st_size
        note = "the snapshot's bytes stand in for the state: `mingzhang status` is not there"
    bench.row("T9", f"state of a house {words}", "bytes", [total / books.houses],
              events=books.events, target=target, better="lower", note=note)
