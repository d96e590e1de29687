#include <algorithm>
#include <map>
#include <mutex>
#include <shared_mutex>

#include "ledger/codec/event_codec.h"
#include "ledger/store/event_store.h"
#include "ledger/store/hot_piece.h"

namespace mingzhang {
namespace {

using Blocks = std::vector<std::shared_ptr<const NewBlock>>;

Sequence last_of(const NewBlock& block) { return {block.first.value + block.events.size() - 1}; }

/// Gathers the part of a block that a reader asked for and hands it over as one run.
class RunBuilder {
 public:
  explicit RunBuilder(const std::function<void(const HotRun&)>& visit) : visit_(visit) {}

  template <class Wanted>
  void visit(const NewBlock& block, const SliceRange& range, bool as_events, const Wanted& wanted) {
    draft_.clear();
    std::uint64_t bytes = 0;
    Sequence sequence = block.first;
    for (const NewEvent& event : block.events) {
      const Sequence here = sequence;
      sequence = next(sequence);
      if (!range.contains(here) || !wanted(event.community)) continue;
      draft_.add(here, event, range.as_events ? &event.description : nullptr);
      bytes += event.postings.size() * sizeof(Posting);
      if (event.noted) bytes += event.bytes.size();
    }
    if (draft_.empty()) return;
    HotRun run = draft_.run(bytes);
    if (!as_events) {
      run.entries = {};
      run.sort_numbers = {};
    }
    visit_(run);
  }

 private:
  const std::function<void(const HotRun&)>& visit_;
  HotDraft draft_;
};

class MemoryStore final : public EventStore {
 public:
  Head head() const override {
    const std::shared_lock lock(mutex_);
    return head_;
  }

  StoreResult<void> append(Sequence expected, const NewBlock& block) override {
    const std::unique_lock lock(mutex_);
    ensure(!block.events.empty(), "a block holds at least one event");
    if (expected != head_.next || block.first != expected || block.previous_hash != head_.hash) {
      return StoreError{StoreFault::sequence_moved,
                        "账本已前移；请重新读取后再记 / the log has moved on; read it again"};
    }
    ensure(block.recorded_at >= head_.recorded_at, "blocks are recorded in order of time");
    blocks_.push_back(std::make_shared<const NewBlock>(block));
    for (std::size_t i = 0; i < block.events.size(); ++i) {
      const NewEvent& event = block.events[i];
      const Sequence sequence{block.first.value + i};
      keys_[{event.community, std::string(event.idempotency_key)}] = sequence;
      for (const auto& [field, text] : event.texts) texts_[{sequence, field}] = text;
    }
    head_ = {next(last_of(block)), block.last_hash, block.recorded_at};
    return {};
  }

  StoreResult<void> scan_blocks(
      Sequence from, const std::function<bool(const StoredBlock&)>& visit) const override {
    for (const auto& block : blocks_from(from)) {
      StoredBlock stored{
          block->first, block->recorded_at, block->previous_hash, block->last_hash, {}, block, 0};
      for (const NewEvent& event : block->events) {
        stored.events.push_back({event.bytes, event.postings, event.community, event.noted});
        stored.stored_bytes += event.bytes.size() + event.postings.size() * sizeof(Posting);
      }
      if (!visit(stored)) break;
    }
    return {};
  }

  StoreResult<void> check_tables() const override { return {}; }

  StoreResult<void> scan_hot(std::uint32_t shard, std::uint32_t shards, SliceRange range,
                             const std::function<void(const HotRun&)>& visit) const override {
    RunBuilder runs(visit);
    for (const auto& block : blocks_from(range.from)) {
      runs.visit(*block, range, range.as_events, [shard, shards](CommunityNumber community) {
        return shard_of(community, shards) == shard;
      });
    }
    return {};
  }

  StoreResult<std::uint64_t> scan_hot_bytes(std::uint32_t shard,
                                            std::uint32_t shards) const override {
    std::uint64_t bytes = 0;
    const auto scanned =
        scan_hot(shard, shards, {}, [&bytes](const HotRun& run) { bytes += run.stored_bytes; });
    if (!scanned) return scanned.error();
    return bytes;
  }

  StoreResult<void> scan_community(CommunityNumber community, SliceRange range,
                                   const std::function<void(const HotRun&)>& visit) const override {
    RunBuilder runs(visit);
    for (const auto& block : blocks_from(range.from)) {
      runs.visit(*block, range, range.as_events,
                 [community](CommunityNumber other) { return other == community; });
    }
    return {};
  }

