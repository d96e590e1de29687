// The configuration: which source wins, that every fault is told at once, and that what people read
// about the options is what the table says.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "ops/configuration/load.h"
#include "ops/configuration/pages.h"
#include "tests/store/temporary_folder.h"
#include "tests/support/certificate.h"
#include "tests/support/file_text.h"
#include "tests/support/paths.h"

namespace mingzhang::test {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

struct ConfigurationTest : testing::Test {
  TemporaryFolder folder;
  const std::string file = (folder.path() / "mingzhang.toml").string();

  void write(const std::string& text) const { std::ofstream(file) << text; }
  LoadedConfiguration load(const std::string& text, ConfigurationSources sources = {}) const {
    write(text);
    sources.file = file;
    return load_configuration(sources);
  }
  std::vector<std::string> faults_of(const std::string& text,
                                     const ConfigurationSources& sources = {}) const {
    std::vector<std::string> out;
    for (const ConfigurationFault& fault : load(text, sources).faults) {
      std::string line = to_string(fault);
      if (line.starts_with(file)) line.replace(0, file.size(), "FILE");
      out.push_back(line);
    }
    return out;
  }
};

TEST_F(ConfigurationTest, WhatIsLeftOutHasItsDefault) {
  const LoadedConfiguration loaded = load("");
  EXPECT_TRUE(loaded.faults.empty());
  EXPECT_EQ(server_options(loaded.configuration).address, "127.0.0.1");
  EXPECT_EQ(server_options(loaded.configuration).port, 8080);
  EXPECT_GE(server_options(loaded.configuration).workers, 1U);
  EXPECT_EQ(loaded.configuration.server.body_limit_bytes, ServerOptions{}.body_limit_bytes);
}

TEST_F(ConfigurationTest, CommandLineGoesBeforeEnvironmentBeforeFile) {
  const std::string text =
      "[server]\nlisten = \"127.0.0.1:1\"\nbody_limit_bytes = 2_048\nheader_limit_bytes = 2048\n";
  ConfigurationSources sources;
  sources.environment = {{"MINGZHANG_SERVER_LISTEN", "127.0.0.1:2"},
                         {"MINGZHANG_SERVER_BODY_LIMIT_BYTES", "4_096"},
                         {"MINGZHANG_OTHER_PROGRAM", "1"}};
  sources.command_line = {{"server.listen", "[::1]:3", "--listen"}};
  const LoadedConfiguration loaded = load(text, sources);
  EXPECT_TRUE(loaded.faults.empty()) << to_string(loaded.faults.front());
  EXPECT_EQ(server_options(loaded.configuration).address, "::1");
  EXPECT_EQ(server_options(loaded.configuration).port, 3);
  EXPECT_EQ(loaded.configuration.server.body_limit_bytes, 4096U);
  EXPECT_EQ(loaded.configuration.server.header_limit_bytes, 2048U);
  EXPECT_EQ(loaded.places.at("server.body_limit_bytes"), "MINGZHANG_SERVER_BODY_LIMIT_BYTES");
  EXPECT_EQ(loaded.places.at("server.header_limit_bytes"), file + ":4");
}

TEST_F(ConfigurationTest, EveryFaultIsToldAtOnceWithItsPlaceAndTheWayOut) {
  ConfigurationSources sources;
  sources.environment = {{"MINGZHANG_LOG_LEVEL", "loud"}, {"MINGZHANG_LOG_LEVL", "info"}};
  sources.command_line = {{"server.lissten", "x", "--set"}, {"server.workers", "two", "--set"}};
  const std::string text =
      "[server]\n"
      "listen = \"8080\"\n"
      "body_limit_bytes = \"8 MB\"\n"
      "header_limit_bytes = 10\n"
      "most_conections = 5\n"
      "[sever]\n"
      "idle_timeout_ms = 1\n"
      "[log]\n"
      "level = [\"info\"]\n";
  EXPECT_THAT(
      faults_of(text, sources),
      testing::UnorderedElementsAre(
          "FILE:2: server.listen: 应为 IP 地址和端口，如 \"127.0.0.1:8080\"；请改正 / takes an IP "
          "address and a port, such as \"127.0.0.1:8080\"; correct it",
          "FILE:3: server.body_limit_bytes: 应为 1_024 至 1_073_741_824；请改正 / takes 1_024 to "
          "1_073_741_824; correct it",
          HasSubstr("FILE:4: server.header_limit_bytes: 应为 1_024 至"),
          HasSubstr("FILE:5: server.most_conections: 没有这个选项；请删除或改正，可用："
                    "server.listen, "),
          "FILE:6: sever: 没有这个选项；请删除或改正，可用：data, server, tls, log, metrics / "
          "there is "
          "no such option; remove or correct it, there are: data, server, tls, log, metrics",
          HasSubstr("FILE:9: log.level: 应为 \"debug\", \"info\""),
          HasSubstr("MINGZHANG_LOG_LEVEL: log.level: 应为 \"debug\", \"info\""),
          HasSubstr("MINGZHANG_LOG_LEVL: 没有这个选项；请删除或改正，可用：log.level"),
          HasSubstr("--set: server.lissten: 没有这个选项"),
          HasSubstr("--set: server.workers: 应为 0 至 1_024")));
}

TEST_F(ConfigurationTest, AFileThatIsNoTomlOrNotThereIsSaidWithItsLine) {
  EXPECT_THAT(faults_of("[server]\nlisten = \n"),
              ElementsAre(HasSubstr("FILE:2: 不是有效的 TOML")));
  EXPECT_THAT(faults_of("[server]\nworkers = 1\nworkers = 2\n"),
              ElementsAre(HasSubstr("FILE:3: 不是有效的 TOML")));
  ConfigurationSources sources;
  sources.file = (folder.path() / "none.toml").string();
  ASSERT_EQ(load_configuration(sources).faults.size(), 1U);
  EXPECT_THAT(to_string(load_configuration(sources).faults.front()),
              HasSubstr("the configuration file cannot be opened"));
}

TEST_F(ConfigurationTest, EveryOptionTakesItsOwnDefaultFromEverySource) {
  for (const Option& option : every_option()) {
    const OptionValue value = option.get(Configuration{});
    if (option.name == "data.directory") continue;  // has none
    std::string plain = toml_text(value);
    if (std::holds_alternative<std::string>(value)) plain = std::get<std::string>(value);
    ConfigurationSources sources;
    sources.environment = {{option.environment_name(), plain}};
    sources.command_line = {{std::string(option.name), plain, "--set"}};
    const LoadedConfiguration loaded = load(
        fmt::format("[{}]\n{} = {}\n", option.section(), option.key(), toml_text(value)), sources);
    EXPECT_TRUE(loaded.faults.empty()) << to_string(loaded.faults.front());
    EXPECT_EQ(option.get(loaded.configuration), value) << option.name;
    EXPECT_EQ(loaded.places.at(std::string(option.name)), "--set");
  }
}

TEST_F(ConfigurationTest, DirectoriesAreChecked) {
  const auto wrong_with = [&](const fs::path& directory) {
    const LoadedConfiguration loaded =
        load(fmt::format("[data]\ndirectory = \"{}\"\n", directory.string()));
    EXPECT_TRUE(loaded.faults.empty());
    const std::vector<ConfigurationFault> faults = check_machine(loaded);
    return faults.empty() ? std::string() : to_string(faults.front());
  };
  const fs::path books = folder.path() / "books";
  EXPECT_THAT(wrong_with(books), HasSubstr(file + ":2: data.directory: 目录"));
  EXPECT_THAT(wrong_with(books), HasSubstr("serve --create"));
  fs::create_directories(books / "lost+found");
  EXPECT_EQ(wrong_with(books), "");
  std::ofstream(books / "identity.sqlite") << "accounts come before the first start";
  EXPECT_EQ(wrong_with(books), "");
  std::ofstream(books / "letter.txt") << "not books";
  EXPECT_THAT(wrong_with(books), HasSubstr("holds no books but other files"));
  EXPECT_THAT(wrong_with(file), HasSubstr("is no directory"));
  EXPECT_FALSE(check_books_directory(books.string(), true));
  EXPECT_TRUE(check_books_directory("", true));
  fs::create_directories(books / "log");
  std::ofstream(books / "log" / "CURRENT") << "MANIFEST-000001\n";
  EXPECT_EQ(wrong_with(books), "");
}

TEST_F(ConfigurationTest, ACertificateAndItsKeyGoTogetherAndAreThere) {
  const auto faults = [&](const std::string& certificate, const std::string& key) {
    const LoadedConfiguration loaded =
        load("[tls]\ncertificate_file = \"" + certificate + "\"\nkey_file = \"" + key + "\"\n");
    std::vector<std::string> about;
    for (const ConfigurationFault& fault : check_machine(loaded)) {
      if (fault.option.starts_with("tls.")) about.push_back(fault.option);
    }
    return about;
  };
  using Options = std::vector<std::string>;
  EXPECT_EQ(faults("", ""), Options{});
  EXPECT_EQ(faults(file, file), Options{"tls.certificate_file"}) << "it is no certificate";
  fs::create_directories(folder.path() / "one");
  fs::create_directories(folder.path() / "other");
  const CertificateFiles one = write_certificate(make_certificate(1), folder.path() / "one");
  const CertificateFiles other = write_certificate(make_certificate(2), folder.path() / "other");
  EXPECT_EQ(faults(one.certificate, one.key), Options{});
  EXPECT_EQ(faults(one.certificate, other.key), Options{"tls.certificate_file"});
  EXPECT_EQ(faults(file, ""), Options{"tls.key_file"});
  EXPECT_EQ(faults("", file), Options{"tls.certificate_file"});
  EXPECT_EQ(faults(file + ".none", file), Options{"tls.certificate_file"});
}

TEST_F(ConfigurationTest, PagesAreWhatTheTableSays) {
  EXPECT_EQ(file_text(source_dir() / "docs/configuration.md"), options_page())
      << "run: build/dev/mingzhang check-config --options > docs/configuration.md";
  EXPECT_EQ(file_text(source_dir() / "ops/package/mingzhang.toml"), example_file())
      << "run: build/dev/mingzhang check-config --example > ops/package/mingzhang.toml";
}

TEST_F(ConfigurationTest, TheExampleIsAConfigurationOfDefaults) {
  std::string example = example_file();
  const LoadedConfiguration as_it_is = load(example);
  EXPECT_TRUE(as_it_is.faults.empty());
  EXPECT_EQ(as_it_is.configuration.data_directory, "/var/lib/mingzhang");
  for (const Option& option : every_option()) {
    const std::size_t at = example.find(fmt::format("\n#{} = ", option.key()));
    if (at != std::string::npos) example.erase(at + 1, 1);
  }
  const LoadedConfiguration uncommented = load(example);
  EXPECT_TRUE(uncommented.faults.empty()) << to_string(uncommented.faults.front());
  EXPECT_EQ(uncommented.places.size(), every_option().size());
}

}  // namespace
}  // namespace mingzhang::test
