#include "api/identity/permissions.h"

#include <gtest/gtest.h>

namespace mingzhang::test {
namespace {

struct ScopeCase {
  const char* name;
  AccessScope scope;
  Target target;
  bool covered;
};

class Scopes : public testing::TestWithParam<ScopeCase> {};

TEST_P(Scopes, CoverWhatTheyName) {
  EXPECT_EQ(covers(GetParam().scope, GetParam().target), GetParam().covered);
}

INSTANTIATE_TEST_SUITE_P(
    Permissions, Scopes,
    testing::Values(
        ScopeCase{"EverythingCoversAnything", {}, {"北街", "heping", "1-1-101"}, true},
        ScopeCase{"EverythingCoversNothingNamed", {}, {}, true},
        ScopeCase{"ACommunityItself", {"", "heping", ""}, {"北街", "heping", ""}, true},
        ScopeCase{"ACommunityItsHouses", {"", "heping", ""}, {"", "heping", "1-1-101"}, true},
        ScopeCase{"ACommunityNoOther", {"", "heping", ""}, {"", "xingfu", ""}, false},
        ScopeCase{"ACommunityNotAll", {"", "heping", ""}, {}, false},
        ScopeCase{"AHouseItself", {"", "heping", "1-1-101"}, {"", "heping", "1-1-101"}, true},
        ScopeCase{
            "AHouseNotItsNeighbour", {"", "heping", "1-1-101"}, {"", "heping", "1-1-102"}, false},
        ScopeCase{"AHouseNotTheSameElsewhere",
                  {"", "heping", "1-1-101"},
                  {"", "xingfu", "1-1-101"},
                  false},
        ScopeCase{"AHouseNotItsCommunity", {"", "heping", "1-1-101"}, {"", "heping", ""}, false},
        ScopeCase{"ASubdistrictItsCommunities", {"北街", "", ""}, {"北街", "heping", ""}, true},
        ScopeCase{"ASubdistrictNoOther", {"北街", "", ""}, {"南街", "xingfu", ""}, false},
        ScopeCase{"ASubdistrictNotAll", {"北街", "", ""}, {}, false}),
    [](const auto& one) { return std::string(one.param.name); });

TEST(Permissions, NobodyMayWhatARouteDoesNotSay) {
  for (int role = 0; role < role_count; ++role) {
    EXPECT_FALSE(may(static_cast<Role>(role), Action::nothing));
  }
}

TEST(Permissions, RolesAreReadAsTheyAreWritten) {
  for (int number = 0; number < role_count; ++number) {
    const auto role = static_cast<Role>(number);
    EXPECT_EQ(parse_role(role_name(role)), role);
  }
  EXPECT_EQ(parse_role("finance-officer"), Role::finance_officer);
  EXPECT_EQ(parse_role("Auditor"), std::nullopt);
  EXPECT_EQ(parse_role(""), std::nullopt);
}

}  // namespace
}  // namespace mingzhang::test
