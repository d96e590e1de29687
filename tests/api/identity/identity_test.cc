#include "api/identity/identity.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>

#include <fstream>
#include <thread>

#include "api/identity/audit_anchors.h"
#include "ledger/sequencer.h"
#include "tests/store/temporary_folder.h"
#include "tests/support/commands.h"

namespace mingzhang::test {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

constexpr std::int64_t minute_us = 60'000'000;

struct IdentityTest : testing::Test {
  IdentityEdge edge() {
    return {[this] { return now; },
            [this](std::size_t bytes) {
              std::string secret = std::to_string(++secrets);
              secret.resize(bytes, 's');
              return secret;
            }};
  }
  Identity& reopened() {
    identity.reset();
    identity.emplace(directory, edge());
    return *identity;
  }
  std::string file_bytes() const {
    std::string bytes;
    for (const auto& file : std::filesystem::directory_iterator(directory)) {
      std::ifstream in(file.path(), std::ios::binary);
      bytes.append(std::istreambuf_iterator<char>(in), {});
    }
    return bytes;
  }

  TemporaryFolder folder;
  std::string directory = folder.path().string();
  Instant now{1'000 * minute_us};
  int secrets = 0;
  std::optional<Identity> identity{std::in_place, directory, edge()};
  const Principal clerk{"wang", Role::finance_officer, {"", "heping", ""}, {}};
  static constexpr const char* password = "correct horse";
};

TEST_F(IdentityTest, ATokenStandsForItsPrincipalAlsoAfterARestart) {
  const CreatedToken created = identity->tokens.create({clerk, {}});
  EXPECT_EQ(identity->tokens.find(created.token), clerk);
  EXPECT_EQ(reopened().tokens.find(created.token), clerk);
  EXPECT_EQ(identity->tokens.find(created.token + "x"), std::nullopt);
  EXPECT_EQ(identity->tokens.find(""), std::nullopt);
}

TEST_F(IdentityTest, ATokensNumberIsNeverTakenForAnOption) {
  IdentityEdge edge_of_dashes{[this] { return now; },
                              [](std::size_t bytes) { return std::string(bytes, '\xFB'); }};
  identity.reset();
  identity.emplace(directory, std::move(edge_of_dashes));
  const CreatedToken created = identity->tokens.create({clerk, {}});
  EXPECT_THAT(created.id, testing::StartsWith("_"));
  EXPECT_TRUE(identity->tokens.revoke(created.id));
}

TEST_F(IdentityTest, ATokenWithoutANameActsUnderItsNumber) {
  Principal nameless = clerk;
  nameless.actor.clear();
  const CreatedToken created = identity->tokens.create({nameless, {}});
  EXPECT_EQ(identity->tokens.find(created.token)->actor, "token-" + created.id);
}

TEST_F(IdentityTest, ARevokedTokenIsUnknownAtOnceWhoeverRevokedIt) {
  const CreatedToken first = identity->tokens.create({clerk, {}});
  const CreatedToken second = identity->tokens.create({clerk, {}});
  ASSERT_TRUE(identity->tokens.find(second.token));
  EXPECT_TRUE(identity->tokens.revoke(first.id));
  EXPECT_FALSE(identity->tokens.revoke(first.id));
  EXPECT_FALSE(identity->tokens.revoke("nobody"));
  EXPECT_EQ(identity->tokens.find(first.token), std::nullopt);
  Identity beside(directory, edge());  // as the command line does
  EXPECT_TRUE(beside.tokens.revoke(second.id));
  EXPECT_EQ(identity->tokens.find(second.token), std::nullopt);
  EXPECT_THAT(identity->tokens.list(), SizeIs(2));
}

TEST_F(IdentityTest, ATokenExpires) {
  const CreatedToken created = identity->tokens.create({clerk, Instant{now.us + minute_us}});
  EXPECT_TRUE(identity->tokens.find(created.token));
  now.us += minute_us;
  EXPECT_EQ(identity->tokens.find(created.token), std::nullopt);
}

TEST_F(IdentityTest, NoSecretIsInTheFile) {
  const CreatedToken created = identity->tokens.create({clerk, {}});
  identity->users.create(clerk, password);
  const auto session = identity->users.sign_in("wang", password);
  ASSERT_TRUE(session);
  const std::string bytes = file_bytes();
  EXPECT_THAT(bytes, HasSubstr("wang"));
  EXPECT_THAT(bytes, Not(HasSubstr(created.token)));
  EXPECT_THAT(bytes, Not(HasSubstr(password)));
  EXPECT_THAT(bytes, Not(HasSubstr(session->secret)));
}

TEST_F(IdentityTest, TheFileIsItsOwnersOnly) {
  const auto rights = std::filesystem::status(identity_file(directory)).permissions();
  EXPECT_EQ(rights, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(IdentityTest, AUserSignsInAndOut) {
  ASSERT_TRUE(identity->users.create(clerk, password));
  EXPECT_FALSE(identity->users.create(clerk, "another one"));
  const auto session = identity->users.sign_in("wang", password);
  ASSERT_TRUE(session) << sentence(session.error());
  const std::optional<Principal> found = identity->users.find_session(session->secret);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->actor, "wang");
  EXPECT_EQ(found->scope, clerk.scope);
  EXPECT_EQ(found->csrf_token, session->principal.csrf_token);
  EXPECT_FALSE(found->csrf_token.empty());
  identity->users.sign_out(session->secret);
  EXPECT_EQ(identity->users.find_session(session->secret), std::nullopt);
}

TEST_F(IdentityTest, ASessionEndsByItself) {
  identity->users.create(clerk, password);
  const auto session = identity->users.sign_in("wang", password);
  now.us += session_us - 1;
  EXPECT_TRUE(identity->users.find_session(session->secret));
  now.us += 1;
  EXPECT_FALSE(identity->users.find_session(session->secret));
}

TEST_F(IdentityTest, ANewPasswordEndsTheSessions) {
  identity->users.create(clerk, password);
  const auto session = identity->users.sign_in("wang", password);
  EXPECT_TRUE(identity->users.set_password("wang", "battery staple"));
  EXPECT_FALSE(identity->users.find_session(session->secret));
  EXPECT_EQ(identity->users.sign_in("wang", password).error().code, Code::wrong_password);
  EXPECT_TRUE(identity->users.sign_in("wang", "battery staple"));
  EXPECT_TRUE(identity->users.remove("wang"));
  EXPECT_EQ(identity->users.sign_in("wang", "battery staple").error().code, Code::wrong_password);
}

TEST_F(IdentityTest, TooManyWrongPasswordsLockAUserOutForAWhile) {
  identity->users.create(clerk, password);
  for (int i = 0; i < most_failures; ++i) {
    EXPECT_EQ(identity->users.sign_in("wang", "wrong").error().code, Code::wrong_password);
  }
  const auto locked = identity->users.sign_in("wang", password);
  ASSERT_FALSE(locked);
  EXPECT_EQ(locked.error().code, Code::locked_out);
  EXPECT_EQ(locked.error().arguments.front(), "900");
  now.us += lockout_us;
  EXPECT_TRUE(identity->users.sign_in("wang", password));
}

TEST_F(IdentityTest, ARightPasswordForgivesWrongOnes) {
  identity->users.create(clerk, password);
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i + 1 < most_failures; ++i) {
      EXPECT_FALSE(identity->users.sign_in("wang", "wrong"));
    }
    EXPECT_TRUE(identity->users.sign_in("wang", password));
  }
}

TEST_F(IdentityTest, AnUnknownUserIsToldNoMore) {
  for (int i = 0; i < most_failures; ++i) {
    EXPECT_EQ(identity->users.sign_in("nobody", password).error().code, Code::wrong_password);
  }
  EXPECT_EQ(identity->users.sign_in("nobody", password).error().code, Code::locked_out);
  EXPECT_EQ(identity->users.sign_in("no one", password).error().code, Code::wrong_password);
  now.us += lockout_us;
  EXPECT_EQ(identity->users.sign_in("nobody", password).error().code, Code::wrong_password);
}

AuditEntry read_of(const std::string& place) {
  AuditEntry entry;
  entry.actor = "wang";
  entry.what = "owner_read";
  entry.place = place;
  return entry;
}

TEST_F(IdentityTest, TheAuditTrailKeepsWhatHappenedInOrder) {
  identity->trail.keep(read_of("heping/1"));
  identity->trail.keep(read_of("heping/2"));
  const std::vector<AuditEntry> entries = reopened().trail.list(0, 10);
  ASSERT_THAT(entries, SizeIs(2));
  EXPECT_EQ(entries[0].number, 1U);
  EXPECT_EQ(entries[1].place, "heping/2");
  EXPECT_EQ(entries[1].at, now);
  EXPECT_THAT(identity->trail.list(1, 10), SizeIs(1));
  EXPECT_EQ(identity->trail.first_broken(), std::nullopt);
}

TEST_F(IdentityTest, WhatIsKeptSoonIsKeptBeforeTheEnd) {
  for (int i = 0; i < 500; ++i) identity->trail.keep_soon(read_of(std::to_string(i)));
  const std::vector<AuditEntry> entries = reopened().trail.list(0, 1000);
  ASSERT_THAT(entries, SizeIs(500));
  EXPECT_EQ(entries.back().place, "499");
}

TEST_F(IdentityTest, ManyAtOnceLeaveNoHole) {
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([this] {
      for (int i = 0; i < 50; ++i) {
        identity->trail.keep(read_of("now"));
        identity->trail.keep_soon(read_of("soon"));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(reopened().trail.list(0, 1000), SizeIs(400));
  EXPECT_EQ(identity->trail.first_broken(), std::nullopt);
}

TEST_F(IdentityTest, AChangedOrMissingEntryIsFound) {
  for (int i = 0; i < 5; ++i) identity->trail.keep(read_of(std::to_string(i)));
  SQLite::Database file(identity_file(directory), SQLite::OPEN_READWRITE);
  file.exec("UPDATE audit_trail SET actor = 'li' WHERE number = 3");
  EXPECT_EQ(identity->trail.first_broken(), 3U);
  file.exec("UPDATE audit_trail SET actor = 'wang' WHERE number = 3");
  EXPECT_EQ(identity->trail.first_broken(), std::nullopt);
  file.exec("DELETE FROM audit_trail WHERE number = 2");
  EXPECT_EQ(identity->trail.first_broken(), 2U);
}

/// A log that stands on the trail as `serve` records it.
struct AnchoredTrail : IdentityTest {
  std::unique_ptr<EventStore> store = make_memory_store();

  void record_beside(const AuditTrail& trail) {
    Sequencer sequencer(*store, *fold_log(*store),
                        {[] { return Instant{FixedEdge{}.us}; },
                         [] { return std::string(16, 's'); },
                         {},
                         [&trail] { return trail.head(); }});
    const std::string name = "c" + std::to_string(store->head().next.value);
    std::vector<Command> commands{register_community(name)};
    ASSERT_FALSE(sequencer.record(std::move(commands), Grouping::atomic).refused_index);
  }
  std::optional<LostAnchor> lost(const AuditTrail& trail) const {
    return *first_lost_anchor(*store, &trail);
  }
};

TEST_F(AnchoredTrail, CannotLoseItsEnd) {
  record_beside(identity->trail);
  EXPECT_FALSE(lost(identity->trail));
  for (int i = 0; i < 5; ++i) identity->trail.keep(read_of(std::to_string(i)));
  record_beside(identity->trail);
  EXPECT_FALSE(lost(identity->trail));
  SQLite::Database file(identity_file(directory), SQLite::OPEN_READWRITE);
  file.exec("DELETE FROM audit_trail WHERE number = 5");
  EXPECT_EQ(identity->trail.first_broken(), std::nullopt) << "its own hashes do not show it";
  ASSERT_TRUE(lost(identity->trail));
  EXPECT_EQ(lost(identity->trail)->sequence, Sequence{2});
  EXPECT_EQ(lost(identity->trail)->head.number, 5U);
}

TEST_F(AnchoredTrail, CannotBeWrittenAnew) {
  for (const char* place : {"1", "2"}) identity->trail.keep(read_of(place));
  record_beside(identity->trail);
  SQLite::Database(identity_file(directory), SQLite::OPEN_READWRITE)
      .exec("DELETE FROM audit_trail");
  for (const char* place : {"1", "other"}) identity->trail.keep(read_of(place));
  EXPECT_EQ(identity->trail.first_broken(), std::nullopt);
  ASSERT_TRUE(lost(identity->trail));
  EXPECT_EQ(lost(identity->trail)->head.number, 2U);
}

TEST_F(AnchoredTrail, IsNotMissedWhereItWasTooOld) {
  AuditTrail trail(identity->database, 3);
  trail.keep(read_of("1"));
  record_beside(trail);
  for (int i = 2; i < 6; ++i) trail.keep(read_of(std::to_string(i)));
  record_beside(trail);
  EXPECT_FALSE(lost(trail));
}

TEST_F(IdentityTest, TheOldestEntriesGo) {
  AuditTrail trail(identity->database, 3);
  for (int i = 0; i < 5; ++i) trail.keep(read_of(std::to_string(i)));
  const std::vector<AuditEntry> entries = trail.list(0, 10);
  ASSERT_THAT(entries, SizeIs(3));
  EXPECT_EQ(entries.front().number, 3U);
  EXPECT_EQ(trail.first_broken(), std::nullopt);
}

TEST_F(IdentityTest, ACopyIsWhole) {
  const CreatedToken created = identity->tokens.create({clerk, {}});
  const TemporaryFolder elsewhere;
  identity->database.copy_to(identity_file(elsewhere.path().string()));
  Identity copy(elsewhere.path().string(), edge());
  EXPECT_EQ(copy.tokens.find(created.token), clerk);
}

TEST_F(IdentityTest, AFileOfANewerVersionIsLeftAlone) {
  identity.reset();
  SQLite::Database(identity_file(directory), SQLite::OPEN_READWRITE).exec("PRAGMA user_version=9");
  try {
    Identity newer(directory, edge());
    FAIL() << "it was opened";
  } catch (const std::exception& error) {
    EXPECT_THAT(error.what(), HasSubstr("newer version (9)"));
  }
}

}  // namespace
}  // namespace mingzhang::test
