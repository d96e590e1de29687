#include "ledger/pending_block.h"

#include <fmt/format.h>

#include "ledger/codec/event_codec.h"
#include "ledger/rules/same_request.h"

namespace mingzhang {
namespace {

std::string key_of(CommunityNumber community, const std::string& key) {
  return fmt::format("{}:{}", community.value, key);
}

Result refused(Rejection rejection) { return {Outcome::rejected, {}, {}, std::move(rejection)}; }

Result refused(const StoreError& error) {
  return refused(reject(Code::store_unavailable, "", error.message));
}

/// Salts every text of the payload and keeps only its commitment there.
class TextSalter {
 public:
  TextSalter(const std::function<std::string()>& new_salt, NewEvent& event)
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
  NewEvent& event_;
  std::uint8_t field_ = 0;
};

}  // namespace

PendingBlock::PendingBlock(const EventStore& store, LedgerState& state, Edge edge)
    : store_(store), state_(state), edge_(edge), today_(day_in_shanghai(edge.now)) {
  block_.first = state.head.next;
  block_.recorded_at = std::max(edge.now, state.head.recorded_at);
  block_.previous_hash = state.head.hash;
  block_.last_hash = state.head.hash;
}

BatchResult PendingBlock::decide(std::vector<Command> commands, Grouping grouping) {
  BatchResult batch;
  if (grouping == Grouping::atomic) {
    saved_ = Saved{block_.events.size(), block_.last_hash, {}, state_.communities.size()};
  }
  for (std::size_t index = 0; index < commands.size(); ++index) {
    if (saved_ && commands.size() > 1) save(commands[index].header.community);
    batch.results.push_back(decide_one(std::move(commands[index])));
    if (saved_ && batch.results.back().outcome == Outcome::rejected) {
      batch.refused_index = index;
      take_back();
      break;
    }
  }
  saved_.reset();
  return batch;
}

Result PendingBlock::decide_one(Command command) {
  const CommunityState& community = state_.find(command.header.community);
  if (std::optional<Result> repeat = answer_repeat(community, command)) return std::move(*repeat);
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
  Verdict verdict = mingzhang::decide(std::move(command), context);
  if (!verdict) return refused(verdict.error());
  return record(std::move(*verdict));
}

/// The answer that the same key got before, or the refusal when it was another request.
std::optional<Result> PendingBlock::answer_repeat(const CommunityState& community,
                                                  const Command& command) {
  if (!community.number) return std::nullopt;
  const std::string& key = command.header.idempotency_key;
  const StoreResult<std::optional<Sequence>> sequence = find_key(community.number, key);
  if (!sequence) return refused(sequence.error());
  if (!*sequence) return std::nullopt;
  const StoreResult<std::optional<RecordedEvent>> stored = find_event(**sequence);
  if (!stored) return refused(stored.error());
  if (!*stored) return std::nullopt;
  const Event& event = (*stored)->event;
  // Only a text that is known to be erased may count as the same; one that cannot be read may not.
  std::optional<StoreError> unread;
  const auto text = [&](std::uint8_t field) -> std::optional<SaltedText> {
    StoreResult<std::optional<SaltedText>> found = find_text(**sequence, field);
    if (found) return std::move(*found);
    unread = found.error();
    return std::nullopt;
  };
  const std::optional<std::string_view> field = first_difference(event, command, community, text);
  if (unread) return refused(*unread);
  if (field) {
    return refused(reject(Code::idempotency_conflict, *field, key,
                          fmt::to_string((*sequence)->value), *field));
  }
  return Result{Outcome::duplicate, **sequence, event.header.voucher, std::nullopt};
}

Result PendingBlock::record(Decision decision) {
  CommandHeader asked = decision.take_header();
  RecordedEvent recorded{{{}, decision.take_payload()}, decision.take_postings()};
  const bool registers = std::holds_alternative<CommunityRegistered>(recorded.event.payload);
  const CommunityState& community = state_.find(asked.community);
  EventHeader& header = recorded.event.header;
  header.sequence = next_sequence();
  header.community = registers ? std::get<CommunityRegistered>(recorded.event.payload).number.value
                               : community.number;
  header.business_date = asked.business_date;
  header.occurred_on = asked.occurred_on;
  header.recorded_at = block_.recorded_at;
  header.actor = std::move(asked.actor);
  header.idempotency_key = std::move(asked.idempotency_key);
  header.memo = std::move(asked.memo);
  header.document = asked.document;
  if (!recorded.postings.empty()) {
    const Period month = period_of(header.business_date);
    const std::uint32_t* used = community.vouchers.find(month);
    header.voucher = {month, used == nullptr ? 1 : *used + 1};
  }

  NewEvent event;
  TextSalter salter(edge_.new_salt, event);
  if (header.memo) salter.salt(memo_text_field, *header.memo);
  std::visit([&salter](auto& payload) { payload.fields(payload, salter); }, recorded.event.payload);
  event.bytes = encode_event(recorded.event);
  event.community = header.community;
  event.idempotency_key = header.idempotency_key;
  event.noted = is_noted(kind_of(recorded.event.payload));
  event.postings = recorded.postings;
  block_.last_hash = hash_event(block_.last_hash, event.bytes, event.postings);
  fold_recorded(state_, recorded.event, recorded.postings);
  keys_[key_of(header.community, header.idempotency_key)] = header.sequence;
  const Result result{Outcome::recorded, header.sequence, header.voucher, std::nullopt};
  block_.events.push_back(std::move(event));
  recorded_.push_back(std::move(recorded));
  return result;
}

StoreResult<std::optional<RecordedEvent>> PendingBlock::find_event(Sequence sequence) const {
  if (sequence >= block_.first) {
    const std::size_t index = sequence.value - block_.first.value;
    if (index >= recorded_.size()) return std::optional<RecordedEvent>{};
    return std::optional<RecordedEvent>{recorded_[index]};
  }
  return store_.read_event(sequence);
}

StoreResult<std::optional<Sequence>> PendingBlock::find_key(CommunityNumber community,
                                                            const std::string& key) const {
  if (const auto found = keys_.find(key_of(community, key)); found != keys_.end()) {
    return std::optional<Sequence>{found->second};
  }
  return store_.find_key(community, key);
}

StoreResult<std::optional<SaltedText>> PendingBlock::find_text(Sequence sequence,
                                                               std::uint8_t field) const {
  if (sequence >= block_.first) {
    for (const auto& [number, text] : block_.events[sequence.value - block_.first.value].texts) {
      if (number == field) return std::optional<SaltedText>{text};
    }
    return std::optional<SaltedText>{};
  }
  return store_.read_text(sequence, field);
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
  for (std::size_t index = saved_->events; index < block_.events.size(); ++index) {
    keys_.erase(key_of(block_.events[index].community, block_.events[index].idempotency_key));
  }
  block_.events.resize(saved_->events);
  recorded_.resize(saved_->events);
  block_.last_hash = saved_->last_hash;
}

void PendingBlock::settle() {
  state_.head = {next_sequence(), block_.last_hash, block_.recorded_at};
}

}  // namespace mingzhang
