"""Writes the generated part of docs/performance.md from the results."""

from pathlib import Path

from suite import plots
from suite.options import LINES, ROOT
from suite.process import BenchError, say
from suite.results import Check, Results, Row, Table
from suite.words import cell, human, markdown_table, size_word, spread_of

PAGE = ROOT / "docs/performance.md"
BEGIN = "<!-- ops/bench writes from here -->"
END = "<!-- ops/bench writes to here -->"

TITLES = {
    "T1": "Replay, warm",
    "T2": "Replay, cold",
    "T3": "All balances, beside other programs",
    "T4": "Recording in batches",
    "T5": "Recording single events",
    "T6": "Bytes on disk",
    "T7": "Questions",
    "T8": "Start",
    "T9": "Memory",
    "T10": "Verify",
    "T11": "Growth",
}


def write(results: Results, work: Path) -> None:
    """`work` holds what the plots are drawn from."""
    text = PAGE.read_text(encoding="utf-8")
    if text.count(BEGIN) != 1 or text.count(END) != 1:
        raise BenchError(f"{PAGE.name} lacks its two marks: {BEGIN} and {END}")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    drawn = plots.draw(results, work / "plots", PAGE.parent / "performance")
    made = "\n\n".join([machine(results), summary(results), *details(results, drawn),
                        checks(results.checks)])
    PAGE.write_text(f"{before}{BEGIN}\n\n{made}\n\n{END}{after}", encoding="utf-8")
    say(f"wrote docs/{PAGE.name} and {sum(map(len, drawn.values()))} plots")


def machine(results: Results) -> str:
    rows = [[name, cell(value)] for name, value in results.machine.items() if value]
    return "## Machine, versions, settings\n\n" + markdown_table(["", ""], rows)


def summary(results: Results) -> str:
    head = ["#", "What", "Events in the books", "Target", "Median", "Least to most (runs)",
            "Of the target", "", "When"]
    rows = [summary_row(row) for line in LINES for row in results.of(line)]
    rows += [growth_row(series, unit, values) for (series, unit), values in growth(results).items()]
    words = ("Medians. \"Of the target\" is 1 or more where the target is reached, whichever "
             "direction is better.")
    return f"## Targets and figures\n\n{words}\n\n" + markdown_table(head, rows)


def summary_row(row: Row) -> list[str]:
    target = ""
    if row.target is not None:
        bound = "at least" if row.better == "higher" else "at most"
        target = f"{bound} {human(row.target)} {row.unit}"
    if row.median is None:
        return [row.line, row.what, size_word(row.events), target, "not measured", "", "",
                cell(row.note), row.at]
    ratio = row.to_target
    verdict = "" if ratio is None else "**reached**" if ratio >= 1 else "missed"
    spread = spread_of(row.values)
    said = "; ".join(part for part in (verdict, row.note) if part)
    return [row.line, row.what, size_word(row.events), target, f"{human(row.median)} {row.unit}",
            spread, "" if ratio is None else human(ratio), cell(said), row.at]


def growth(results: Results) -> dict[tuple[str, str], list[tuple[int, float]]]:
    """Series measured at more than one size, by size."""
    series: dict[tuple[str, str], list[tuple[int, float]]] = {}
    for point in sorted(results.points, key=lambda p: p.events):
        series.setdefault((point.series, point.unit), []).append((point.events, point.value))
    return {name: values for name, values in series.items() if len(values) > 1}


def growth_row(series: str, unit: str, values: list[tuple[int, float]]) -> list[str]:
    """Constant: the largest books cost at most a quarter more per event than the smallest."""
    (least, first), (most, last) = values[0], values[-1]
    verdict = "**reached**" if last <= 1.25 * first else "missed"
    shown = ", ".join(f"{human(value)} at {size_word(events)}" for events, value in values)
    return ["T11", f"{series}, {unit}", f"{size_word(least)} to {size_word(most)}",
            "at most 1.25 times the smallest", f"{last / first:.2f} times", "",
            f"{1.25 * first / last:.2f}", f"{verdict}; {shown}", ""]


def details(results: Results, drawn: dict[str, list[str]]) -> list[str]:
    parts = []
    for line in LINES:
        tables = [t for t in results.tables if t.line == line]
        pictures = [f"![{name}](performance/{name}.svg)" for name in drawn.get(line, [])]
        if tables or pictures:
            shown = [table_text(table) for table in tables]
            parts.append("\n\n".join([f"## {line}: {TITLES[line]}", *pictures, *shown]))
    return parts


def table_text(table: Table) -> str:
    note = f"\n\n{table.note}" if table.note else ""
    rows = [[cell(value) for value in row] for row in table.rows]
    return f"**{table.title}** ({table.at})\n\n{markdown_table(table.columns, rows)}{note}"


def checks(done: list[Check]) -> str:
    rows = [[cell(c.what), "right" if c.ok else "**WRONG**", cell(c.detail), c.at] for c in done]
    words = "After the measurements, the books were compared with what must come out."
    return f"## Were the books right?\n\n{words}\n\n" + markdown_table(
        ["What", "", "How", "When"], rows)
