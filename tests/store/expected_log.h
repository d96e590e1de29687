#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "ledger/store/event_store.h"

// What a log must hold, kept in the plainest way, and blocks of believable events to fill it.
namespace mingzhang::test {

struct Row {
  Sequence sequence;
  Posting posting;
  std::string description{};  ///< zh and en
  auto operator<=>(const Row&) const = default;
};

struct NoteRow {
  Sequence sequence;
  CommunityNumber community;
  std::string meaning;
  auto operator<=>(const NoteRow&) const = default;
};

/// Postings and notes as some scan gave them, in its order.
struct HotRows {
  std::vector<Row> rows;
  std::vector<NoteRow> notes;
  bool operator==(const HotRows&) const = default;

  void add(const HotRun& run);
  /// By sequence and line.
  HotRows sorted() const;
  HotRows without_descriptions() const;
};

class ExpectedLog {
 public:
  explicit ExpectedLog(std::uint64_t seed, std::uint32_t communities = 5)
      : random_(seed), communities_(communities) {}

  /// A block that joins the end. Nothing is expected of the store before accept().
  NewBlock make_block(std::size_t events);
  /// One event with `postings` legs, and nothing else in the block.
  NewBlock make_wide_block(CommunityNumber community, std::uint32_t postings);
  void accept(const NewBlock& block);

  const Head& head() const { return head_; }
  const std::vector<NewBlock>& blocks() const { return blocks_; }
  std::uint32_t communities() const { return communities_; }
  const NewEvent& event(Sequence sequence) const;
  /// The block that holds a sequence.
  const NewBlock& block_of(Sequence sequence) const;

  /// What a scan of `shard` of `shards` from `from` through `through` must give, by sequence.
  HotRows hot(std::uint32_t shard = 0, std::uint32_t shards = 1, Sequence from = {1},
              Sequence through = SliceRange{}.through) const;
  HotRows hot_of(CommunityNumber community, Sequence through = SliceRange{}.through) const;

 private:
  std::uint64_t number(std::uint64_t least, std::uint64_t most);
  Event make_event(Sequence sequence, CommunityNumber community);
  std::vector<Posting> make_postings(const Event& event);
  Instant next_time() const;
  void finish(NewBlock& block) const;

  std::mt19937_64 random_;
  std::uint32_t communities_;
  Head head_;
  std::vector<NewBlock> blocks_;
};

/// All of scan_hot(shard, shards), in the scan's order.
HotRows scan_all(const EventStore& store, std::uint32_t shard = 0, std::uint32_t shards = 1,
                 SliceRange range = {.as_events = true});

/// Fails the running test wherever the store does not hold exactly what is expected: head, blocks,
/// every scan at several shard counts, every community, keys, texts and single events.
void expect_holds(const EventStore& store, const ExpectedLog& expected);

}  // namespace mingzhang::test
