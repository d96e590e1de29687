"""ops/bench."""

import signal
import sys
import time

from suite import document, options as command_line, results
from suite.bench import Bench
from suite.lines import all_balances, recording, replay
from suite.machine import describe
from suite.process import BenchError, say

MEASURE = {
    "T1": replay.measure_warm,
    "T2": replay.measure_cold,
    "T3": all_balances.measure,
    "T4": recording.measure_batches,
    "T5": recording.measure_singles,
}


def measure(bench: Bench) -> None:
    kept = bench.work / "results.json"
    for line in bench.options.only:
        if line not in MEASURE:
            continue
        say(f"--- {line}")
        began = time.monotonic()
        MEASURE[line](bench)
        results.save(bench.results, kept)
        say(f"--- {line} took {time.monotonic() - began:.0f} s")


def run(options: command_line.Options) -> int:
    options.work.mkdir(parents=True, exist_ok=True)
    kept = results.load(options.work / "results.json")
    bench = Bench(options, kept)
    if not options.render:
        kept.machine = describe(options)
        measure(bench)
    document.write(kept, options.work)
    wrong = [check for check in kept.checks if not check.ok]
    for check in wrong:
        print(f"ops/bench: WRONG: {check.what}: {check.detail}", file=sys.stderr)
    return 1 if wrong else 0


def main() -> int:
    # A polite end as by Ctrl-C, so that servers and clusters are stopped.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        return run(command_line.parse(sys.argv[1:]))
    except BenchError as error:
        print(f"ops/bench: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("ops/bench: stopped", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
