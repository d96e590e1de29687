// GET /v1/communities/{community}/<report> and .../houses/{house}/statement.

#include "api/reports/report.h"

#include "api/routes/handlers.h"

namespace mingzhang {
namespace {

Refused read_range(const Request& request, RangeUse use, std::optional<PeriodRange>& range) {
  std::optional<Period> first;
  std::optional<Period> through;
  Refused refused = read_parameter(request, "period", first);
  if (!refused) refused = read_parameter(request, "through", through);
  if (refused) return refused;
  if (!first && (through || use == RangeUse::required)) {
    return reject(Code::missing_field, "period", "period");
  }
  if (!first) return std::nullopt;
  range = PeriodRange{*first, through.value_or(*first)};
  if (range->through < *first) return reject(Code::range_reversed, "through", "through", "period");
  return std::nullopt;
}

Refused read_as_of(const Request& request, AsOf& as_of) {
  if (Refused refused = read_parameter(request, "as_of", as_of.as_of)) return refused;
  return read_parameter(request, "recorded_by", as_of.recorded_by);
}

/// The books of the community, cut by the question.
boost::system::result<Books, Rejection> books_of(const Call& call, const AsOf& as_of) {
  const auto community = community_of(call);
  if (!community) return community.error();
  StoreResult<Books> books = call.service.shelf.books(community->number, as_of);
  if (!books) return unreadable(books.error());
  if (books->registry().id.empty()) {  // not yet, at the recording time that was asked for
    return reject(Code::unknown_community, "community", community->id);
  }
  return std::move(*books);
}

Reply render(const Call& call, const Report& report, const Books& books,
             const ReportQuestion& question) {
  StoreResult<std::string> body = report.json(books, question, lookup_in(call.service.store));
  if (!body) return unreadable(body.error());
  return json_text_response(std::move(*body));
}

Refused read_by(const Request& request, bool& by_building) {
  const std::string* by = find_parameter(request, "by");
  if (by == nullptr) return std::nullopt;
  constexpr std::array<std::string_view, 1> choices{"building"};
  if (*by != choices.front()) return unknown_word("by", *by, choices);
  by_building = true;
  return std::nullopt;
}

}  // namespace

Reply show_report(const Call& call) {
  const Request& request = call.request;
  const Report* report = find_report(call.variables.back());
  if (report == nullptr) return reject(Code::not_found, "", shown_name(request.target));
  ReportQuestion question;
  AsOf as_of;
  Refused refused;
  if (report->name == "collection-rate") {
    refused = check_query(request, {"period", "through", "as_of", "recorded_by", "by"});
  } else {
    refused = check_query(request, {"period", "through", "as_of", "recorded_by"});
  }
  if (!refused) refused = read_range(request, report->range, question.range);
  if (!refused) refused = read_as_of(request, as_of);
  if (!refused) refused = read_by(request, question.by_building);
  if (refused) return *refused;
  if (report->range == RangeUse::end_only && !as_of.as_of) {
    as_of.as_of = days_of(question.range).to;
  }
  const auto books = books_of(call, as_of);
  if (!books) return books.error();
  return render(call, *report, *books, question);
}

Reply show_house_statement(const Call& call) {
  const Request& request = call.request;
  ReportQuestion question;
  AsOf as_of;
  Refused refused = check_query(request, {"from", "to", "as_of", "recorded_by"});
  if (!refused) refused = read_parameter(request, "from", question.days.from);
  if (!refused) refused = read_parameter(request, "to", question.days.to);
  if (!refused) refused = read_as_of(request, as_of);
  if (refused) return *refused;
  if (question.days.from && question.days.to && *question.days.to < *question.days.from) {
    return reject(Code::range_reversed, "to", "to", "from");
  }
  const auto books = books_of(call, as_of);
  if (!books) return books.error();
  question.house = books->registry().house_number(call.variables.back());
  if (!question.house)
    return reject(Code::unknown_house, "house", shown_name(call.variables.back()));
  return render(call, house_statement_report(), *books, question);
}

}  // namespace mingzhang
