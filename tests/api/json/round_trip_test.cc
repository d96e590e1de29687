#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "api/json/command_json.h"
#include "api/json/event_json.h"
#include "tests/support/random_command.h"

namespace mingzhang {
namespace {

using test::every_kind;
using test::RandomCommands;

const std::vector<std::string> houses{"1-1-101", "1-1-102", "1-0-商铺"};

class JsonRoundTrip : public testing::TestWithParam<EventKind> {};

TEST_P(JsonRoundTrip, EveryCommandIsReadBackAsItWas) {
  RandomCommands commands(11, houses);
  CommandReader reader("tester");
  for (int round = 0; round < 50; ++round) {
    const Command command = commands.make(GetParam());
    const ParsedCommand parsed = reader.read(render_command(command));
    ASSERT_TRUE(parsed) << sentence(parsed.error()) << render_command(command);
    EXPECT_TRUE(*parsed == command) << render_command(command);
  }
}

INSTANTIATE_TEST_SUITE_P(EveryKind, JsonRoundTrip, testing::ValuesIn(every_kind()),
                         [](const auto& parameter) {
                           return std::string(kind_name(parameter.param));
                         });

}  // namespace
}  // namespace mingzhang
