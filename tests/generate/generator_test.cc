#include "ops/generate/generator.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "ops/generate/trial_books.h"

namespace mingzhang {
namespace {

TEST(generator, every_command_is_accepted) {
  GeneratorOptions o{3, 40, 18, 7, {}, {20453}};
  Generator generator(o);
  TrialBooks books(o.last_day);
  std::vector<Command> batch;
  std::size_t n = 0, bad = 0;
  while (generator.next(batch)) {
    for (Command& c : batch) {
      ++n;
      if (auto r = books.record(c)) {
        if (++bad < 30) ADD_FAILURE() << n << ": " << sentence_en(*r);
      }
    }
  }
  fmt::print("{} commands, {} refused\n", n, bad);
  EXPECT_EQ(bad, 0);
}

}  // namespace
}  // namespace mingzhang
