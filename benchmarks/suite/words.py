"""Numbers and tables as people read them."""


def human(value: float) -> str:
    """Four significant digits at most: 27.4 M, 13,700, 0.142."""
    if abs(value) >= 1e9:
        return f"{value / 1e9:.3g} G"
    if abs(value) >= 1e6:
        return f"{value / 1e6:.3g} M"
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def spread_of(values: list[float]) -> str:
    """Least to most, and how many."""
    if len(values) == 1:
        return "one run"
    return f"{human(min(values))} to {human(max(values))} ({len(values)})"


def size_word(events: int) -> str:
    return human(events) if events else ""


def cell(text: str) -> str:
    """Text that cannot break a table of Markdown."""
    return " ".join(text.split()).replace("|", "\\|")


def markdown_table(head: list[str], rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines)
