"""Draws the plots of docs/performance.md by gnuplot, as SVG."""

import shutil
import subprocess
from pathlib import Path

from suite.process import BenchError, say
from suite.results import Results

HEAD = """set terminal svg size 860,{height} dynamic enhanced font 'sans-serif,12' \
background '#ffffff'
set output '{output}'
set grid lc rgb '#dddddd'
set border lc rgb '#555555'
set key outside right top
"""
LEAST = 1e-9  # what a logarithmic axis shows of nothing


def draw(results: Results, work: Path, folder: Path) -> dict[str, list[str]]:
    """The names of the plots drawn, by line."""
    if shutil.which("gnuplot") is None:
        say("no gnuplot: no plots")
        return {}
    work.mkdir(parents=True, exist_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
    drawn: dict[str, list[str]] = {}
    for line, name, script in (
            ("T3", "peers", peers(results, work)),
            ("T5", "post-latency", latencies(results, work)),
            ("T5", "housekeeping", histogram(results, work)),
            ("T11", "growth", growth(results, work / "growth.dat", latency=False)),
            ("T11", "growth-latency", growth(results, work / "latency.dat", latency=True))):
        if script:
            gnuplot(script, folder / f"{name}.svg", 150 + 40 * script.count("\0"))
            drawn.setdefault(line, []).append(name)
        else:
            (folder / f"{name}.svg").unlink(missing_ok=True)
    return drawn


def gnuplot(script: str, output: Path, extra: int) -> None:
    text = HEAD.format(height=350 + extra - 150, output=output) + script.replace("\0", "")
    done = subprocess.run(["gnuplot"], input=text, text=True, capture_output=True, check=False)
    if done.returncode != 0:
        raise BenchError(f"gnuplot: {done.stderr}")


def growth(results: Results, data: Path, latency: bool) -> str:
    """Latencies, or all the rest, beside the smallest size: what is constant is a level line."""
    series: dict[str, list[tuple[int, float]]] = {}
    for point in sorted(results.points, key=lambda p: p.events):
        if (point.unit == "ms") == latency:
            name = f"{point.series} ({point.unit})"
            series.setdefault(name, []).append((point.events, point.value))
    lines = {name: values for name, values in series.items() if len(values) > 1}
    if not lines:
        return ""
    with open(data, "w", encoding="utf-8") as file:
        for name, values in lines.items():
            file.write(f'"{name}"\n')
            file.writelines(f"{events} {value / values[0][1]}\n" for events, value in values)
            file.write("\n\n")
    return f"""set title '{"Latency" if latency else "Cost"} beside that in the smallest books'
set logscale x
set format x '%.0s %c'
set xlabel 'events in the books'
set yrange [0:*]
set ylabel 'times the smallest'
plot for [i=0:{len(lines) - 1}] '{data}' index i using 1:2 with linespoints lw 2 pt 7 ps 0.6 \
title columnheader(1)
"""


def peers(results: Results, work: Path) -> str:
    """Seconds of every program for all balances, at the largest size each was measured at."""
    rows = [r for r in results.rows if r.line == "T3" and r.unit == "s" and r.median]
    if not rows:
        return ""
    shared = {r.events for r in rows if not r.what.startswith("Mingzhang")}
    rows = [r for r in rows if r.events in shared]
    rows.sort(key=lambda row: row.median or 0)
    data = work / "peers.dat"
    lines = [f'"{r.what} ({r.events:,})" {max(r.median or 0, LEAST)}\n' for r in rows]
    data.write_text("".join(lines), encoding="utf-8")
    return f"""set title 'All balances: seconds (events in the books)'
unset key
set logscale x
set xlabel 'seconds, logarithmic'
set yrange [{len(rows) - 0.5}:-0.5]
set lmargin at screen 0.45
set style fill solid 0.8 noborder
plot '{data}' using (0.5*$2):0:(1e-4):2:($0-0.3):($0+0.3):ytic(1) with boxxyerror \
lc rgb '#3b6ea5'
""" + "\0" * max(0, len(rows) - 6)


def histogram(results: Results, work: Path) -> str:
    """Shares of single events by the power of two that their latency stays under."""
    measured = {name: buckets for name, buckets in results.histograms.items() if sum(buckets)}
    if not measured:
        return ""
    data = work / "histogram.dat"
    with open(data, "w", encoding="utf-8") as file:
        for name, buckets in measured.items():
            file.write(f'"{name}"\n')
            file.writelines(f"{2 ** index / 1000} {100 * count / sum(buckets)}\n"
                            for index, count in enumerate(buckets) if index > 5)
            file.write("\n\n")
    return f"""set title 'Durable single events, 64 clients, beside housekeeping'
set logscale x 2
set xlabel 'latency under, ms'
set ylabel 'share of events, %'
set yrange [0:*]
set key inside top right
plot for [i=0:{len(measured) - 1}] '{data}' index i using 1:2 with histeps lw 2 \
title columnheader(1)
"""


def latencies(results: Results, work: Path) -> str:
    """How long single posts took, up to each share of them."""
    if not results.latencies:
        return ""
    data = work / "latencies.dat"
    with open(data, "w", encoding="utf-8") as file:
        for name, values in results.latencies.items():
            file.write(f'"{name}"\n')
            file.writelines(f"{1 / (1 - share)} {ms}\n" for share, ms in values)
            file.write("\n\n")
    return f"""set title 'Durable single posts over 64 connections: latency by share of posts'
set logscale xy
set xlabel 'share of posts that took at most this'
set xtics ('50%%' 2, '90%%' 10, '99%%' 100, '99.9%%' 1000, '99.99%%' 10000)
set ylabel 'ms'
plot for [i=0:{len(results.latencies) - 1}] '{data}' index i using 1:2 with linespoints lw 2 \
title columnheader(1)
"""
