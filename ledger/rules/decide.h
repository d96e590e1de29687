#pragma once

// From a command to a decision. The only way to a Decision, and only a Decision can be appended.

#include <boost/system/result.hpp>

#include "ledger/rules/context.h"

namespace mingzhang {

/// An accepted command: payload with its Decided fields, and balanced postings. Not yet numbered.
class Decision {
 public:
  const CommandHeader& header() const { return header_; }
  const Payload& payload() const { return payload_; }
  const std::vector<Posting>& postings() const { return postings_; }

 private:
  friend class Decider;
  Decision() = default;
  CommandHeader header_;
  Payload payload_;
  std::vector<Posting> postings_;

 public:
  /// Gives the parts up, for the sequencer to number them.
  CommandHeader take_header() { return std::move(header_); }
  Payload take_payload() { return std::move(payload_); }
  std::vector<Posting> take_postings() { return std::move(postings_); }
};

using Verdict = boost::system::result<Decision, Rejection>;

/// Forms and limits that need no books: dates, text lengths, amounts (see preflight.h); then the
/// houses; then the kind's own ladder; then what every entry must satisfy (balanced per fund, open
/// period, balances in range). Pure.
Verdict decide(Command&& command, const Context& context);
/// The same of a command that preflight lets pass.
Verdict decide_formed(Command&& command, const Context& context);

/// The sequence that the payload refers to (event_reversed, suspense_matched); 0 = none.
Sequence referenced_sequence(const Payload& payload);

}  // namespace mingzhang
