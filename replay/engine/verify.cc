#include "replay/engine/verify.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <map>

#include "ledger/codec/event_codec.h"
#include "ledger/laws/laws.h"
#include "ledger/rules/decide.h"
#include "replay/engine/rebuild.h"

namespace mingzhang {
namespace {

constexpr std::size_t most_problems = 100;
constexpr std::uint64_t progress_step = 100'000;

/// Order-independent fingerprint of a community's postings: a sum of hashes of (sequence, posting).
/// Two layouts of the same postings have the same one.
struct Fingerprint {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
  auto operator<=>(const Fingerprint&) const = default;

  void add(Sequence sequence, const Posting& posting) {
    const XXH128_hash_t hash = XXH3_128bits_withSeed(&posting, sizeof posting, sequence.value);
    low += hash.low64;
    high += hash.high64;
  }
};
using Fingerprints = std::map<CommunityNumber, Fingerprint>;

class Verifier {
 public:
  Verifier(const EventStore& store, const VerifyOptions& options)
      : store_(store), options_(options) {}

  Verification run(const std::optional<LedgerState>& snapshot) {
    check_blocks();
    check_hot();
    check_laws();
    check_snapshot(snapshot);
    return std::move(result_);
  }

 private:
  void problem(Sequence sequence, std::string what, std::string where) {
    if (result_.problems.size() < most_problems) {
      result_.problems.push_back({sequence, std::move(what), std::move(where)});
    }
  }
  void problem(const StoreError& error, std::string where) {
    problem({}, error.message, std::move(where));
  }

  void check_blocks() {
    const StoreResult<void> scanned =
        store_.scan_blocks(Sequence{1}, [this](const StoredBlock& block) {
          check_block(block);
          return true;
        });
    if (!scanned) problem(scanned.error(), "blocks");
    if (next_ != store_.head().next) {
      problem(next_, "账本在此中断 / the log stops short of its head here", "blocks");
    }
    state_.head = store_.head();
    if (hash_ != state_.head.hash) {
      problem({}, "末号哈希与账本不符 / the head's hash is not that of the last event", "head");
    }
  }

  void check_block(const StoredBlock& block) {
    const std::string where = fmt::format("blocks, block {}", block.first.value);
    if (block.first != next_) {
      problem(block.first, fmt::format("应为第 {0} 号 / event {0} was expected", next_.value),
              where);
      next_ = block.first;
    }
    if (block.previous_hash != hash_) {
      problem(block.first, "与前一号的哈希不相连 / the hash chain does not join here", where);
      hash_ = block.previous_hash;
    }
    if (block.recorded_at < recorded_at_) {
      problem(block.first, "记账时间倒退 / recorded before the block before it", where);
    }
    recorded_at_ = block.recorded_at;
    for (const StoredBlock::StoredEvent& event : block.events) check_event(event, block, where);
    if (hash_ != block.last_hash) {
      problem({next_.value - 1},
              "事项与其哈希不符 / what is stored is not what was hashed when it was recorded",
              where);
      hash_ = block.last_hash;
    }
    result_.bytes += block.stored_bytes;
  }

  void check_event(const StoredBlock::StoredEvent& stored, const StoredBlock& block,
                   const std::string& where) {
    const Sequence sequence = next_;
    next_ = next(next_);
    hash_ = hash_event(hash_, stored.bytes, stored.postings);
    ++result_.events;
    result_.postings += stored.postings.size();
    if (options_.progress && result_.events % progress_step == 0) options_.progress(result_.events);
    std::optional<Event> event = decode_event(stored.bytes);
    if (!event) {
      problem(sequence, "事项无法读取 / the event cannot be read", where);
      return;
    }
    if (event->header.sequence != sequence || event->header.recorded_at != block.recorded_at) {
      problem(sequence, "事项与其位置不符 / the event says another place or time", where);
    }
    const RecordedEvent recorded{std::move(*event),
                                 {stored.postings.begin(), stored.postings.end()}};
    check_event_laws(recorded, where);
    check_texts(recorded.event);
    fold_recorded(state_, recorded.event, recorded.postings);
    for (const Posting& posting : stored.postings) {
      cold_[posting.community].add(sequence, posting);
    }
  }

