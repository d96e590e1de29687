// The parts one by one. Options are those of Google Benchmark (--benchmark_filter=...), the books
// are chosen by the environment (benchmarks/support/bench_books.h).

#include <benchmark/benchmark.h>

#include "benchmarks/support/bench_books.h"

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  mingzhang::benchmarks::close_bench_books();
  return 0;
}