  StoreResult<void> scan_tail(SliceRange range,
                              const std::function<void(const HotRun&)>& visit) const override {
    RunBuilder runs(visit);
    for (const auto& block : blocks_from(range.from)) {
      runs.visit(*block, range, true, [](CommunityNumber) { return true; });
    }
    return {};
  }

  StoreResult<std::optional<RecordedEvent>> read_event(Sequence sequence) const override {
    const Blocks blocks = blocks_from(sequence);
    if (!sequence || blocks.empty()) return std::optional<RecordedEvent>{};
    const NewEvent& found = blocks.front()->events[sequence.value - blocks.front()->first.value];
    std::optional<Event> event = decode_event(found.bytes);
    if (!event) {
      return StoreError{StoreFault::damaged, "事项无法读取 / the event cannot be decoded"};
    }
    return std::optional<RecordedEvent>(
        {std::move(*event), {found.postings.begin(), found.postings.end()}});
  }

  StoreResult<Sequence> last_recorded_by(Instant time) const override {
    const std::shared_lock lock(mutex_);
    const auto later = std::ranges::upper_bound(
        blocks_, time, {}, [](const auto& block) { return block->recorded_at; });
    return later == blocks_.begin() ? Sequence{} : last_of(**std::prev(later));
  }

  StoreResult<std::vector<Sequence>> find_keys(std::span<const KeyName> keys) const override {
    const std::shared_lock lock(mutex_);
    std::vector<Sequence> found;
    for (const auto& [community, key] : keys) {
      found.push_back(find(keys_, {community, std::string(key)}).value_or(Sequence{}));
    }
    return found;
  }

  StoreResult<std::optional<SaltedText>> read_text(Sequence sequence,
                                                   std::uint8_t field) const override {
    const std::shared_lock lock(mutex_);
    return find(texts_, {sequence, field});
  }

  StoreResult<void> erase_text(Sequence sequence, std::uint8_t field) override {
    const std::unique_lock lock(mutex_);
    texts_.erase({sequence, field});
    return {};
  }

  StoreResult<std::optional<std::string>> read_owner(CommunityNumber community,
                                                     HouseNumber house) const override {
    const std::shared_lock lock(mutex_);
    return find(owners_, {community, house});
  }

  StoreResult<void> put_owners(
      std::span<const std::tuple<CommunityNumber, HouseNumber, std::string>> owners) override {
    const std::unique_lock lock(mutex_);
    for (const auto& [community, house, value] : owners) owners_[{community, house}] = value;
    return {};
  }

  StoreResult<void> erase_owner(CommunityNumber community, HouseNumber house) override {
    const std::unique_lock lock(mutex_);
    owners_.erase({community, house});
    return {};
  }

  StoreResult<void> repack(std::uint64_t) override { return {}; }
  StoreResult<void> settle() override { return {}; }
  StoreResult<void> sync_witness() override { return {}; }

  StoreStatistics statistics() const override {
    StoreStatistics statistics{0, {{"blocks", 0}}};
    for (const auto& block : blocks_from({1})) {
      statistics.events += block->events.size();
      for (const NewEvent& event : block->events) {
        statistics.parts.front().bytes +=
            event.bytes.size() + event.postings.size() * sizeof(Posting);
      }
    }
    return statistics;
  }

 private:
  /// The blocks from the one that holds `from`. Copied, so that visitors run without the lock.
  Blocks blocks_from(Sequence from) const {
    const std::shared_lock lock(mutex_);
    const auto begin = std::ranges::lower_bound(blocks_, from, {},
                                                [](const auto& block) { return last_of(*block); });
    return {begin, blocks_.end()};
  }

  template <class Key, class Value>
  static std::optional<Value> find(const std::map<Key, Value>& values, const Key& key) {
    const auto found = values.find(key);
    return found == values.end() ? std::nullopt : std::optional<Value>(found->second);
  }

  mutable std::shared_mutex mutex_;
  Head head_;
  Blocks blocks_;
  std::map<std::pair<CommunityNumber, std::string>, Sequence> keys_;
  std::map<std::pair<Sequence, std::uint8_t>, SaltedText> texts_;
  std::map<std::pair<CommunityNumber, HouseNumber>, std::string> owners_;
};

}  // namespace

std::unique_ptr<EventStore> make_memory_store() { return std::make_unique<MemoryStore>(); }

}  // namespace mingzhang
