#include "api/server/tls.h"

#include <fmt/format.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <ctime>
#include <fstream>
#include <iterator>
#include <optional>
#include <string_view>

#include "ledger/base/ensure.h"

namespace mingzhang {
namespace {

namespace ssl = boost::asio::ssl;
using boost::system::error_code;

constexpr const char* tls12_ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20";
constexpr std::string_view session_name = "mingzhang";
constexpr std::uintmax_t most_pem_bytes = 1U << 20U;

std::optional<std::string> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::string bytes(most_pem_bytes, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return bytes;
}

std::string cannot_use(const std::string& path, std::string_view why) {
  return fmt::format(
      "无法使用 {0}（{1}）；请检查证书和私钥（PEM，私钥不加密） / cannot use {0} ({1}); "
      "check the certificate and its key (PEM, the key without a password)",
      path, why);
}

/// HTTP/1.1 is all there is; who offers only other protocols is told so.
int choose_protocol(SSL*, const unsigned char** out, unsigned char* out_size,
                    const unsigned char* offered, unsigned int offered_size, void*) {
  static constexpr std::array<unsigned char, 9> ours{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
  unsigned char* chosen = nullptr;
  const int found =
      SSL_select_next_proto(&chosen, out_size, ours.data(), ours.size(), offered, offered_size);
  *out = chosen;
  return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

void configure(SSL_CTX* context) {
  ensure(SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1, "TLS 1.2 is there");
  ensure(SSL_CTX_set_cipher_list(context, tls12_ciphers) == 1, "the ciphers are there");
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);  // most connections are idle
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_SERVER);
  ensure(SSL_CTX_set_session_id_context(context,
                                        reinterpret_cast<const unsigned char*>(session_name.data()),
                                        static_cast<unsigned>(session_name.size())) == 1,
         "sessions have a name");
  SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
}

Instant last_moment(SSL_CTX* context) {
  std::tm time{};
  ensure(ASN1_TIME_to_tm(X509_get0_notAfter(SSL_CTX_get0_certificate(context)), &time) == 1,
         "a certificate that was read has an end");
  return {std::int64_t{::timegm(&time)} * 1'000'000};
}

}  // namespace

boost::system::result<std::shared_ptr<TlsIdentity>, TlsKeeper::Problem> TlsKeeper::load(
    const std::string& certificate, const std::string& key) const {
  const auto identity =
      std::make_shared<TlsIdentity>(TlsIdentity{ssl::context(ssl::context::tls_server), {}});
  ssl::context& context = identity->context;
  configure(context.native_handle());
  error_code error;
  // Nobody is there to type one.
  context.set_password_callback([](auto&&...) { return std::string(); }, error);
  context.use_certificate_chain(boost::asio::buffer(certificate), error);
  if (error) return cannot_use(files_.certificate, error.message());
  context.use_private_key(boost::asio::buffer(key), ssl::context::pem, error);
  if (error) return cannot_use(files_.key, error.message());
  if (SSL_CTX_check_private_key(context.native_handle()) != 1) {
    return cannot_use(files_.key, "key and certificate do not match");
  }
  identity->not_after = last_moment(context.native_handle());
  // At the start there is no better one, and its clients are told by TLS itself.
  if (current() != nullptr && identity->not_after < now_()) {
    return cannot_use(files_.certificate, "expired");
  }
  return identity;
}

TlsKeeper::Reading TlsKeeper::read(bool again) {
  const std::optional<std::string> certificate = read_file(files_.certificate);
  const std::optional<std::string> key = read_file(files_.key);
  const std::string seen = fmt::format("{}\n{}", certificate.value_or(""), key.value_or(""));
  {
    const std::lock_guard lock(mutex_);
    if (seen == last_seen_ && !again) return {};
    last_seen_ = seen;
  }
  if (!certificate) return {Outcome::refused, cannot_use(files_.certificate, "cannot be read")};
  if (!key) return {Outcome::refused, cannot_use(files_.key, "cannot be read")};
  auto loaded = load(*certificate, *key);
  if (!loaded) return {Outcome::refused, loaded.error()};
  const std::lock_guard lock(mutex_);
  current_ = std::move(*loaded);
  return {Outcome::taken};
}

std::shared_ptr<TlsIdentity> TlsKeeper::current() const {
  const std::lock_guard lock(mutex_);
  return current_;
}

}  // namespace mingzhang
