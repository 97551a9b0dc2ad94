#include <support/temp_dir.hpp>

#include <cli/run.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace {

using namespace rollout;
using testing::HasSubstr;

/// A folder named `shop` with a compose file, and what the program says about it.
class ConfigCommand : public testing::Test {
  protected:
    ConfigCommand() { std::filesystem::create_directory(folder_); }

    void write(const std::string& name, const std::string& text) const {
        std::ofstream(folder_ / name) << text;
    }

    std::string config(std::vector<std::string> args, const std::string& input = {}) {
        args.insert(args.begin(), "config");
        std::istringstream in(input);
        std::ostringstream out;
        std::ostringstream err;
        code_ = cli::run({args, environment_, folder_.string(), out, err, &in});
        err_ = err.str();
        return out.str();
    }

    support::temp_dir top_;
    std::filesystem::path folder_ = top_.path() / "shop";
    std::map<std::string, std::string> environment_{{"TAG", "7"}};
    int code_ = -1;
    std::string err_;
};

constexpr const char* two_services =
    "services:\n"
    "  b: {image: 'b:${TAG:-1}', depends_on: [a], profiles: [extra]}\n"
    "  a: {image: 'a:${TAG:?which}', command: 'echo $$HOME', volumes: ['vol:/v']}\n"
    "volumes: {vol: , unused: }\n";

TEST_F(ConfigCommand, PrintsTheNormalFormWithDollarsThatCanBeReadAgain) {
    write("compose.yaml", two_services);
    EXPECT_EQ(config({}),
              "name: shop\n"
              "services:\n"
              "  a:\n"
              "    command:\n"
              "      - echo\n"
              "      - $$HOME\n"
              "    image: a:7\n"
              "    networks:\n"
              "      default: null\n"
              "    volumes:\n"
              "      - type: volume\n"
              "        source: vol\n"
              "        target: /v\n"
              "        volume: {}\n"
              "networks:\n"
              "  default:\n"
              "    name: shop_default\n"
              "volumes:\n"
              "  vol:\n"
              "    name: shop_vol\n")
        << err_;
}

TEST_F(ConfigCommand, FileAndProjectAreThoseOfTheVariablesUnlessAFlagNamesOthers) {
    write("compose.yaml", "services: {a: {image: default}}");
    write("variable.yaml", "services: {a: {image: of-the-variable}}");
    write("flag.yaml", "services: {a: {image: of-the-flag}}");
    environment_["ROLLOUT_COMPOSE_FILE"] = "variable.yaml";
    environment_["ROLLOUT_PROJECT_NAME"] = "other";
    const auto by_variable = config({});
    EXPECT_THAT(by_variable, HasSubstr("name: other\n"));
    EXPECT_THAT(by_variable, HasSubstr("image: of-the-variable\n"));
    const auto by_flag = config({"-f", "flag.yaml", "-p", "third"});
    EXPECT_THAT(by_flag, HasSubstr("name: third\n"));
    EXPECT_THAT(by_flag, HasSubstr("image: of-the-flag\n"));
}

TEST_F(ConfigCommand, PrintsJson) {
    write("compose.yaml", "services: {a: {image: i}}\n");
    EXPECT_THAT(config({"--format", "json"}), HasSubstr("      \"command\": null,\n"));
    EXPECT_EQ(code_, 0);
    config({"--format", "xml"});
    EXPECT_THAT(err_, HasSubstr("unsupported format \"xml\""));
    EXPECT_NE(code_, 0);
}

TEST_F(ConfigCommand, PrintsPartsOneALine) {
    write("compose.yaml", two_services);
    EXPECT_EQ(config({"--services"}), "a\n");
    EXPECT_EQ(config({"--services", "--profile", "*"}), "a\nb\n");
    EXPECT_EQ(config({"--profiles"}), "extra\n");
    EXPECT_EQ(config({"--images", "--profile", "extra"}), "a:7\nb:7\n");
    EXPECT_EQ(config({"--networks"}), "default\n");
    EXPECT_EQ(config({"--environment"}),
              "COMPOSE_PROJECT_NAME=shop\nPWD=" + folder_.string() + "\nTAG=7\n");
}

TEST_F(ConfigCommand, AServiceThatIsNamedComesWithWhatItNeeds) {
    write("compose.yaml", two_services);
    EXPECT_EQ(config({"--images", "b"}), "a:7\nb:7\n") << err_;
    EXPECT_EQ(config({"--images", "--profile", "extra", "[xb]"}), "a:7\nb:7\n") << err_;
    config({"nope"});
    EXPECT_THAT(err_, HasSubstr("no such service: nope"));
}

TEST_F(ConfigCommand, PrintsHashes) {
    write("compose.yaml", "services: {a: {image: i}, b: {image: i}}\n");
    const auto all = config({"--hash", "*"});
    const auto one = config({"--hash", "a"});
    EXPECT_EQ(all.substr(0, one.size()), one);
    EXPECT_EQ(one.size(), 2 + 64 + 1U);
}

TEST_F(ConfigCommand, LeavesVariablesWhenAskedTo) {
    write("compose.yaml", two_services);
    environment_.clear();
    EXPECT_THAT(config({"--no-interpolate"}), HasSubstr("image: a:${TAG:?which}\n"));
    EXPECT_EQ(config({"--variables"}),
              "NAME                REQUIRED            DEFAULT VALUE       ALTERNATE VALUE\n"
              "TAG                 true                                    \n");
}

TEST_F(ConfigCommand, PrintsNothingWhenQuiet) {
    write("compose.yaml", two_services);
    EXPECT_EQ(config({"-q"}), "");
    EXPECT_EQ(code_, 0);
    environment_.clear();
    EXPECT_EQ(config({"--quiet"}), "");
    EXPECT_THAT(err_, HasSubstr("compose.yaml:3:14: error while interpolating services.a.image: "
                                "required variable TAG is missing a value: which\n3 |   a: "));
    EXPECT_NE(code_, 0);
}

TEST_F(ConfigCommand, WritesToAFile) {
    write("compose.yaml", "services: {a: {image: i}}\n");
    EXPECT_EQ(config({"-o", (folder_ / "out").string()}), "");
    std::ifstream in(folder_ / "out");
    std::string first;
    std::getline(in, first);
    EXPECT_EQ(first, "name: shop");
}

TEST_F(ConfigCommand, ReadsStandardInput) {
    EXPECT_THAT(config({"-f", "-"}, "services: {a: {image: typed}}"), HasSubstr("image: typed"));
}

TEST_F(ConfigCommand, PinsOnlyImagesWhoseDigestIsKnown) {
    const std::string digest = "@sha256:" + std::string(64, '0');
    write("compose.yaml", "services: {a: {image: 'nginx:1" + digest + "', hostname: h}}\n");
    EXPECT_EQ(config({"--lock-image-digests"}),
              "services:\n  a:\n    image: docker.io/library/nginx" + digest + "\n");
    write("compose.yaml", "services: {a: {image: nginx}}\n");
    config({"--resolve-image-digests"});
    EXPECT_THAT(err_, HasSubstr("failed to resolve digest for nginx"));
}

TEST(VersionCommand, PrintsNameAndVersionWithoutAnyFile) {
    const support::temp_dir nothing;
    std::ostringstream out;
    std::ostringstream err;
    EXPECT_EQ(cli::run({{"version"}, {}, nothing.path().string(), out, err, nullptr}), 0);
    EXPECT_THAT(out.str(), testing::MatchesRegex("rollout [0-9]+\\.[0-9]+\\.[0-9]+\n"));
    EXPECT_EQ(err.str(), "");
}

}  // namespace
