#include "benchmarks/support/bench_books.h"

#include <cstdlib>

#include "ops/books.h"
#include "ops/surroundings.h"
#include "replay/engine/rebuild.h"

namespace mingzhang::benchmarks {
namespace {

std::uint32_t number_from(const char* variable, std::uint32_t otherwise) {
  const char* text = std::getenv(variable);
  if (text == nullptr) return otherwise;
  const auto number = static_cast<std::uint32_t>(std::strtoul(text, nullptr, 10));
  ensure(number > 0, std::string(variable) + " is a number from 1");
  return number;
}

void generate_into(const std::string& directory) {
  WritableBooks books({directory}, real_surroundings());
  Generator generator(bench_generator_options());
  std::vector<Command> batch;
  while (generator.next(batch)) {
    const BatchResult recorded = books.sequencer().record(std::exchange(batch, {}), Grouping::each);
    for (const Result& result : recorded.results) {
      ensure(result.outcome == Outcome::recorded, "what is generated is recorded");
    }
  }
  books.leave_snapshot();
  // Erasing flushes every family: small books too are then read from tables, as large ones are.
  books.store().erase_owner({1}, {1}).value();
}

std::unique_ptr<BenchBooks>& opened() {
  static std::unique_ptr<BenchBooks> books;
  return books;
}

}  // namespace

GeneratorOptions bench_generator_options() {
  GeneratorOptions options;
  options.communities = number_from("MINGZHANG_BENCH_COMMUNITIES", 9);
  options.houses = number_from("MINGZHANG_BENCH_HOUSES", 500);
  options.months = number_from("MINGZHANG_BENCH_MONTHS", 24);
  return options;
}

BenchBooks::BenchBooks() {
  const char* data = std::getenv("MINGZHANG_BENCH_DATA");
  if (data == nullptr) {
    folder_ = std::make_unique<TemporaryFolder>();
    generate_into(folder_->path());
  }
  store_ = open_to_read(data == nullptr ? folder_->path() : data);
  state_ = rebuild(*store_, default_threads()).value().state;
}

const SlowRebuild& BenchBooks::slow() {
  if (!slow_) slow_ = std::make_unique<SlowRebuild>(rebuild_slowly(*store_).value());
  return *slow_;
}

BenchBooks& bench_books() {
  if (!opened()) opened() = std::make_unique<BenchBooks>();
  return *opened();
}

void close_bench_books() { opened().reset(); }

}  // namespace mingzhang::benchmarks
