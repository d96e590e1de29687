#include "api/server/tls.h"

#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <future>

#include "tests/api/server/echo.h"
#include "tests/store/temporary_folder.h"
#include "tests/support/certificate.h"
#include "tests/support/running_server.h"

namespace mingzhang {
namespace {

using namespace test;
namespace ssl = boost::asio::ssl;

/// Waits for what the server says of its certificate.
class CertificateProbe final : public Probe {
 public:
  void certificate_taken(Instant not_after) override { say("taken " + to_string(not_after)); }
  void certificate_refused(std::string_view why) override { say(std::string(why)); }
  std::string next() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !said_.empty(); });
    std::string first = said_.front();
    said_.erase(said_.begin());
    return first;
  }

 private:
  void say(std::string what) {
    const std::lock_guard lock(mutex_);
    said_.push_back(std::move(what));
    changed_.notify_all();
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> said_;
};

struct TlsTest : testing::Test {
  TemporaryFolder folder;
  Echo handler;
  CertificateProbe probe;
  ssl::context client_tls{ssl::context::tls_client};

  ServerOptions options() {
    ServerOptions options = any_port();
    options.tls = write_certificate(make_certificate(1), folder.path());
    return options;
  }
  static long serial_of(HttpClient& client) {
    const std::unique_ptr<X509, decltype(&X509_free)> found(SSL_get1_peer_certificate(client.ssl()),
                                                            &X509_free);
    return ASN1_INTEGER_get(X509_get_serialNumber(found.get()));
  }
};

TEST_F(TlsTest, AnswersAsWithoutIt) {
  RunningServer server(handler, probe, options());
  HttpClient client(server.port(), client_tls);
  for (int round = 0; round < 3; ++round) {
    const Answer answer = client.send("POST", "/worker", std::string(100'000, 'x'));
    EXPECT_EQ(answer.status, 200U);
    EXPECT_TRUE(answer.body.ends_with("xxx"));
    EXPECT_EQ(answer.header("Strict-Transport-Security"), "max-age=31536000");
  }
  EXPECT_STREQ(SSL_get_version(client.ssl()), "TLSv1.3");
}

TEST_F(TlsTest, ListensOnAnyAddress) {
  ServerOptions open = options();
  open.address = "0.0.0.0";
  EXPECT_TRUE(Server::listen(open, still_clocks(), handler, probe));
}

TEST_F(TlsTest, TakesTls12WithForwardSecrecyAndNothingOlder) {
  RunningServer server(handler, probe, options());
  SSL_CTX_set_security_level(client_tls.native_handle(), 0);
  SSL_CTX_set_min_proto_version(client_tls.native_handle(), TLS1_VERSION);
  for (const auto& [version, allowed] : std::vector<std::pair<int, bool>>{{TLS1_VERSION, false},
                                                                          {TLS1_1_VERSION, false},
                                                                          {TLS1_2_VERSION, true},
                                                                          {TLS1_3_VERSION, true}}) {
    SSL_CTX_set_max_proto_version(client_tls.native_handle(), version);
    if (allowed) {
      HttpClient client(server.port(), client_tls);
      EXPECT_EQ(client.get("/a").status, 200U);
    } else {
      EXPECT_ANY_THROW(HttpClient(server.port(), client_tls)) << version;
    }
  }
  SSL_CTX_set_max_proto_version(client_tls.native_handle(), TLS1_2_VERSION);
  for (const char* weak : {"AES128-SHA", "AES256-GCM-SHA384", "ECDHE-ECDSA-AES128-SHA", "NULL"}) {
    SSL_CTX_set_cipher_list(client_tls.native_handle(), weak);
    EXPECT_ANY_THROW(HttpClient(server.port(), client_tls)) << weak;
  }
}

TEST_F(TlsTest, ChoosesHttp11ByAlpn) {
  RunningServer server(handler, probe, options());
  const auto offer = [this](const std::string& protocols) {
    SSL_CTX_set_alpn_protos(client_tls.native_handle(),
                            reinterpret_cast<const unsigned char*>(protocols.data()),
                            static_cast<unsigned>(protocols.size()));
  };
  offer("\x02h2\x08http/1.1");
  HttpClient client(server.port(), client_tls);
  const unsigned char* chosen = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(client.ssl(), &chosen, &size);
  EXPECT_EQ(std::string(reinterpret_cast<const char*>(chosen), size), "http/1.1");
  offer("\x02h2");
  EXPECT_ANY_THROW(HttpClient(server.port(), client_tls));
}

TEST_F(TlsTest, ResumesASession) {
  RunningServer server(handler, probe, options());
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    SSL_CTX_set_max_proto_version(client_tls.native_handle(), version);
    HttpClient first(server.port(), client_tls);
    ASSERT_EQ(first.get("/a").status, 200U);
    EXPECT_EQ(SSL_session_reused(first.ssl()), 0);
    const std::unique_ptr<SSL_SESSION, decltype(&SSL_SESSION_free)> session(
        SSL_get1_session(first.ssl()), &SSL_SESSION_free);
    HttpClient second(server.port(), client_tls, session.get());
    EXPECT_EQ(second.get("/a").status, 200U);
    EXPECT_EQ(SSL_session_reused(second.ssl()), 1) << version;
  }
}

TEST_F(TlsTest, TakesANewCertificateWithoutARestart) {
  ServerOptions how = options();
  how.certificate_check_ms = 1;
  RunningServer server(handler, probe, how);
  EXPECT_EQ(probe.next().substr(0, 16), "taken 2040-01-01");
  HttpClient before(server.port(), client_tls);
  EXPECT_EQ(serial_of(before), 1);
  // The files are written one after the other: that the key does not fit for a moment harms nobody.
  write_certificate(make_certificate(2, "2041-01-01"), folder.path());
  while (!probe.next().starts_with("taken 2041-01-01")) continue;
  HttpClient after(server.port(), client_tls);
  EXPECT_EQ(serial_of(after), 2);
  EXPECT_EQ(before.get("/a").status, 200U) << "what is connected stays connected";
  EXPECT_EQ(after.get("/a").status, 200U);
}

TEST_F(TlsTest, ABadCertificateKeepsTheOldOneAndSaysSo) {
  ServerOptions how = options();
  how.certificate_check_ms = 3'600'000;
  RunningServer server(handler, probe, how);
  probe.next();
  const auto says_no = [&](const Pem& pem, std::string_view why) {
    write_certificate(pem, folder.path());
    server.reload_certificate();
    const std::string said = probe.next();
    EXPECT_NE(said.find(why), std::string::npos) << said;
    HttpClient client(server.port(), client_tls);
    EXPECT_EQ(serial_of(client), 1);
  };
  const Pem good = make_certificate(3);
  const Pem other = make_certificate(4);
  says_no({good.certificate, other.key}, "key");
  says_no({"no certificate", good.key}, "certificate.pem");
  says_no({good.certificate, good.key.substr(0, 60)}, "key.pem");
  says_no({"", ""}, "certificate.pem");
  says_no(make_certificate(5, "2025-12-31"), "expired");
  std::filesystem::remove(folder.path() / "key.pem");
  server.reload_certificate();
  EXPECT_NE(probe.next().find("key.pem"), std::string::npos);
  write_certificate(good, folder.path());
  server.reload_certificate();
  EXPECT_TRUE(probe.next().starts_with("taken"));
  HttpClient client(server.port(), client_tls);
  EXPECT_EQ(serial_of(client), 3);
}

TEST_F(TlsTest, DoesNotStartWithABadCertificate) {
  ServerOptions how = options();
  how.tls.key = folder.path() / "nowhere.pem";
  const auto refused = Server::listen(how, still_clocks(), handler, probe);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("nowhere.pem"), std::string::npos);
}

