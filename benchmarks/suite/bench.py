"""What every line is handed: the options, the results, and a way to repeat a measurement."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from suite.books import Books, generated
from suite.options import SCRATCH, Options
from suite.process import peak_memory, run_json, say
from suite.results import Better, Point, Results, Row

LONGEST_COMMAND = 3600  # seconds, for one command of ours


@dataclass
class Bench:
    options: Options
    results: Results

    @property
    def work(self) -> Path:
        return self.options.work

    @property
    def scratch(self) -> Path:
        """For what is thrown away; gone when the bench ends, however it ends."""
        folder = self.options.work / SCRATCH
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def books(self, asked: int, months: int = 24) -> Books:
        return generated(self.options, asked, months)

    def ours(self, *arguments: str | Path | int) -> dict[str, Any]:
        """The JSON answer of one of our commands, with what the whole process took."""
        command: list[str | Path] = [self.options.binary]
        command += [str(part) for part in arguments]
        return run_json(command, LONGEST_COMMAND)

    def replay(self, directory: Path) -> dict[str, Any]:
        return self.ours("replay", "--json", "--threads", self.options.threads,
                         "--data", directory)

    def replay_peak(self, directory: Path) -> int:
        """Bytes of memory that a replay takes at most."""
        return peak_memory([self.options.binary, "replay", "--json", "--threads",
                            str(self.options.threads), "--data", directory], LONGEST_COMMAND)

    def repeat(self, what: str, once: Callable[[], Any], runs: int | None = None) -> list[Any]:
        """Every run's answer; the first, unmeasured, warms what can be warmed."""
        count = self.options.runs if runs is None else runs
        say(f"{what}: {count} runs")
        once()
        return [once() for _ in range(count)]

    def row(self, line: str, what: str, unit: str, values: list[float], *, events: int = 0,
            target: float | None = None, better: Better = "higher", note: str = "") -> Row:
        row = Row(line, what, unit, values, events, target, better, note)
        self.results.row(row)
        figure = f"{row.median:,.4g} {unit}" if row.median is not None else "not measured"
        say(f"  {line} {what}: {figure}")
        return row

    def point(self, series: str, unit: str, events: int, value: float) -> None:
        self.results.point(Point(series, unit, events, value))

    def confirm(self, what: str, ok: bool, detail: str) -> None:
        self.results.check(what, ok, detail)
        say(f"  {'right' if ok else 'WRONG'}: {what}: {detail}")
