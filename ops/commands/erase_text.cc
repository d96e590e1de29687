// Erases one free text of a recorded event. It stands beside the log, and the event keeps its
// salted commitment, so the chain and every proof stay whole (rule 3.11).

#include <fmt/core.h>
#include <fmt/ranges.h>

#include "ops/books.h"
#include "ops/commands/commands.h"
#include "ops/exit.h"
#include "ops/identity.h"

namespace mingzhang {
namespace {

struct Options {
  std::string data;
  std::uint64_t sequence = 0;
  std::string field;
};

using TextField = std::pair<std::string_view, std::uint8_t>;

/// Field i of a payload's list is field id i, as the store knows texts.
struct TextFields {
  std::vector<TextField> found;
  std::uint8_t field = 0;

  void operator()(std::string_view name, const Text&) { found.emplace_back(name, field++); }
  void operator()(std::string_view, const auto&) { ++field; }
};

std::vector<TextField> text_fields(const Event& event) {
  TextFields fields;
  std::visit([&fields](const auto& payload) { payload.fields(payload, fields); }, event.payload);
  if (event.header.memo) fields.found.emplace_back("memo", memo_text_field);
  return fields.found;
}

std::uint8_t field_of(const Event& event, const std::string& name) {
  const std::vector<TextField> fields = text_fields(event);
  const auto found = std::ranges::find(fields, name, &TextField::first);
  if (found != fields.end()) return found->second;
  std::vector<std::string_view> names;
  names.reserve(fields.size());
  for (const TextField& field : fields) names.push_back(field.first);
  throw ExitError(
      exit_refused,
      names.empty()
          ? std::string("这笔事项没有文本 / this event has no free text")
          : fmt::format("这笔事项没有文本 {0}；它有：{1} / this event has no text {0}; it "
                        "has: {1}",
                        name, fmt::join(names, ", ")));
}

int erase(const Options& options) {
  const Sequence sequence{options.sequence};
  const std::unique_ptr<EventStore> store = open_to_change(options.data);
  const std::optional<RecordedEvent> recorded = value_or_exit(store->read_event(sequence));
  if (!recorded) {
    throw ExitError(exit_refused, fmt::format("账本没有第 {0} 号事项，只到第 {1} 号 / there is no "
                                              "event {0}; the books end with event {1}",
                                              sequence.value, store->head().next.value - 1));
  }
  const std::uint8_t field = field_of(recorded->event, options.field);
  const std::unique_ptr<Identity> identity = open_identity(options.data);
  const auto keep = [&](std::string what) {
    identity->trail.keep({.actor = "local",
                          .what = std::move(what),
                          .place = fmt::format("{}/{}", sequence.value, options.field)});
  };
  const auto text = store->read_text(sequence, field);
  const bool was_gone = text && !*text;
  keep("text_erasure_begun");
  // Also when it is gone: an erasure that was interrupted may have left its bytes in the files.
  value_or_exit(store->erase_text(sequence, field));
  keep("text_erased");
  fmt::print(
      "第 {0} 号事项的 {1} {2}；已有的备份仍保留它，请用 backup --keep 1 另存\n"
      "{1} of event {0} {3}; backups that exist still hold it: make a new one with "
      "backup --keep 1\n",
      sequence.value, options.field, was_gone ? "先前已删除，残留的字节又清了一遍" : "已删除",
      was_gone ? "was erased before, and its bytes are wiped once more" : "is erased");
  return exit_done;
}

/// CLI11 takes 0750 for octal and 0x1F for hexadecimal: another event's text would be gone.
std::string check_decimal(const std::string& given) {
  const bool is_decimal = !given.empty() && given.front() != '0' &&
                          given.find_first_not_of("0123456789") == std::string::npos;
  return is_decimal ? std::string()
                    : "须为不以 0 开头的整数 / must be a whole number without a leading 0";
}

}  // namespace

void add_erase_text(CLI::App& app, RunCommand& run) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "erase-text", "erase a free text of an event, as a court may order / 删除事项的一段文本");
  add_books_directory(*command, options->data);
  command->add_option("sequence", options->sequence, "the event's number / 事项编号")
      ->required()
      ->check(check_decimal);
  command->add_option("field", options->field, "such as memo or reason / 字段名")->required();
  command->callback([options, &run] { run = [options] { return erase(*options); }; });
}

}  // namespace mingzhang
