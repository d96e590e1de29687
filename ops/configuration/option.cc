#include "ops/configuration/option.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <charconv>

#include "ledger/base/ensure.h"
#include "ops/books.h"
#include "ops/surroundings.h"

namespace mingzhang {
namespace {

constexpr std::int64_t kibibyte = 1'024;
constexpr std::int64_t mebibyte = 1'024 * kibibyte;
constexpr std::int64_t gibibyte = 1'024 * mebibyte;

struct Range {
  std::int64_t least = 0;
  std::int64_t most = 0;
};

Sentence between(Range range) {
  const std::string least = toml_text(OptionValue{range.least});
  const std::string most = toml_text(OptionValue{range.most});
  return {fmt::format("{} 至 {}", least, most), fmt::format("{} to {}", least, most)};
}

Sentence must_be(const Sentence& takes) {
  return {fmt::format("应为 {}；请改正", takes.zh), fmt::format("takes {}; correct it", takes.en)};
}

/// `member` gives the member of a Configuration that the option is about.
template <class Member>
Option number(std::string_view name, Sentence does, Range range, Member member) {
  Option option{name, std::move(does), between(range), {}, {}, {}};
  option.get = [member](const Configuration& from) {
    return OptionValue{static_cast<std::int64_t>(member(from))};
  };
  option.set = [member, range](Configuration& into,
                               const OptionValue& value) -> std::optional<Sentence> {
    const std::int64_t* given = std::get_if<std::int64_t>(&value);
    if (given == nullptr || *given < range.least || *given > range.most) {
      return must_be(between(range));
    }
    auto& place = member(into);
    place = static_cast<std::remove_reference_t<decltype(place)>>(*given);
    return std::nullopt;
  };
  return option;
}

using CheckText = std::function<bool(const std::string&)>;

template <class Member>
Option text(std::string_view name, Sentence does, Sentence takes, Member member,
            CheckText is_good) {
  Option option{name, std::move(does), takes, {}, {}, {}};
  option.get = [member](const Configuration& from) { return OptionValue{member(from)}; };
  option.set = [member, takes = std::move(takes), is_good = std::move(is_good)](
                   Configuration& into, const OptionValue& value) -> std::optional<Sentence> {
    const std::string* given = std::get_if<std::string>(&value);
    if (given == nullptr || !is_good(*given)) return must_be(takes);
    member(into) = *given;
    return std::nullopt;
  };
  return option;
}

template <class Member>
Option one_of(std::string_view name, Sentence does, std::vector<std::string> words, Member member) {
  const std::string list = fmt::format("\"{}\"", fmt::join(words, "\", \""));
  return text(name, std::move(does), {list, list}, member,
              [words = std::move(words)](const std::string& given) {
                return std::ranges::find(words, given) != words.end();
              });
}

struct Endpoint {
  std::string address;
  std::uint16_t port = 0;
};

bool is_address(const std::string& address) {
  in6_addr any{};
  return address == "localhost" || ::inet_pton(AF_INET, address.c_str(), &any) == 1 ||
         ::inet_pton(AF_INET6, address.c_str(), &any) == 1;
}

/// "127.0.0.1:8080" or "[::1]:8080".
std::optional<Endpoint> read_endpoint(const std::string& written) {
  const std::size_t colon = written.rfind(':');
  if (colon == std::string::npos) return std::nullopt;
  Endpoint endpoint;
  const char* end = written.data() + written.size();
  const auto parsed = std::from_chars(written.data() + colon + 1, end, endpoint.port);
  if (parsed.ec != std::errc{} || parsed.ptr != end) return std::nullopt;
  endpoint.address = written.substr(0, colon);
  if (endpoint.address.starts_with('[') && endpoint.address.ends_with(']')) {
    endpoint.address = endpoint.address.substr(1, endpoint.address.size() - 2);
  }
  if (!is_address(endpoint.address)) return std::nullopt;
  return endpoint;
}

const Sentence endpoint_form{"IP 地址和端口，如 \"127.0.0.1:8080\"",
                             "an IP address and a port, such as \"127.0.0.1:8080\""};

Option data_directory() {
  Option option = text(
      "data.directory", {"账本目录", "The directory of the books."},
      {"目录的路径", "the path of a directory"},
      [](auto& of) -> auto& { return of.data_directory; }, [](const std::string&) { return true; });
  option.check = [](const Configuration& of) {
    return check_books_directory(of.data_directory, of.create_books);
  };
  return option;
}

std::vector<Option> data_options() {
  return {
      data_directory(),
      number(
          "data.least_free_bytes",
          {"磁盘剩余空间少于此数时暂停记账，仍可查询；最多按磁盘的二十分之一计",
           "Recording pauses while the disk has fewer bytes left, and reading goes on; never "
           "more than a twentieth of the disk."},
          {0, 1'024 * gibibyte}, [](auto& of) -> auto& { return of.least_free_bytes; }),
      number(
          "data.snapshot_events",
          {"每记这么多事项保存一份快照，下次启动从快照开始读",
           "A snapshot is saved whenever so many events have come; the next start reads only "
           "what came after it."},
          {1, 1'000'000'000}, [](auto& of) -> auto& { return of.snapshot_events; }),
      number(
          "data.block_cache_bytes",
          {"账本数据块的缓存", "Memory for blocks of the log that were read."},
          {8 * mebibyte, 256 * gibibyte}, [](auto& of) -> auto& { return of.block_cache_bytes; }),
      number(
          "data.shelf_bytes",
          {"报表所用小区账目的缓存，一个小区十年约 35 MB",
           "Memory for the communities' books between reports; ten years of one take about "
           "35 MB."},
          {mebibyte, 256 * gibibyte}, [](auto& of) -> auto& { return of.shelf_bytes; }),
  };
}

Option milliseconds(std::string_view name, Sentence does, std::int64_t ServerOptions::*which) {
  return number(
      name, std::move(does),
      {1, 3'600'000}, [which](auto& of) -> auto& { return of.server.*which; });
}

template <class Member>
Option yes_or_no(std::string_view name, Sentence does, Member member) {
  Option option{name, std::move(does), {"true 或 false", "true or false"}, {}, {}, {}};
  option.get = [member](const Configuration& from) { return OptionValue{bool{member(from)}}; };
  option.set = [member, takes = option.takes](Configuration& into,
                                              const OptionValue& value) -> std::optional<Sentence> {
    const bool* given = std::get_if<bool>(&value);
    if (given == nullptr) return must_be(takes);
    member(into) = *given;
    return std::nullopt;
  };
  return option;
}

/// What the service would say of the pair; told once, with the certificate.
std::optional<Sentence> fault_of_pair(const CertificateFiles& tls) {
  if (::access(tls.key.c_str(), R_OK) != 0) return std::nullopt;
  const TlsKeeper::Reading reading = TlsKeeper(tls, wall_clock).read(true);
  if (reading.outcome == TlsKeeper::Outcome::taken) return std::nullopt;
  constexpr std::string_view between = " / ";
  const std::size_t at = reading.problem.find(between);
  return Sentence{reading.problem.substr(0, at), reading.problem.substr(at + between.size())};
}

/// A file of the certificate: given together with the other one, and there to be read.
Option certificate_file(std::string_view name, Sentence does,
                        std::string CertificateFiles::*which) {
  Option option = text(
      name, std::move(does), {"文件的路径，或 \"\"", "the path of a file, or \"\""},
      [which](auto& of) -> auto& { return of.server.tls.*which; },
      [](const std::string&) { return true; });
  option.check = [which](const Configuration& of) -> std::optional<Sentence> {
    const CertificateFiles& tls = of.server.tls;
    const std::string& file = tls.*which;
    if (tls.certificate.empty() != tls.key.empty() && file.empty()) {
      return Sentence{"证书和私钥要一起填；请补上",
                      "a certificate and its key go together; add it"};
    }
    if (file.empty()) return std::nullopt;
    if (::access(file.c_str(), R_OK) == 0) {
      return which == &CertificateFiles::certificate ? fault_of_pair(tls) : std::nullopt;
    }
    return Sentence{fmt::format("读不到文件 {}；请检查路径和权限", file),
                    fmt::format("{} cannot be read; check the path and its rights", file)};
  };
  return option;
}

std::vector<Option> tls_options() {
  return {
      certificate_file("tls.certificate_file",
                       {"TLS 证书链（PEM）；填了就只用 HTTPS；文件更换后自动重新读取",
                        "The certificate chain (PEM); with one only HTTPS is spoken. Read again "
                        "when the file changes, or by SIGHUP."},
                       &CertificateFiles::certificate),
      certificate_file("tls.key_file", {"证书的私钥（PEM）", "The certificate's key (PEM)."},
                       &CertificateFiles::key),
      number(
          "tls.certificate_check_ms",
          {"多久检查一次证书文件是否更换", "How often the certificate's files are looked at."},
          {100, 3'600'000}, [](auto& of) -> auto& { return of.server.certificate_check_ms; }),
      yes_or_no(
          "tls.behind_proxy",
          {"前面有代理负责 TLS，信任它的 X-Forwarded-For；此时只有代理能连到本服务",
           "A proxy in front ends TLS and is taken at its word for X-Forwarded-For; nobody else "
           "must reach the port."},
          [](auto& of) -> auto& { return of.server.behind_proxy; }),
  };
}

template <class Number>
Option at_most(std::string_view name, Sentence does, Range range, Number ServerOptions::*which) {
  return number(
      name, std::move(does), range, [which](auto& of) -> auto& { return of.server.*which; });
}

std::vector<Option> limit_options() {
  return {
      at_most("server.body_budget_bytes",
              {"所有在途请求正文合计的上限，超出的会被告知稍后再来",
               "The bodies of all requests under way together; more are told to come back."},
              {kibibyte, 64 * gibibyte}, &ServerOptions::body_budget_bytes),
      at_most("server.most_handshakes",
              {"同时进行的 TLS 握手数", "TLS handshakes under way at the same time."}, {1, 100'000},
              &ServerOptions::most_handshakes),
      at_most("server.most_streams",
              {"同时的事项流数", "Event streams at the same time; one more is told to come back."},
              {1, 100'000}, &ServerOptions::most_streams),
      at_most("server.most_waiting",
              {"等待处理线程的请求数，超出的会被告知稍后再来",
               "Requests that wait for a worker; one more is told to come back."},
              {1, 100'000}, &ServerOptions::most_waiting),
      milliseconds("server.handshake_timeout_ms", {"TLS 握手的时限", "For a TLS handshake."},
                   &ServerOptions::handshake_timeout_ms),
      milliseconds("server.heartbeat_ms",
                   {"事项流无事时多久报一次平安",
                    "How often an event stream that has nothing to say shows that it is alive."},
                   &ServerOptions::heartbeat_ms),
  };
}

std::vector<Option> server_options_table() {
  return {
      text(
          "server.listen",
          {"监听的地址和端口，端口 0 为任意空闲端口", "Where it listens; port 0 is any free one."},
          endpoint_form, [](auto& of) -> auto& { return of.listen; },
          [](const std::string& given) { return read_endpoint(given).has_value(); }),
      number(
          "server.workers",
          {"处理请求的线程数，0 为每核一个",
           "Threads that work on requests; 0 is one for each core."},
          {0, 1'024}, [](auto& of) -> auto& { return of.workers; }),
      number(
          "server.most_connections",
          {"同时的连接数，超出的会被告知稍后再来",
           "Connections at the same time; one more is told to come back."},
          {1, 1'000'000}, [](auto& of) -> auto& { return of.server.most_connections; }),
      number(
          "server.header_limit_bytes", {"请求头的上限", "The longest header of a request."},
          {kibibyte, mebibyte}, [](auto& of) -> auto& { return of.server.header_limit_bytes; }),
      number(
          "server.body_limit_bytes", {"请求正文的上限", "The longest body of a request."},
          {kibibyte, gibibyte}, [](auto& of) -> auto& { return of.server.body_limit_bytes; }),
      milliseconds("server.idle_timeout_ms",
                   {"空闲连接等待下一个请求的时间",
                    "How long a connection may wait for its next request to begin."},
                   &ServerOptions::idle_timeout_ms),
      milliseconds("server.header_timeout_ms",
                   {"收完请求头的时限", "From a header's first byte to its end."},
                   &ServerOptions::header_timeout_ms),
      milliseconds("server.body_timeout_ms", {"收完请求正文的时限", "For the body of a request."},
                   &ServerOptions::body_timeout_ms),
      milliseconds("server.write_timeout_ms", {"发完应答的时限", "For a client to take an answer."},
                   &ServerOptions::write_timeout_ms),
      milliseconds("server.drain_timeout_ms",
                   {"停止时等待未完请求的时限",
                    "When stopping, how long requests that have begun are waited for."},
                   &ServerOptions::drain_timeout_ms),
  };
}

std::vector<Option> log_options() {
  return {
      one_of(
          "log.level", {"日志的详细程度", "What is logged: this and what is graver."},
          {"debug", "info", "warn", "error"}, [](auto& of) -> auto& { return of.log_level; }),
      one_of(
          "log.format",
          {"日志的格式：给人看的文字，或每行一个 JSON 对象",
           "How lines of the log are written: for people, or as a JSON object each."},
          {"text", "json"}, [](auto& of) -> auto& { return of.log_format; }),
  };
}

std::vector<Option> metrics_options() {
  return {number(
      "metrics.most_communities",
      {"小区不多于此数时，指标按小区分列",
       "Figures by community are metrics of their own while there are at most so many."},
      {0, 10'000}, [](auto& of) -> auto& { return of.most_metric_communities; })};
}

std::vector<Option> make_options() {
  std::vector<Option> options;
  for (std::vector<Option>& part :
       std::vector{data_options(), server_options_table(), limit_options(), tls_options(),
                   log_options(), metrics_options()}) {
    std::ranges::move(part, std::back_inserter(options));
  }
  return options;
}

std::string grouped(std::int64_t number) {
  std::string digits = fmt::to_string(number);
  for (int at = static_cast<int>(digits.size()) - 3; at > (number < 0 ? 1 : 0); at -= 3) {
    digits.insert(static_cast<std::size_t>(at), "_");
  }
  return digits;
}

}  // namespace

std::string Option::environment_name() const {
  std::string out = "MINGZHANG_";
  for (const char c : name) {
    out += c == '.' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return out;
}

const std::vector<Option>& every_option() {
  static const std::vector<Option> options = make_options();
  return options;
}

const Option* find_option(std::string_view name) {
  const auto found = std::ranges::find(every_option(), name, &Option::name);
  return found == every_option().end() ? nullptr : &*found;
}

std::string toml_text(const OptionValue& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return grouped(*number);
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  return fmt::format("\"{}\"", std::get<std::string>(value));
}

ServerOptions server_options(const Configuration& configuration) {
  ServerOptions options = configuration.server;
  const std::optional<Endpoint> endpoint = read_endpoint(configuration.listen);
  ensure(endpoint.has_value(), "server.listen was checked when it was loaded");
  options.address = endpoint->address;
  options.port = endpoint->port;
  options.workers = configuration.workers == 0 ? default_threads() : configuration.workers;
  return options;
}

}  // namespace mingzhang
