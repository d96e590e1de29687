#pragma once

// The server's certificate: read, checked, and read again when its files change. A certificate that
// cannot be used never takes the place of one that can.

#include <boost/asio/ssl/context.hpp>
#include <boost/system/result.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "ledger/base/dates.h"

namespace mingzhang {

/// Paths of PEM files: the certificate with its chain, and its key without a password.
struct CertificateFiles {
  std::string certificate;
  std::string key;
};

/// What connections are secured with: TLS 1.2 and 1.3, ciphers with forward secrecy, resumption by
/// tickets, HTTP/1.1 by ALPN.
struct TlsIdentity {
  boost::asio::ssl::context context;
  Instant not_after;  ///< the certificate's last moment
};

/// Threads: any. Connections keep the identity that they began with.
class TlsKeeper {
 public:
  using Problem = std::string;  ///< in Chinese and English, with the way out
  /// `now` tells an expired certificate.
  TlsKeeper(CertificateFiles files, std::function<Instant()> now)
      : files_(std::move(files)), now_(std::move(now)) {}

  enum class Outcome : std::uint8_t { unchanged, taken, refused };
  struct Reading {
    Outcome outcome = Outcome::unchanged;
    Problem problem{};  ///< why it was refused; what is in use stays
  };
  /// Reads the files; `again` also when they hold what they held the last time, so that a refusal
  /// is told again. Blocks on the disk.
  Reading read(bool again);

  std::shared_ptr<TlsIdentity> current() const;

 private:
  boost::system::result<std::shared_ptr<TlsIdentity>, Problem> load(const std::string& certificate,
                                                                    const std::string& key) const;

  const CertificateFiles files_;
  const std::function<Instant()> now_;
  mutable std::mutex mutex_;
  std::shared_ptr<TlsIdentity> current_;
  std::string last_seen_;  ///< the files' bytes
};

}  // namespace mingzhang