  /// The laws that hold of every event, over the state before it.
  void check_event_laws(const RecordedEvent& recorded, const std::string& where) {
    std::optional<RecordedEvent> referenced;
    if (const Sequence sequence = referenced_sequence(recorded.event.payload)) {
      StoreResult<std::optional<RecordedEvent>> found = store_.read_event(sequence);
      if (found) referenced = std::move(*found);
    }
    const CommunityState& before = state_.at(recorded.event.header.community);
    for (const Violation& violation :
         broken_laws(before, recorded, referenced ? &*referenced : nullptr)) {
      problem(recorded.event.header.sequence, violation.what, where);
    }
  }

  void check_text(Sequence sequence, std::uint8_t field, const Text& text) {
    const StoreResult<std::optional<SaltedText>> kept = store_.read_text(sequence, field);
    if (!kept) {
      problem(kept.error(), "texts");
    } else if (*kept && commit_text((*kept)->salt, (*kept)->text) != text.commitment) {
      problem(sequence, "文字与其承诺不符 / a text is not the one that was committed to", "texts");
    }
  }

  void check_texts(const Event& event) {
    TextVisitor visitor{*this, event.header.sequence};
    if (event.header.memo) {
      check_text(event.header.sequence, memo_text_field, *event.header.memo);
    }
    std::visit([&visitor](const auto& payload) { payload.fields(payload, visitor); },
               event.payload);
  }

  /// The hot part must hold the same postings and fold to the same state.
  void check_hot() {
    Fingerprints hot;
    const StoreResult<void> scanned = store_.scan_hot(0, 1, {}, [&hot](const HotRun& run) {
      for (std::size_t i = 0; i < run.postings.size(); ++i) {
        hot[run.postings[i].community].add(run.sequences[i], run.postings[i]);
      }
    });
    if (!scanned) problem(scanned.error(), "postings");
    for (const CommunityState& community : state_.communities) {
      if (hot[community.number] != cold_[community.number]) {
        problem({}, "热数据与账本不符 / the hot postings are not those of the blocks",
                "community " + community.id);
      }
    }
    const StoreResult<Rebuilt> rebuilt = rebuild(store_, options_.threads);
    if (!rebuilt) {
      problem(rebuilt.error(), "postings");
    } else {
      compare(rebuilt->state, "重算状态 / replayed state");
    }
  }

  void check_laws() {
    for (const CommunityState& community : state_.communities) {
      for (const Violation& violation : broken_laws(community)) {
        problem({}, violation.what, "community " + community.id);
      }
    }
  }

  void check_snapshot(const std::optional<LedgerState>& snapshot) {
    if (!snapshot || snapshot->head.next > state_.head.next) return;
    const StoreResult<LedgerState> carried = catch_up(store_, *snapshot);
    result_.snapshot_checked = true;
    if (!carried) {
      problem(carried.error(), "snapshot");
    } else {
      compare(*carried, "快照 / snapshot");
    }
  }

  void compare(const LedgerState& other, const std::string& where) {
    if (other.communities.size() != state_.communities.size()) {
      problem({}, "小区数目不同 / another number of communities", where);
      return;
    }
    for (std::size_t i = 0; i < state_.communities.size(); ++i) {
      if (!(other.communities[i] == state_.communities[i])) {
        problem({}, "与逐笔重算不同 / differs from the state rebuilt event by event",
                fmt::format("{}, community {}", where, state_.communities[i].id));
      }
    }
  }

  struct TextVisitor {
    Verifier& verifier;
    Sequence sequence;
    std::uint8_t field = 0;

    void operator()(std::string_view, const Text& text) {
      verifier.check_text(sequence, field++, text);
    }
    void operator()(std::string_view, const auto&) { ++field; }
  };

  const EventStore& store_;
  const VerifyOptions& options_;
  Verification result_;
  LedgerState state_;  ///< rebuilt event by event from the blocks
  Fingerprints cold_;
  Sequence next_{1};
  Hash32 hash_;
  Instant recorded_at_;
};

}  // namespace

Verification verify(const EventStore& store, const std::optional<LedgerState>& snapshot,
                    const VerifyOptions& options) {
  return Verifier(store, options).run(snapshot);
}

}  // namespace mingzhang
