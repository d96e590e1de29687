#include "api/server/gzip.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include "tests/api/server/echo.h"
#include "tests/support/running_server.h"

namespace mingzhang {
namespace {

using namespace test;

std::string inflated(const std::string& in) {
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
  std::string out(1U << 22U, '\0');
  std::string bytes = in;
  stream.next_in = reinterpret_cast<Bytef*>(bytes.data());
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

TEST(GzipTest, IsUsedWhereItIsWelcome) {
  for (const std::string_view yes :
       {"gzip", "GZip", "x-gzip", "deflate, gzip;q=1.0, *;q=0.5", "gzip;q=0.001", "*",
        "br;q=1.0, gzip;q=0.8, *;q=0.1", "identity;q=0.5, gzip;q=0.5", "\t gzip ; q=0.5 "}) {
    EXPECT_TRUE(accepts_gzip(yes)) << yes;
  }
  for (const std::string_view no :
       {"", "identity", "gzip;q=0", "gzip;q=0.000", "*;q=0", "br", "gzip;q=0, *", "gzipp",
        "identity;q=1, gzip;q=0.5", "gzip;q=nonsense", "gzip;q=", "gzip;q=-1", ",;,=;q"}) {
    EXPECT_FALSE(accepts_gzip(no)) << no;
  }
}

struct CompressedAnswerTest : testing::Test {
  Echo handler;
  Probe probe;
  RunningServer server{handler, probe};
  HttpClient client{server.port()};
};

TEST_F(CompressedAnswerTest, HasTheSameBodySmaller) {
  const std::string target = "/long?size=300000&type=application/json";
  const Answer plain = client.get(target);
  EXPECT_EQ(plain.body.size(), 300'000U);
  EXPECT_EQ(plain.header("Vary"), "Accept-Encoding");
  EXPECT_EQ(plain.header("Content-Encoding"), "");
  EXPECT_EQ(plain.header("ETag"), "\"7\"");
  const Answer small = client.send("GET", target, {}, {{"Accept-Encoding", "gzip, br"}});
  EXPECT_EQ(small.header("Content-Encoding"), "gzip");
  EXPECT_EQ(small.header("Vary"), "Accept-Encoding");
  EXPECT_EQ(small.header("ETag"), "W/\"7\"");
  EXPECT_LT(small.body.size(), 10'000U);
  EXPECT_EQ(inflated(small.body), plain.body);
  EXPECT_TRUE(small.keep_alive);
}

TEST_F(CompressedAnswerTest, OnlyWhereItIsWorthwhile) {
  for (const std::string target :
       {"/long?size=1023&type=application/json", "/long?size=9000&type=application/octet-stream"}) {
    const Answer answer = client.send("GET", target, {}, {{"Accept-Encoding", "gzip"}});
    EXPECT_EQ(answer.header("Content-Encoding"), "") << target;
    EXPECT_EQ(answer.header("Vary"), "") << target;
  }
  const Answer head =
      client.send("HEAD", "/long?size=9000&type=text/plain", {}, {{"Accept-Encoding", "gzip"}});
  EXPECT_EQ(head.header("Content-Length"), "9000");
}

}  // namespace
}  // namespace mingzhang
