#include "ledger/pending_block.h"

#include <fmt/format.h>

#include <algorithm>

#include "ledger/codec/event_codec.h"
#include "ledger/rules/preflight.h"
#include "ledger/rules/same_request.h"

namespace mingzhang {
namespace {

Result refused(Rejection rejection) { return {Outcome::rejected, {}, {}, std::move(rejection)}; }

Result refused(const StoreError& error) {
  // What is damaged stays so however often it is asked for.
  const bool is_damage = error.fault == StoreFault::damaged;
  return refused(
      reject(is_damage ? Code::store_unreadable : Code::store_unavailable, "", error.message));
}

/// Salts every text of the payload and keeps only its commitment there.
class TextSalter {
 public:
  TextSalter(const std::function<std::string()>& new_salt, DecidedEvent& event)
      : new_salt_(new_salt), event_(event) {}

  void salt(std::uint8_t field, Text& text) {
    SaltedText salted{new_salt_(), text.value};
    text.commitment = commit_text(salted.salt, salted.text);
    event_.texts.emplace_back(field, std::move(salted));
  }
  void operator()(std::string_view, Text& text) { salt(field_++, text); }
  template <class Value>
  void operator()(std::string_view, Value&) {
    ++field_;
  }

 private:
  const std::function<std::string()>& new_salt_;
  DecidedEvent& event_;
  std::uint8_t field_ = 0;
};

/// Commands between asking memory for the house of one and deciding it.
constexpr std::size_t commands_ahead = 3;

/// Commands between two times that somebody is told how far the block is settled.
constexpr std::size_t settled_at_once = 256;

/// Brings the houses that a payload names nearer.
class HousePrefetch {
 public:
  explicit HousePrefetch(const CommunityState& state) : state_(state) {}

  void operator()(std::string_view, const HouseRef& house) const {
    state_.house_index.prefetch(state_.houses, house.code);
  }
  template <class Value>
  void operator()(std::string_view, const Value&) const {}

