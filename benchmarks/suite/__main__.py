"""ops/bench."""

import shutil
import signal
import sys
import time
import traceback

from suite import document, options as command_line, quick, results, service_load
from suite.bench import Bench
from suite.lines import (all_balances, disk, memory, questions, recording, replay, service,
                         verify)
from suite.machine import describe
from suite.process import BenchError, say, stop_everything

MEASURE = {
    "T1": replay.measure_warm,
    "T2": replay.measure_cold,
    "T3": all_balances.measure,
    "T4": recording.measure_batches,
    "T5": recording.measure_singles,
    "T6": disk.measure,
    "T7": questions.measure,
    "T8": service.measure_start,
    "T9": memory.measure,
    "T10": verify.measure,
    "T11": service.measure_growth,
}


def measure(bench: Bench) -> None:
    kept = bench.work / "results.json"
    for line in bench.options.only:
        say(f"--- {line}")
        began = time.monotonic()
        ended = f"{line} ran to its end"
        bench.results.forget_check(ended)
        try:
            MEASURE[line](bench)
        except Exception as error:  # the other lines are still worth their time
            traceback.print_exc()
            bench.confirm(ended, False, f"{type(error).__name__}: {error}")
        results.save(bench.results, kept)
        say(f"--- {line} took {time.monotonic() - began:.0f} s")


def run(options: command_line.Options) -> int:
    options.work.mkdir(parents=True, exist_ok=True)
    try:
        if options.service_load:
            return run_service_load(options)
        return run_quick(options) if options.quick else run_all(options)
    finally:
        stop_everything()
        shutil.rmtree(options.work / command_line.SCRATCH, ignore_errors=True)


def run_all(options: command_line.Options) -> int:
    """The lines that were asked for, then the document of all that was ever measured."""
    kept = results.load(options.work / "results.json")
    if not options.render:
        kept.machine |= describe(options)
        measure(Bench(options, kept))
    document.write(kept, options.work)
    return verdict(kept)


def run_quick(options: command_line.Options) -> int:
    """Nothing of it reaches the document."""
    fresh = results.Results(machine=describe(options))
    quick.measure(Bench(options, fresh))
    return verdict(fresh)


def run_service_load(options: command_line.Options) -> int:
    fresh = results.Results(machine=describe(options))
    bench = Bench(options, fresh)
    service_load.write(bench, *service_load.measure(bench))
    return verdict(fresh)


def verdict(found: results.Results) -> int:
    """A missed target is no failure; wrong books are."""
    wrong = [check for check in found.checks if not check.ok]
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
