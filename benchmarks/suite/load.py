"""Load over HTTP by wrk: bounded in time, every answer checked."""

import json
import os
import random
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from urllib.parse import quote

from suite.options import cores
from suite.process import BenchError, must_run
from suite.server import Server

LUA = Path(__file__).parent / "lua"
SHARES = (50, 75, 90, 95, 99, 99.9, 99.99)


@dataclass(frozen=True)
class Load:
    """What wrk saw. Its connections each wait for an answer before they ask again.

    `percentiles_ms` are of what each request waited. wrk itself prints others, `stretched_ms`: for
    each request that waited long it counts those too that its connection would have sent meanwhile,
    had they come at even times.
    """

    requests: int
    seconds: float
    max_ms: float
    percentiles_ms: dict[float, float]
    stretched_ms: dict[float, float]

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds

    @property
    def p50_ms(self) -> float:
        return self.percentiles_ms[50]

    @property
    def p99_ms(self) -> float:
        return self.percentiles_ms[99]


def load(server: Server, script: str, arguments: Sequence[str], *, connections: int,
         seconds: int) -> Load:
    threads = min(connections, max(1, cores() // 2))
    command = ["wrk", f"--threads={threads}", f"--connections={connections}",
               f"--duration={seconds}s", "--timeout=30s", "--script", str(LUA / script),
               *(f"--header={name}: {value}" for name, value in server.headers.items()),
               server.base, "--", *arguments]
    done = must_run(command, seconds + 90, env={**os.environ, "SUITE_LUA": str(LUA)})
    answers = [line for line in done.text().splitlines() if line.startswith("RESULT ")]
    if not answers:
        raise BenchError(f"wrk said nothing: {done.errors[-500:]}")
    found = json.loads(answers[0].removeprefix("RESULT "))
    bad = found["wrong"] + found["socket_errors"] + found["timeouts"]
    if bad or not found["requests"]:
        raise BenchError(f"{bad} of {found['requests']} answers of {script} were wrong: {found}")
    stretched = dict(found["latency_counts"])
    interval_us = found["duration_us"] // max(1, found["requests"] // connections)
    waited = unstretched(stretched, interval_us)
    if sum(waited.values()) != found["requests"]:
        raise BenchError(f"wrk counts latencies in a way that {__file__} does not know")
    return Load(found["requests"], found["seconds"], max(waited) / 1000,
                percentiles_ms(waited), percentiles_ms(stretched))


def unstretched(counts: dict[int, int], interval_us: int) -> dict[int, int]:
    """What was measured, of what wrk made of it: to each request that waited two intervals or more
    it adds others that waited one interval less each, while that is more than one interval."""
    left = dict(counts)
    for us in sorted(counts, reverse=True):
        if us < 2 * interval_us:
            break
        for added in range(us - interval_us, interval_us, -interval_us):
            left[added] -= left[us]
    return {us: count for us, count in left.items() if count}


def percentiles_ms(counts: dict[int, int]) -> dict[float, float]:
    ordered = sorted(counts)
    up_to = list(accumulate(counts[us] for us in ordered))
    return {share: ordered[bisect_left(up_to, share / 100 * up_to[-1])] / 1000
            for share in SHARES}


def houses_of(server: Server, communities: Sequence[str]) -> list[tuple[str, str]]:
    """(community, house) pairs; some houses are shops with Chinese names."""
    found = []
    for community in communities:
        for house in server.get(f"/v1/communities/{community}/houses")["houses"]:
            found.append((community, house["house"]))
    return found


def communities_of(server: Server, most: int, seed: int) -> list[str]:
    every = [c["community"] for c in server.get("/v1/communities")["communities"]]
    return sorted(random.Random(seed).sample(every, min(most, len(every))))


def write_houses(path: Path, houses: Sequence[tuple[str, str]]) -> Path:
    path.write_text("".join(f"{community} {house}\n" for community, house in houses),
                    encoding="utf-8")
    return path


def write_targets(path: Path, targets: Sequence[str]) -> Path:
    path.write_text("".join(target + "\n" for target in targets), encoding="ascii")
    return path


def house_path(community: str, house: str) -> str:
    return f"/v1/communities/{community}/houses/{quote(house)}/statement"
