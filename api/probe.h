#pragma once

// What the service says has happened. Whoever counts (ops/metrics) implements it; the code that
// reports knows no metric.

#include <cstdint>
#include <string_view>

#include "api/http.h"
#include "ledger/kinds/kind.h"
#include "ledger/rejection.h"
#include "ledger/sequencer.h"

namespace mingzhang {

/// Threads: any number at once. `kind` is EventKind::none where it could not be read.
class Probe {
 public:
  Probe() = default;
  Probe(const Probe&) = delete;
  Probe& operator=(const Probe&) = delete;
  virtual ~Probe() = default;

  virtual void event_recorded(EventKind /*kind*/) {}
  virtual void event_repeated(EventKind /*kind*/) {}
  virtual void event_rejected(EventKind /*kind*/, Code /*code*/) {}
  virtual void block_appended(const BlockReport& /*report*/) {}
  /// Of the request only what says nothing of its content is to be kept: id and method.
  virtual void request_answered(const Request& /*request*/, const Response& /*response*/,
                                std::int64_t /*duration_us*/) {}
  /// Somebody looked into the directory of persons; the audit trail says who.
  virtual void owner_read() {}
  virtual void connections_open(std::size_t /*connections*/) {}
  virtual void streams_open(std::size_t /*streams*/) {}
  virtual void certificate_taken(Instant /*not_after*/) {}
  /// What is in use stays; `why` is for the operator.
  virtual void certificate_refused(std::string_view /*why*/) {}
};

}  // namespace mingzhang
