"""What ops/bench runs: measures Mingzhang and its peers, and writes docs/performance.md."""
