"""What was measured, kept as one JSON file that parts measured separately join."""

import json
import statistics
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

Better = Literal["higher", "lower"]


@dataclass
class Row:
    """One figure of one line. No values: it was not measured, and the note says why."""

    line: str
    what: str
    unit: str
    values: list[float]
    events: int = 0  # in the books; 0 where their size does not matter
    target: float | None = None
    better: Better = "higher"
    note: str = ""
    at: str = ""

    @property
    def median(self) -> float | None:
        return statistics.median(self.values) if self.values else None

    @property
    def to_target(self) -> float | None:
        """1 or more: reached."""
        if self.target is None or not self.median:
            return None
        return self.median / self.target if self.better == "higher" else self.target / self.median


@dataclass
class Table:
    """Details of a line, beside its figures."""

    line: str
    title: str
    columns: list[str]
    rows: list[list[str]]
    note: str = ""
    at: str = ""


@dataclass
class Point:
    """A figure per event (or posting, house ...) at one size, for the plots of T11."""

    series: str
    unit: str
    events: int
    value: float
    at: str = ""


@dataclass
class Check:
    """Were the books right after a measurement?"""

    what: str
    ok: bool
    detail: str
    at: str = ""


@dataclass
class Results:
    machine: dict[str, str] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    latencies: dict[str, list[list[float]]] = field(default_factory=dict)  # share, ms
    histograms: dict[str, list[int]] = field(default_factory=dict)  # bucket i: under 2^i us

    def row(self, row: Row) -> None:
        """Replaces the row of the same name and size, but never a figure by a missing one."""
        row.at = now()
        for index, kept in enumerate(self.rows):
            if _key(kept) == _key(row):
                self.rows[index] = row if row.values else kept
                return
        self.rows.append(row)

    def table(self, table: Table) -> None:
        table.at = now()
        self.tables = [t for t in self.tables if t.title != table.title] + [table]

    def point(self, point: Point) -> None:
        point.at = now()
        self.points = [p for p in self.points
                       if (p.series, p.events) != (point.series, point.events)] + [point]

    def check(self, what: str, ok: bool, detail: str) -> None:
        self.forget_check(what)
        self.checks.append(Check(what, ok, detail, now()))

    def forget_check(self, what: str) -> None:
        self.checks = [c for c in self.checks if c.what != what]

    def of(self, line: str) -> list[Row]:
        """By name in the order of first measurement, then by size."""
        rows = [r for r in self.rows if r.line == line]
        names = list(dict.fromkeys(r.what for r in rows))
        return sorted(rows, key=lambda r: (names.index(r.what), r.events))


def _key(row: Row) -> tuple[str, str, int]:
    return row.line, row.what, row.events


def now() -> str:
    return time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime())


def load(path: Path) -> Results:
    if not path.exists():
        return Results()
    kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return Results(
        machine=kept["machine"],
        rows=[Row(**row) for row in kept["rows"]],
        tables=[Table(**table) for table in kept["tables"]],
        points=[Point(**point) for point in kept["points"]],
        checks=[Check(**check) for check in kept["checks"]],
        latencies=kept["latencies"],
        histograms=kept.get("histograms", {}))


def save(results: Results, path: Path) -> None:
    """Written beside and renamed: a stopped run leaves the earlier file whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".writing")
    beside.write_text(json.dumps(asdict(results), ensure_ascii=False, indent=1), encoding="utf-8")
    beside.replace(path)
