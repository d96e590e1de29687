#include "replay/exports/journal.h"

#include <fmt/format.h>

#include <set>
#include <string>

#include "ledger/codec/event_codec.h"
#include "ledger/rules/rules.h"
#include "ledger/state/ledger_state.h"

namespace mingzhang {
namespace {

constexpr std::string_view currency = "CNY";

/// Characters that end or open something in one of the formats become full-width ones.
std::string plain_line(std::string_view text) {
  std::string out;
  for (const char character : text) {
    switch (character) {
      case ';':
        out += "；";
        break;
      case '|':
        out += "｜";
        break;
      case '"':
        out += "”";
        break;
      case '\\':
        out += "＼";
        break;
      default:
        out.push_back(character);
    }
  }
  return out;
}

bool is_letter_or_digit(char character) {
  const bool letter = (character >= 'A' && character <= 'Z') ||
                      (character >= 'a' && character <= 'z') ||
                      (character >= '0' && character <= '9');
  return letter || static_cast<unsigned char>(character) >= 0x80;
}

/// Beancount's account parts take letters, digits and '-' after a capital: any other character, and
/// a '-' before an 'x', is written "-xHH", so that different names stay different.
std::string beancount_part(char prefix, std::string_view text) {
  std::string out{prefix, '-'};
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool plain_dash = text[i] == '-' && (i + 1 == text.size() || text[i + 1] != 'x');
    if (is_letter_or_digit(text[i]) || plain_dash) {
      out.push_back(text[i]);
    } else {
      out += fmt::format("-x{:02X}", static_cast<unsigned char>(text[i]));
    }
  }
  return out;
}

/// hledger and ledger take marks in front of an account for a comment, a status or a virtual
/// posting: an underline, itself a mark, keeps them part of the name.
std::string account_front(const std::string& text) {
  return is_letter_or_digit(text.front()) ? text : "_" + text;
}

std::string_view beancount_root(Account account) {
  const std::uint16_t code = chart_entry(account).code;
  if (code >= 6400) return "Expenses";
  if (code >= 6000) return "Income";
  if (account == Account::opening_balance) return "Equity";
  return code >= 2000 ? "Liabilities" : "Assets";
}

class JournalWriter {
 public:
  JournalWriter(const EventStore& store, JournalFormat format, const TextSink& sink)
      : store_(store), format_(format), sink_(sink) {}

  StoreResult<void> write() {
    if (StoreResult<void> read = each_event([this](const Event&, auto postings) {
          for (const Posting& posting : postings) accounts_.insert(account_name(posting));
        });
        !read) {
      return read;
    }
    write_declarations();
    registry_ = {};
    return each_event([this](const Event& event, auto postings) {
      if (!postings.empty()) write_entry(event, postings);
    });
  }

 private:
  template <class Visit>
  StoreResult<void> each_event(const Visit& visit) {
    StoreResult<void> decoded;
    const StoreResult<void> scanned =
        store_.scan_blocks(Sequence{1}, [&](const StoredBlock& block) {
          for (const StoredBlock::StoredEvent& stored : block.events) {
            const std::optional<Event> event = decode_event(stored.bytes);
            if (!event) {
              decoded =
                  StoreError{StoreFault::damaged,
                             "事项无法读取；请运行 mingzhang verify / an event cannot be read; "
                             "run mingzhang verify"};
              return false;
            }
            if (is_noted(kind_of(event->payload))) fold_recorded(registry_, *event, {});
            visit(*event, stored.postings);
          }
          return true;
        });
    if (!scanned) return scanned;
    return decoded;
  }

  std::string account_name(const Posting& posting) {
    const CommunityState& community = registry_.at(posting.community);
    const std::string code = to_string(AccountRef{posting.account, posting.fund});
    const std::string house = posting.house ? community.house(posting.house).code : "";
    const std::string period = posting.house && posting.period ? to_string(posting.period) : "";
    if (format_ == JournalFormat::beancount) {
      std::string name = fmt::format(
          "{}:{}:{}", beancount_root(posting.account), beancount_part('C', community.id),
          fmt::format("{}-{}", chart_entry(posting.account).code, fund_code(posting.fund)));
      if (!house.empty()) name += ":" + beancount_part('H', house);
      if (!period.empty()) name += ":" + period;
      return name;
    }
    std::string name = fmt::format("{}:{}", account_front(community.id), code);
    if (!house.empty()) name += ":" + house;
    if (!period.empty()) name += ":" + period;
    return name;
  }

  void write_declarations() {
    if (format_ == JournalFormat::beancount) {
      sink_(
          fmt::format("option \"title\" \"Mingzhang 明账\"\n"
                      "option \"operating_currency\" \"{}\"\n\n",
                      currency));
      for (const std::string& account : accounts_) {
        sink_(fmt::format("1990-01-01 open {} {}\n", account, currency));
      }
    } else {
      sink_(format_ == JournalFormat::hledger ? fmt::format("commodity 1000.00 {}\n\n", currency)
                                              : fmt::format("commodity {}\n\n", currency));
      for (const std::string& account : accounts_) sink_(fmt::format("account {}\n", account));
    }
    sink_("\n");
  }

  void write_entry(const Event& event, std::span<const Posting> postings) {
    const EventHeader& header = event.header;
    const std::string text = plain_line(describe(event.payload).zh);
    const std::string voucher = to_string(header.voucher);
    if (format_ == JournalFormat::beancount) {
      sink_(fmt::format("{} * \"{}\"\n  event: \"{}\"\n  voucher: \"{}\"\n",
                        to_string(header.business_date), text, header.sequence.value, voucher));
    } else {
      sink_(fmt::format("{} * ({}) {}\n    ; event {}\n", to_string(header.business_date), voucher,
                        text, header.sequence.value));
    }
    for (const Posting& posting : postings) {
      sink_(fmt::format("    {}  {} {}\n", account_name(posting), to_string(posting.amount()),
                        currency));
    }
    sink_("\n");
  }

  const EventStore& store_;
  JournalFormat format_;
  const TextSink& sink_;
  LedgerState registry_;  ///< houses and communities as registered so far
  std::set<std::string> accounts_;
};

}  // namespace

StoreResult<void> export_journal(const EventStore& store, JournalFormat format,
                                 const TextSink& sink) {
  return JournalWriter(store, format, sink).write();
}

}  // namespace mingzhang
