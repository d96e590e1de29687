// The statement of a personal WeChat account (domain.md section 8), CSV or XLSX: receipts only.
// Times are of UTC+8, as the statement itself says.

#include <algorithm>
#include <array>
#include <optional>

#include <boost/regex.hpp>
#include <fmt/format.h>

#include "api/files/text.h"
#include "api/files/values.h"
#include "api/imports/formats.h"
#include "api/imports/receipts.h"

namespace mingzhang {
namespace {

enum Column : std::size_t { time, amount, direction, status, number, type, party, goods, remark };

const std::vector<ColumnNames>& columns() {
  static const std::vector<ColumnNames> names = {
      {{"交易时间"}},    {{"金额(元)", "金额"}}, {{"收/支", "收支"}},   {{"当前状态", "交易状态"}},
      {{"交易单号"}},    {{"交易类型"}, false},  {{"交易对方"}, false}, {{"商品"}, false},
      {{"备注"}, false},
  };
  return names;
}

template <std::size_t Size>
bool is_one_of(std::string_view text, const std::array<std::string_view, Size>& list) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

// 已存入零钱: a transfer or red packet was accepted; 已收钱: paid by QR code; 已到账: a reward or
// group collection; 充值成功: a merchant paid into the balance. "朋友已收钱", "对方已收钱" and
// "已转账" are of payments out.
constexpr auto received_statuses = std::to_array<std::string_view>(
    {"已存入零钱", "已收钱", "已到账", "已收款", "收款成功", "充值成功", "支付成功"});
constexpr auto not_received_statuses = std::to_array<std::string_view>(
    {"待收款", "待收钱", "待领取", "待确认收款", "等待确认收款", "处理中", "已过期", "已关闭",
     "已取消", "已撤销", "收款失败", "支付失败"});
constexpr auto given_back_statuses = std::to_array<std::string_view>(
    {"已全额退款", "已退款", "已退还", "已全部退还", "对方已退还", "退款成功"});

// A row as read: a verdict at once, or a receipt, whose verdict waits until twins are counted.
struct ReadRow {
  std::size_t line = 0;
  RowCode code{};
  std::vector<std::string> arguments;
  std::optional<std::size_t> receipt;
};

struct Totals {
  std::int64_t rows = 0;
  Money amount;
};

class WechatPlanner {
 public:
  WechatPlanner(const ImportBooks& books, const ImportOptions& options)
      : books_(books), options_(options) {}

  FileResult<ImportPlan> plan(const std::vector<Sheet>& sheets) {
    auto chosen = choose_sheet(sheets, columns(), plan_);
    if (!chosen) return chosen.error();
    sheet_ = chosen->sheet;
    header_ = std::move(chosen->header);
    read_rows();
    give_keys(receipts_, "wechat", plan_);
    for (const ReadRow& row : rows_) {
      if (!row.receipt) {
        plan_.add(row.line, row.code, row.arguments);
        continue;
      }
      if (auto fault = plan_receipt(receipts_[*row.receipt], books_, options_, plan_)) {
        return *fault;
      }
    }
    check_head();
    return std::move(plan_);
  }

 private:
  void read_rows() {
    for (std::size_t i = header_.row + 1; i < sheet_->rows.size(); ++i) {
      const SheetRow& row = sheet_->rows[i];
      bool blank = true;
      for (std::size_t column = time; column <= remark; ++column) {
        blank = blank && header_.text(row, column).empty();
      }
      if (!blank) read(row);
    }
  }

  void say(const SheetRow& row, RowCode code, std::vector<std::string> arguments = {}) {
    rows_.push_back({row.line, code, std::move(arguments), std::nullopt});
  }

  void bad_value(const SheetRow& row, Column column, ValueFault fault) {
    const Sentence why = sentence(fault);
    const std::string name(columns()[column].names.front());
    say(row, RowCode::bad_value, {name, why.zh, why.en});
  }

  void read(const SheetRow& row) {
    const auto fen = parse_money_fen(header_.cell(row, amount));
    if (!fen) return bad_value(row, amount, fen.error());
    const Money money{*fen};
    const std::string way = header_key(header_.text(row, direction));
    count(way, money);
    if (way == "支出") return say(row, RowCode::expense, {to_string(money)});
    if (way.empty() || way == "/" || way == "中性交易" || way == "不计收支") {
      return say(row, RowCode::neutral, {to_string(money)});
    }
    if (way != "收入") return say(row, RowCode::unknown_direction, {way});
    read_receipt(row, money);
  }

  void count(const std::string& way, Money money) {
    Totals& totals = way == "收入" ? in_ : way == "支出" ? out_ : neutral_;
    ++totals.rows;
    totals.amount += money;
  }

