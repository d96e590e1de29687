"""One file per line (or pair of lines that share a measurement) of docs/performance.md."""
