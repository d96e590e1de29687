// What a running service writes into its log: a line for each request, and nobody's business.

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cstdio>
#include <fstream>
#include <regex>
#include <set>

#include "tests/store/temporary_folder.h"
#include "tests/support/file_text.h"
#include "tests/support/http_client.h"
#include "tests/support/paths.h"
#include "tests/support/serve_process.h"

namespace mingzhang::test {
namespace {

struct ServeLog : testing::Test {
  TemporaryFolder folder;
  const std::string books = (folder.path() / "books").string();
  const std::string log_file = (folder.path() / "log").string();

  /// What the command prints, without the line's end.
  static std::string mingzhang(const std::string& arguments) {
    std::FILE* pipe = popen(((build_dir() / "mingzhang").string() + " " + arguments).c_str(), "r");
    std::string said;
    for (int character = std::fgetc(pipe); character != EOF; character = std::fgetc(pipe)) {
      said.push_back(static_cast<char>(character));
    }
    EXPECT_EQ(pclose(pipe), 0) << arguments;
    while (said.ends_with('\n')) said.pop_back();
    return said.substr(said.rfind('\n') + 1);
  }
  void SetUp() override {
    std::ofstream(folder.path() / "begin.jsonl")
        << R"({"kind":"community_registered","community":"heping","business_date":"2026-01-01",)"
        << R"("idempotency_key":"c","name":"和平小区","subdistrict":"s","neighbourhood":"n"})"
        << "\n"
        << R"({"kind":"house_registered","community":"heping","business_date":"2026-01-01",)"
        << R"("idempotency_key":"h","house":"9-8-765","building":"9","entrance":"8",)"
        << R"("area":"94.56","use":"dwelling"})"
        << "\n";
    mingzhang("record " + (folder.path() / "begin.jsonl").string() + " --data " + books);
    token = mingzhang("token create --role finance_officer --data " + books);
  }
  std::vector<boost::json::object> lines() const {
    std::vector<boost::json::object> out;
    std::ifstream file(log_file);
    for (std::string line; std::getline(file, line);) {
      boost::system::error_code error;
      boost::json::value value = boost::json::parse(line, error);
      EXPECT_FALSE(error) << "no JSON: " << line;
      if (!error) out.push_back(std::move(value.as_object()));
    }
    return out;
  }
  std::string log() const { return file_text(log_file); }

  std::string token;
};

TEST_F(ServeLog, HasALineForEachRequestAndNamesNobody) {
  const std::string owner = "/v1/communities/heping/houses/9-8-765/owner";
  const std::string payment =
      R"({"kind":"payment_received","community":"heping","business_date":"2026-01-15",)"
      R"("idempotency_key":"secret-key","house":"9-8-765","amount":"4321.09","channel":"bank",)"
      R"("memo":"替李四缴"})";
  {
    ServeProcess serve({"--data", books, "--set", "log.format=json"}, log_file);
    ASSERT_NE(serve.port(), 0);
    HttpClient client(serve.port(), token);
    HttpClient::Headers own_id{{"X-Request-Id", "my-id-42"}};
    EXPECT_EQ(client.send("POST", "/v1/events", payment, own_id).status, 201U);
    EXPECT_EQ(client.post(payment).status, 200U);
    EXPECT_EQ(client.send("PUT", owner, R"({"name":"张三","phone":"13800001111"})").status, 200U);
    EXPECT_EQ(client.get(owner).status, 200U);
    client.get("/v1/communities/heping/arrears?as_of=2026-01-31");
    client.get("/v1/events?community=heping&house=9-8-765&cursor=4321.09");
    client.get("/v1/%E5%BC%A0%E4%B8%89/9-8-765?name=%E6%9D%8E%E5%9B%9B");
    client.post(R"({"kind":"payment_received","amount":"4321.09","house":"9-8-765"})");
    client.send("GET", "/healthz", {}, {{"X-Request-Id", "9-8-765 \" 张三"}});
    HttpClient stranger(serve.port(), "stolen-token-777");
    EXPECT_EQ(stranger.get("/v1/communities").status, 401U);
    EXPECT_EQ(serve.stop(), 0);
  }
  const std::string all = log();
  for (const std::string word : {"9-8-765", "4321.09", "张三", "李四", "13800001111", "secret-key",
                                 "stolen-token-777", "as_of", "cursor", "?", "94.56"}) {
    EXPECT_EQ(all.find(word), std::string::npos) << word << " is in the log:\n" << all;
  }
  EXPECT_EQ(all.find(token), std::string::npos);

  std::set<std::string> ids;
  int requests = 0;
  for (const boost::json::object& line : lines()) {
    for (const auto* member : {"time", "level", "event"}) EXPECT_TRUE(line.contains(member));
    if (line.at("event") != "request_answered") continue;
    ++requests;
    ids.insert(std::string(line.at("request_id").as_string()));
    EXPECT_TRUE(line.at("status").is_int64());
    EXPECT_TRUE(line.at("duration_us").is_int64());
    if (line.at("request_id") != "my-id-42") continue;
    EXPECT_EQ(line.at("route"), "/v1/events");
    EXPECT_EQ(line.at("method"), "POST");
    EXPECT_EQ(line.at("status"), 201);
    EXPECT_EQ(line.at("role"), "finance_officer");
  }
  EXPECT_GE(requests, 9);
  EXPECT_EQ(ids.size(), static_cast<std::size_t>(requests)) << all;
  EXPECT_TRUE(ids.contains("my-id-42")) << all;
}

}  // namespace
}  // namespace mingzhang::test