  void read_receipt(const SheetRow& row, Money money) {
    const auto when = parse_time(header_.cell(row, time), sheet_->date_1904);
    if (!when) return bad_value(row, time, when.error());
    if (money.fen < 0) return say(row, RowCode::negative_receipt, {to_string(money)});
    if (money.fen == 0) return say(row, RowCode::zero_amount);
    const std::string kind = header_.text(row, type);
    if (kind.find("退款") != std::string::npos) {
      return say(row, RowCode::refund_of_own_payment, {to_string(money)});
    }
    Receipt receipt;
    receipt.line = row.line;
    receipt.time = *when;
    receipt.amount = money;
    receipt.channel = Channel::wechat;
    if (!read_status(row, receipt) || !read_trade_number(row, receipt)) return;
    receipt.note = header_.text(row, goods) + " " + header_.text(row, remark);
    receipt.memo = memo_of(
        {kind, header_.text(row, party), header_.text(row, goods), header_.text(row, remark)});
    rows_.push_back({row.line, {}, {}, receipts_.size()});
    receipts_.push_back(std::move(receipt));
  }

  // "已退款(￥1.00)" gives back a part, "已全额退款" all; a refund of the whole amount is all, too.
  bool read_status(const SheetRow& row, Receipt& receipt) {
    const std::string text = header_.text(row, status);
    const std::string plain = without(half_width(text), " ");
    const std::string word = plain.substr(0, plain.find('('));
    if (is_one_of(plain, received_statuses)) return true;
    if (is_one_of(word, given_back_statuses)) {
      receipt.refund = text;
      const std::string part = without(plain.substr(word.size()), "(");
      const auto given_back = parse_money_fen({without(part, ")"), SheetCellKind::text});
      receipt.refunded_in_full =
          given_back ? *given_back == receipt.amount.fen : word != "已退款" || part.empty();
      return true;
    }
    const bool pending = is_one_of(plain, not_received_statuses);
    say(row, pending ? RowCode::not_received : RowCode::unknown_status, {text});
    return false;
  }

  bool read_trade_number(const SheetRow& row, Receipt& receipt) {
    const SheetCell& cell = header_.cell(row, number);
    const std::string text = trimmed(half_width(cell.text));
    if (text.empty() || text == "/") return true;
    if (lost_digits(cell)) {
      say(row, RowCode::trade_number_lost_digits, {text});
      return false;
    }
    // The key adds a prefix and an occurrence to it, within 64 characters.
    constexpr std::size_t most_characters = 50;
    if (text.size() > most_characters || text.find_first_of(" :\"") != text.npos) {
      say(row, RowCode::trade_number_malformed, {text});
      return false;
    }
    receipt.trade_number = text;
    return true;
  }

  // The statement's head says how many rows there are and their sums (共43笔记录, 收入：1笔
  // 0.35元). Exports that were cut or put together by hand do not agree with it: a warning, no
  // refusal.
  void check_head() {
    static const boost::regex all("共([0-9]+)笔记录");
    static const boost::regex part("(收入|支出|中性交易):([0-9]+)笔 *([0-9.,]+)元");
    boost::smatch match;
    for (std::size_t i = 0; i < header_.row; ++i) {
      for (const SheetCell& cell : sheet_->rows[i].cells) {
        const std::string text = half_width(cell.text);
        if (boost::regex_search(text, match, all)) {
          compare("笔数", match[1].str(), in_.rows + out_.rows + neutral_.rows);
        }
        if (!boost::regex_search(text, match, part)) continue;
        const std::string way = match[1].str();
        const Totals& totals = way == "收入" ? in_ : way == "支出" ? out_ : neutral_;
        compare(way + "笔数", match[2].str(), totals.rows);
        const auto stated = parse_money_fen({match[3].str(), SheetCellKind::text});
        if (stated && *stated != totals.amount.fen) {
          plan_.note(NoteCode::total_differs,
                     {way + "金额", to_string(Money{*stated}), to_string(totals.amount)});
        }
      }
    }
  }

  void compare(const std::string& what, const std::string& stated, std::int64_t counted) {
    if (stated == fmt::to_string(counted)) return;
    plan_.note(NoteCode::total_differs, {what, stated, fmt::to_string(counted)});
  }

  const ImportBooks& books_;
  const ImportOptions& options_;
  const Sheet* sheet_ = nullptr;
  Header header_;
  ImportPlan plan_;
  std::vector<ReadRow> rows_;
  std::vector<Receipt> receipts_;
  Totals in_;
  Totals out_;
  Totals neutral_;
};

}  // namespace

FileResult<ImportPlan> plan_wechat(const std::vector<Sheet>& sheets, const ImportBooks& books,
                                   const ImportOptions& options) {
  return WechatPlanner(books, options).plan(sheets);
}

}  // namespace mingzhang