 private:
  const CommunityState& state_;
};

}  // namespace

PendingBlock::PendingBlock(const EventStore& store, LedgerState& state,
                           std::shared_ptr<const DecidedBlock> before, Edge edge)
    : store_(store),
      state_(state),
      edge_(edge),
      today_(day_in_shanghai(edge_.now)),
      before_(std::move(before)) {
  const Instant earliest = before_ ? before_->recorded_at() : state.head.recorded_at;
  block_ = std::make_shared<DecidedBlock>(before_ ? before_->next() : state.head.next,
                                          std::max(edge_.now, earliest));
}

PendingBlock::Batch PendingBlock::Batch::of(std::vector<Command> commands, Grouping grouping) {
  Batch batch{std::move(commands), grouping, {}};
  batch.formed.reserve(batch.commands.size());
  for (const Command& command : batch.commands) batch.formed.push_back(is_formed(command));
  return batch;
}

std::vector<BatchResult> PendingBlock::decide(std::vector<Batch> batches,
                                              const std::function<void()>& settled) {
  std::vector<BatchResult> results(batches.size());
  const StoreResult<std::vector<Known>> known = find_known(batches);
  std::size_t first = 0;
  for (std::size_t i = 0; i < batches.size(); ++i) {
    const std::size_t count = batches[i].commands.size();
    if (known) {
      results[i] = decide(batches[i], std::span(*known).subspan(first, count), settled);
    } else {
      results[i].results.assign(count, refused(known.error()));
    }
    first += count;
  }
  return results;
}

BatchResult PendingBlock::decide(Batch& batch, std::span<const Known> known,
                                 const std::function<void()>& settled) {
  std::vector<Command>& commands = batch.commands;
  BatchResult result;
  if (batch.grouping == Grouping::atomic) {
    saved_ = Saved{block_->size(), {}, state_.communities.size()};
  }
  result.results.reserve(commands.size());
  for (std::size_t index = 0; index < commands.size(); ++index) {
    if (const std::size_t ahead = index + commands_ahead; ahead < commands.size()) {
      prefetch(commands[ahead], known[ahead]);
    }
    if (!saved_ && index % settled_at_once == settled_at_once - 1) settled();
    if (saved_ && commands.size() > 1) save(commands[index].header.community);
    result.results.push_back(decide_one(commands[index], batch.formed[index], known[index]));
    if (saved_ && result.results.back().outcome == Outcome::rejected) {
      result.refused_index = index;
      take_back();
      break;
    }
  }
  saved_.reset();
  return result;
}

/// What is known of the commands before any of them is decided.
StoreResult<std::vector<PendingBlock::Known>> PendingBlock::find_known(
    const std::vector<Batch>& batches) const {
  std::vector<KeyName> keys;
  for (const Batch& batch : batches) {
    for (const Command& command : batch.commands) {
      keys.push_back(
          {state_.find(command.header.community).number, command.header.idempotency_key});
    }
  }
  const StoreResult<std::vector<Sequence>> stored = store_.find_keys(keys);
  if (!stored) return stored.error();
  std::vector<Known> known;
  known.reserve(keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    known.push_back({keys[i].community, (*stored)[i]});
  }
  return known;
}

Result PendingBlock::decide_one(Command& command, bool is_formed, Known known) {
  // One that is registered by the same commands was not known before they were decided.
  const CommunityState& community =
      known.community ? state_.at(known.community) : state_.find(command.header.community);
  if (std::optional<Result> repeat = answer_repeat(community, command, known.stored)) {
    return std::move(*repeat);
  }
  Context context{community,
                  command.header,
                  today_,
                  {static_cast<std::uint32_t>(state_.communities.size() + 1)},
                  nullptr};
  std::optional<RecordedEvent> referenced;
  if (const Sequence sequence = referenced_sequence(command.payload)) {
    StoreResult<std::optional<RecordedEvent>> found = find_event(sequence);
    if (!found) return refused(found.error());
    referenced = std::move(*found);
    if (referenced && referenced->event.header.community == community.number) {
      context.referenced = &*referenced;
    }
  }
  const bool passes = is_formed && is_past(command.header, today_);
  Verdict verdict = passes ? decide_formed(std::move(command), context)
                           : mingzhang::decide(std::move(command), context);
  if (!verdict) return refused(verdict.error());
  return record(community, std::move(*verdict));
}

void PendingBlock::prefetch(const Command& command, const Known& known) const {
  if (!known.community) return;
  const HousePrefetch houses(state_.at(known.community));
  std::visit([&houses](const auto& payload) { payload.fields(payload, houses); }, command.payload);
}

/// The answer that the same key got before, or the refusal when it was another request.
std::optional<Result> PendingBlock::answer_repeat(const CommunityState& community,
                                                  const Command& command, Sequence stored) {
  if (!community.number) return std::nullopt;
  const std::string& key = command.header.idempotency_key;
  const KeyName name{community.number, key};
  std::optional<Sequence> used = block_->find_key(name);
  if (!used && before_) used = before_->find_key(name);
  const Sequence sequence = used.value_or(stored);
  if (!sequence) return std::nullopt;
  const StoreResult<std::optional<RecordedEvent>> found = find_event(sequence);
  if (!found) return refused(found.error());
  if (!*found) return std::nullopt;
  const Event& event = (*found)->event;
  // Only a text that is known to be erased may count as the same; one that cannot be read may not.
  std::optional<StoreError> unread;
  const auto text = [&](std::uint8_t field) -> std::optional<SaltedText> {
    StoreResult<std::optional<SaltedText>> salted = find_text(sequence, field);
    if (salted) return std::move(*salted);
    unread = salted.error();
    return std::nullopt;
  };
  const std::optional<std::string_view> field = first_difference(event, command, community, text);
  if (unread) return refused(*unread);
  if (field) {
    return refused(
        reject(Code::idempotency_conflict, *field, key, fmt::to_string(sequence.value), *field));
  }
  return Result{Outcome::duplicate, sequence, event.header.voucher, std::nullopt};
}

Result PendingBlock::record(const CommunityState& community, Decision&& decision) {
  CommandHeader asked = decision.take_header();
  DecidedEvent decided{{{{}, decision.take_payload()}, decision.take_postings()}, {}};
  RecordedEvent& recorded = decided.recorded;
  const bool registers = std::holds_alternative<CommunityRegistered>(recorded.event.payload);
  EventHeader& header = recorded.event.header;
  header.sequence = block_->next();
  header.community = registers ? std::get<CommunityRegistered>(recorded.event.payload).number.value
                               : community.number;
  header.business_date = asked.business_date;
  header.occurred_on = asked.occurred_on;
  header.recorded_at = block_->recorded_at();
  header.actor = std::move(asked.actor);
  header.idempotency_key = std::move(asked.idempotency_key);
  header.memo = std::move(asked.memo);
  header.document = asked.document;
  if (block_->size() == 0) header.audit_head = edge_.audit_head;
  if (!recorded.postings.empty()) {
    const Period month = period_of(header.business_date);
    const std::uint32_t* used = community.vouchers.find(month);
    header.voucher = {month, used == nullptr ? 1 : *used + 1};
  }

  TextSalter salter(edge_.new_salt, decided);
  if (header.memo) salter.salt(memo_text_field, *header.memo);
  std::visit([&salter](auto& payload) { payload.fields(payload, salter); }, recorded.event.payload);
  fold_recorded(state_, recorded.event, recorded.postings);
  const Result result{Outcome::recorded, header.sequence, header.voucher, std::nullopt};
  block_->add(std::move(decided));
  return result;
}

/// The event while the store may not have it yet.
const DecidedEvent* PendingBlock::find_decided(Sequence sequence) const {
  const DecidedEvent* here = block_->find(sequence);
  return here == nullptr && before_ ? before_->find(sequence) : here;
}

StoreResult<std::optional<RecordedEvent>> PendingBlock::find_event(Sequence sequence) const {
  if (const DecidedEvent* decided = find_decided(sequence)) {
    return std::optional<RecordedEvent>{decided->recorded};
  }
  return store_.read_event(sequence);
}

StoreResult<std::optional<SaltedText>> PendingBlock::find_text(Sequence sequence,
                                                               std::uint8_t field) const {
  const DecidedEvent* decided = find_decided(sequence);
  if (decided == nullptr) return store_.read_text(sequence, field);
  for (const auto& [number, text] : decided->texts) {
    if (number == field) return std::optional<SaltedText>{text};
  }
  return std::optional<SaltedText>{};
}

void PendingBlock::save(const std::string& community) {
  const CommunityState& state = state_.find(community);
  if (state.number) saved_->communities.try_emplace(state.number.value, state);
}

void PendingBlock::take_back() {
  for (auto& [number, community] : saved_->communities) {
    state_.communities[number - 1] = std::move(community);
  }
  while (state_.communities.size() > saved_->community_count) {
    state_.numbers.erase(state_.communities.back().id);
    state_.communities.pop_back();
  }
  block_->cut(saved_->events);
}

}  // namespace mingzhang