TEST_F(TlsTest, TellsWhoSpeaksPlainHttp) {
  RunningServer server(handler, probe, options());
  HttpClient client(server.port());
  client.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  const Answer answer = client.read();
  EXPECT_EQ(answer.status, 400U);
  EXPECT_NE(answer.body.find("https://"), std::string::npos);
  EXPECT_TRUE(client.is_closed());
  HttpClient other(server.port());
  other.write("\x16\x03 nonsense of another kind that is no handshake at all");
  while (!other.read_some().empty()) continue;  // an alert at most
}

TEST_F(TlsTest, AHandshakeEndsInTimeAndOnlySoManyAreUnderWay) {
  ServerOptions how = options();
  how.handshake_timeout_ms = 1;
  RunningServer server(handler, probe, how);
  HttpClient silent(server.port());
  EXPECT_TRUE(silent.is_closed());
  how.handshake_timeout_ms = 3'600'000;
  how.most_handshakes = 1;
  RunningServer narrow(handler, probe, how);
  HttpClient waiting(narrow.port());
  HttpClient over(narrow.port());
  EXPECT_TRUE(over.is_closed());
  waiting.socket().close();
}

TEST_F(TlsTest, DrainsToo) {
  RunningServer server(handler, probe, options());
  HttpClient busy(server.port(), client_tls);
  HttpClient idle(server.port(), client_tls);
  ASSERT_EQ(idle.get("/a").status, 200U);
  std::thread asking([&] { EXPECT_EQ(busy.get("/held").status, 200U); });
  handler.wait_for_held(1);
  server.stop();
  EXPECT_TRUE(idle.is_closed());
  handler.let_go();
  asking.join();
  server.join();
}

}  // namespace
}  // namespace mingzhang
