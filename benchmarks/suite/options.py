"""The command line of ops/bench."""

import argparse
import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCRATCH = "scratch"  # in the work directory
OUR_BINARY = ROOT / "build/release/mingzhang"
LINES = tuple(f"T{number}" for number in range(1, 12))


@dataclass(frozen=True)
class Options:
    """What to measure and where. Sizes are events, times seconds."""

    only: tuple[str, ...]
    events: tuple[int, ...]
    seed: int
    runs: int
    seconds: int  # of each load over HTTP and of each pgbench run
    peer_timeout: int
    work: Path
    binary: Path
    threads: int
    quick: bool
    service_load: bool
    keep_baseline: bool
    render: bool
    fresh: bool
    note: str

    @property
    def largest(self) -> int:
        return max(self.events)

    @property
    def journal_events(self) -> int:
        """The size at which every event is also written as text for other programs."""
        return max((size for size in self.events if size <= 1_000_000), default=1_000_000)


def parse_size(text: str) -> int:
    """`20k`, `1m` or `100000` events."""
    units = {"k": 1_000, "m": 1_000_000}
    number, unit = (text[:-1], units[text[-1].lower()]) if text[-1:].lower() in units else (text, 1)
    if not number.isdigit() or int(number) == 0:
        raise argparse.ArgumentTypeError(f"{text}: a size is written like 100k, 1m or 250000")
    return int(number) * unit


def parse_sizes(text: str) -> tuple[int, ...]:
    return tuple(sorted({parse_size(part) for part in text.split(",")}))


def parse_lines(text: str) -> tuple[str, ...]:
    lines = tuple(part.strip().upper() for part in text.split(","))
    for line in lines:
        if line not in LINES:
            raise argparse.ArgumentTypeError(f"{line}: there are T1 to T11")
    return lines


def cores() -> int:
    return len(os.sched_getaffinity(0))


def parse(arguments: list[str]) -> Options:
    parser = argparse.ArgumentParser(
        prog="ops/bench", description="Measures Mingzhang beside its peers.")
    add = parser.add_argument
    add("--only", type=parse_lines, default=LINES, metavar="T1,T3", help="these lines only")
    add("--events", type=parse_sizes, default=None, metavar="1m,10m",
        help="sizes of the books (default 1m)")
    add("--seed", type=int, default=1,
        help="of the generated books and of every random choice (default 1)")
    add("--runs", type=int, default=5, help="of everything that is affordable (default 5)")
    add("--seconds", type=int, default=None,
        help="of each load over HTTP and of pgbench (default 10; with --quick 4)")
    add("--peer-timeout", type=int, default=900, metavar="SECONDS",
        help="a peer's single run is stopped after this (default 900)")
    add("--work", type=Path, default=ROOT / "build/bench", metavar="DIR",
        help="books, throw-away clusters and results.json (default build/bench)")
    add("--binary", type=Path, default=OUR_BINARY, metavar="FILE")
    add("--threads", type=int, default=cores(), help="of replay and verify (default: every core)")
    add("--fresh", action="store_true", help="generates books again even where they are there")
    add("--note", default="", help="a sentence about this run, for the document")
    add("--quick", action="store_true",
        help="a few minutes: only ratios, compared with benchmarks/baseline.json")
    add("--service-load", action="store_true",
        help="the service under load, alone and in a crowd; writes docs/load.md")
    add("--keep-baseline", action="store_true", help="with --quick: keeps them as the baseline")
    add("--render", action="store_true", help="only writes docs/performance.md from results.json")
    given = vars(parser.parse_args(arguments))
    given["events"] = given["events"] or (1_000_000,)
    given["seconds"] = given["seconds"] or (4 if given["quick"] else 10)
    given["work"] = given["work"].resolve()
    given["binary"] = given["binary"].resolve()
    return Options(**given)
