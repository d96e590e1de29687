"""T7: statements of ten years and reports of a month, now and as of another day, over HTTP."""

import random
import shutil
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from suite.bench import Bench
from suite.books import clone
from suite.load import Load, communities_of, house_path, houses_of, load, write_targets
from suite.process import say
from suite.server import Server

MONTHS = 120
SAMPLE_COMMUNITIES = 10
TARGETS = 2048  # different questions, asked round and round
HOUSE_P99_MS = 1
MONTH_P99_MS = 10
AS_OF_RATIO = 2
LONG_AGO = "as_of=2024-06-30"


@dataclass(frozen=True)
class Question:
    name: str
    paths: list[str]
    target_ms: float


def measure(bench: Bench) -> None:
    books = bench.books(min(bench.options.largest, 1_000_000), MONTHS)
    data = clone(books, bench.scratch / "t7")
    with Server(bench, data) as server:
        for question in questions(bench, server):
            ask(bench, server, data, question, books.events)
    shutil.rmtree(data)


def questions(bench: Bench, server: Server) -> list[Question]:
    chosen = random.Random(bench.options.seed)
    communities = communities_of(server, SAMPLE_COMMUNITIES, bench.options.seed)
    houses = chosen.choices(houses_of(server, communities), k=TARGETS)
    statements = [f"{house_path(*house)}?from=2016-01-01&to=2025-12-31" for house in houses]

    def monthly(report: str) -> list[str]:
        return [f"/v1/communities/{chosen.choice(communities)}/{report}?period="
                f"{chosen.randint(2017, 2024)}-{chosen.randint(1, 12):02}"
                for _ in range(TARGETS)]

    return [Question("house statement of ten years", statements, HOUSE_P99_MS),
            Question("community statement of a month", monthly("statement"), MONTH_P99_MS),
            Question("collection rate of a month", monthly("collection-rate"), MONTH_P99_MS),
            Question("trial balance of a month", monthly("trial-balance"), MONTH_P99_MS)]


def recorded_by(server: Server) -> str:
    """As of that day, by what was recorded when nine tenths of the log were."""
    last = int(server.get("/readyz")["sequence"])
    event = server.get(f"/v1/events/{last * 9 // 10}")
    return f"{LONG_AGO}&recorded_by={quote(event['recorded']['time'])}"


def ask(bench: Bench, server: Server, data: Path, question: Question, events: int) -> None:
    """Plain, as of a day, and as of that day by what was recorded then: by turns."""
    targets = data.parent / "targets.txt"
    variants = {"plain": "", "as of": LONG_AGO, "as of and recorded by": recorded_by(server)}
    seen: dict[str, list[Load]] = {name: [] for name in variants}
    seconds = max(2, bench.options.seconds // 4)
    say(f"{question.name}: {bench.options.runs} runs")
    for _ in range(bench.options.runs):
        for name, addition in variants.items():
            write_targets(targets, [f"{path}&{addition}" if addition else path
                                    for path in question.paths])
            seen[name].append(load(server, "ask.lua", [f"targets={targets}"], connections=1,
                                   seconds=seconds))
    plain = seen["plain"]
    bench.row("T7", f"{question.name}, p99", "ms", [run.p99_ms for run in plain], events=events,
              target=question.target_ms, better="lower",
              note=f"one connection, warm; {sum(run.requests for run in plain):,} questions")
    bench.row("T7", f"{question.name}, p50", "ms", [run.p50_ms for run in plain], events=events,
              better="lower")
    for name in ("as of", "as of and recorded by"):
        bench.row("T7", f"{question.name}, {name} / plain, p50", "times",
                  [one.p50_ms / other.p50_ms for one, other in zip(seen[name], plain)],
                  events=events, target=AS_OF_RATIO, better="lower", note="by turns in one run")
