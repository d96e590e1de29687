#include "ledger/store/block_codec.h"

#include <cstddef>
#include <cstring>

#include "ledger/base/xxh3.h"
#include "schemas/block_generated.h"

namespace mingzhang {
namespace {

static_assert(sizeof(fb::Posting) == sizeof(Posting), "a block's postings are read in place");
static_assert(alignof(fb::Posting) == alignof(Posting), "a block's postings are read in place");
static_assert(offsetof(Posting, amount_fen) == 0 && offsetof(Posting, community) == 8 &&
                  offsetof(Posting, house) == 12 && offsetof(Posting, subject) == 16 &&
                  offsetof(Posting, period) == 20 && offsetof(Posting, day) == 22 &&
                  offsetof(Posting, account) == 24 && offsetof(Posting, fund) == 25 &&
                  offsetof(Posting, flow) == 26 && offsetof(Posting, kind) == 27 &&
                  offsetof(Posting, line) == 28,
              "the layout of schemas/block.fbs");

constexpr std::size_t checksum_size = sizeof(std::uint64_t);

Hash32 from_fb(const fb::Hash32& hash) {
  Hash32 out;
  std::memcpy(out.bytes.data(), hash.bytes()->data(), out.bytes.size());
  return out;
}

std::uint64_t checksum_of(std::string_view value) { return xxh3(value.substr(checksum_size)); }

/// Cuts the vectors of a block into events. False when they do not add up.
bool read_events(const fb::Block& in, std::vector<StoredBlock::StoredEvent>& out) {
  const char* bytes = reinterpret_cast<const char*>(in.event_bytes()->data());
  const auto* postings = reinterpret_cast<const Posting*>(in.postings()->data());
  std::size_t bytes_left = in.event_bytes()->size();
  std::size_t postings_left = in.postings()->size();
  out.reserve(in.events()->size());
  for (const fb::BlockEvent* event : *in.events()) {
    if (event->size() > bytes_left || event->postings() > postings_left) return false;
    out.push_back({{bytes, event->size()},
                   {postings, event->postings()},
                   {event->community()},
                   event->noted()});
    bytes += event->size();
    postings += event->postings();
    bytes_left -= event->size();
    postings_left -= event->postings();
  }
  return !out.empty() && bytes_left == 0 && postings_left == 0;
}

}  // namespace

std::string encode_block(const NewBlock& block, std::uint64_t writer_epoch) {
  std::size_t byte_count = 0;
  std::size_t posting_count = 0;
  for (const NewEvent& event : block.events) {
    byte_count += event.bytes.size();
    posting_count += event.postings.size();
  }
  std::vector<fb::BlockEvent> events;
  std::vector<Posting> postings;
  events.reserve(block.events.size());
  postings.reserve(posting_count);
  for (const NewEvent& event : block.events) {
    events.emplace_back(static_cast<std::uint32_t>(event.bytes.size()),
                        static_cast<std::uint32_t>(event.postings.size()), event.community.value,
                        event.noted);
    postings.insert(postings.end(), event.postings.begin(), event.postings.end());
  }
  flatbuffers::FlatBufferBuilder builder(byte_count + posting_count * sizeof(Posting) +
                                         events.size() * sizeof(fb::BlockEvent) + 256);
  const auto fb_events = builder.CreateVectorOfStructs(events);
  std::uint8_t* bytes = nullptr;
  const auto fb_bytes = builder.CreateUninitializedVector(byte_count, &bytes);
  for (const NewEvent& event : block.events) {
    std::memcpy(bytes, event.bytes.data(), event.bytes.size());
    bytes += event.bytes.size();
  }
  const auto fb_postings = builder.CreateVectorOfStructs(
      reinterpret_cast<const fb::Posting*>(postings.data()), postings.size());
  const fb::Hash32 previous(block.previous_hash.bytes);
  const fb::Hash32 last(block.last_hash.bytes);
  fb::FinishBlockBuffer(builder, fb::CreateBlock(builder, block_format_version, writer_epoch,
                                                 block.first.value, block.recorded_at.us, &previous,
                                                 &last, fb_events, fb_bytes, fb_postings));
  std::string value;
  value.reserve(checksum_size + builder.GetSize());
  value.append(checksum_size, '\0');
  value.append(reinterpret_cast<const char*>(builder.GetBufferPointer()), builder.GetSize());
  const std::uint64_t checksum = checksum_of(value);
  std::memcpy(value.data(), &checksum, sizeof checksum);
  return value;
}

std::optional<StoredBlock> decode_block(std::shared_ptr<const std::string> bytes) {
  if (bytes->size() < checksum_size) return std::nullopt;
  std::uint64_t checksum = 0;
  std::memcpy(&checksum, bytes->data(), sizeof checksum);
  if (checksum != checksum_of(*bytes)) return std::nullopt;
  const auto* buffer = reinterpret_cast<const std::uint8_t*>(bytes->data()) + checksum_size;
  flatbuffers::Verifier verifier(buffer, bytes->size() - checksum_size);
  if (!fb::VerifyBlockBuffer(verifier)) return std::nullopt;
  const fb::Block& in = *fb::GetBlock(buffer);
  if (in.format_version() != block_format_version || in.previous_hash() == nullptr ||
      in.last_hash() == nullptr || in.events() == nullptr || in.event_bytes() == nullptr ||
      in.postings() == nullptr) {
    return std::nullopt;
  }
  StoredBlock out;
  out.first = {in.first_sequence()};
  out.recorded_at = {in.recorded_at_us()};
  out.previous_hash = from_fb(*in.previous_hash());
  out.last_hash = from_fb(*in.last_hash());
  if (!read_events(in, out.events)) return std::nullopt;
  out.stored_bytes = bytes->size();
  out.storage = std::move(bytes);
  return out;
}

}  // namespace mingzhang
