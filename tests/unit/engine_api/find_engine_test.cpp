// Which engine is meant: a pure function of variables and files, in the docker CLI's own order.
#include "wire/sha256.hpp"

#include <engine_api/error.hpp>
#include <engine_api/find_engine.hpp>

#include <gtest/gtest.h>

#include <cstdlib>

namespace engine_api {
namespace {

class FindEngine : public testing::Test {
  protected:
    file_reader reader() const {
        file_reader r;
        r.read = [this](const std::string& path) -> std::optional<std::string> {
            const auto found = files.find(path);
            if (found == files.end()) return std::nullopt;
            return found->second;
        };
        r.exists = [this](const std::string& path) { return files.count(path) == 1; };
        return r;
    }
    engine_settings found() const { return find_engine(variables, reader(), choice); }
    std::string url() const { return found().where.url(); }
    std::string refusal() const {
        try {
            return "accepted " + url();
        } catch (const error& e) {
            EXPECT_EQ(e.kind(), error_kind::bad_request);
            return e.what();
        }
    }
    void add_context(const std::string& name, const std::string& endpoint) {
        files["/home/u/.docker/contexts/meta/" + wire::sha256_hex(name) + "/meta.json"] =
            R"({"Name":")" + name + R"(","Endpoints":{"docker":)" + endpoint + "}}";
    }
    std::string tls_folder(const std::string& context) const {
        return "/home/u/.docker/contexts/tls/" + wire::sha256_hex(context) + "/docker";
    }

    environment variables{{"HOME", "/home/u"}};
    std::map<std::string, std::string> files;
    engine_choice choice;
};

TEST(Sha256, AgreesWithTheStandard) {
    EXPECT_EQ(wire::sha256_hex("abc"),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_F(FindEngine, WithoutAnythingIsTheUsualSocket) {
    EXPECT_EQ(url(), "unix:///var/run/docker.sock");
    variables.clear();
    EXPECT_EQ(url(), "unix:///var/run/docker.sock");
}

TEST_F(FindEngine, EachSourceStandsAboveTheNext) {
    files["/var/run/docker.sock"] = "";
    files["/home/u/.docker/config.json"] = R"({"currentContext":"current"})";
    add_context("current", R"({"Host":"tcp://current:1"})");
    EXPECT_EQ(url(), "tcp://current:1");
    EXPECT_NE(found().source.find("context 'current'"), std::string::npos);
    add_context("chosen", R"({"Host":"tcp://chosen:1"})");
    variables["DOCKER_CONTEXT"] = "chosen";
    EXPECT_EQ(url(), "tcp://chosen:1");
    variables["DOCKER_HOST"] = "tcp://variable:1";
    EXPECT_EQ(url(), "tcp://variable:1");
    choice.host = "tcp://flag:1";
    EXPECT_EQ(url(), "tcp://flag:1");
    choice.socket = "/flag.sock";
    EXPECT_EQ(url(), "unix:///flag.sock");
}

TEST_F(FindEngine, AVariableThatIsSetButEmptyCountsAsNotSet) {
    variables["DOCKER_HOST"] = variables["DOCKER_CONTEXT"] = variables["DOCKER_TLS_VERIFY"] = "";
    EXPECT_EQ(url(), "unix:///var/run/docker.sock");
}

TEST_F(FindEngine, TheDefaultContextIsNoContext) {
    files["/home/u/.docker/config.json"] = R"({"currentContext":"default"})";
    EXPECT_EQ(url(), "unix:///var/run/docker.sock");
    files["/home/u/.docker/config.json"] = R"({"currentContext":"gone"})";
    variables["DOCKER_CONTEXT"] = "default";
    EXPECT_EQ(url(), "unix:///var/run/docker.sock");
}

TEST_F(FindEngine, DockerConfigNamesAnotherFolder) {
    variables["DOCKER_CONFIG"] = "/etc/docker-ci";
    files["/etc/docker-ci/config.json"] = R"({"currentContext":"x"})";
    files["/etc/docker-ci/contexts/meta/" + wire::sha256_hex("x") + "/meta.json"] =
        R"({"Endpoints":{"docker":{"Host":"unix:///x.sock"}}})";
    EXPECT_EQ(url(), "unix:///x.sock");
}

TEST_F(FindEngine, TheFirstSocketThatExistsIsTaken) {
    variables["XDG_RUNTIME_DIR"] = "/run/user/7";
    files["/run/podman/podman.sock"] = "";
    EXPECT_EQ(url(), "unix:///run/podman/podman.sock");
    files["/run/user/7/podman/podman.sock"] = "";
    EXPECT_EQ(url(), "unix:///run/user/7/podman/podman.sock");
    files["/home/u/.docker/run/docker.sock"] = "";
    EXPECT_EQ(url(), "unix:///home/u/.docker/run/docker.sock");
    files["/run/user/7/docker.sock"] = "";
    EXPECT_EQ(url(), "unix:///run/user/7/docker.sock");
    files["/var/run/docker.sock"] = "";
    EXPECT_EQ(url(), "unix:///var/run/docker.sock");
}

TEST_F(FindEngine, TlsComesFromTheCertificateFolder) {
    variables["DOCKER_HOST"] = "tcp://engine.example";
    EXPECT_FALSE(found().where.tls);
    variables["DOCKER_CERT_PATH"] = "/certs";
    EXPECT_FALSE(found().where.tls) << "the folder alone asks for nothing";
    variables["DOCKER_TLS_VERIFY"] = "1";
    files["/certs/cert.pem"] = files["/certs/key.pem"] = "";
    const auto where = found().where;
    ASSERT_TRUE(where.tls);
    EXPECT_TRUE(where.tls->verify);
    EXPECT_EQ(where.tls->ca_file, "/certs/ca.pem");
    EXPECT_EQ(where.tls->certificate, "/certs/cert.pem");
    EXPECT_EQ(where.tls->key, "/certs/key.pem");
}

TEST_F(FindEngine, WithoutACertificatePathTheConfigFolderHoldsThem) {
    variables["DOCKER_TLS_VERIFY"] = "1";
    choice.host = "tcp://h:5";
    files["/home/u/.docker/cert.pem"] = "";  // without its key it is no use
    const auto where = found().where;
    EXPECT_EQ(where.tls->ca_file, "/home/u/.docker/ca.pem");
    EXPECT_EQ(where.tls->certificate, "");
    EXPECT_EQ(where.port, 5);
}

// Encryption without proof who answers: what the docker CLI's --tls means.
TEST_F(FindEngine, DockerTlsAloneVerifiesNothingAndNeedsNoAuthority) {
    variables["DOCKER_TLS"] = "0";  // any text is yes
    variables["DOCKER_HOST"] = "tcp://h:5";
    variables["DOCKER_CERT_PATH"] = "/certs";
    auto where = found().where;
    ASSERT_TRUE(where.tls);
    EXPECT_FALSE(where.tls->verify);
    EXPECT_EQ(where.tls->ca_file, "");
    EXPECT_EQ(where.tls->certificate, "");
    files["/certs/cert.pem"] = files["/certs/key.pem"] = "";
    where = found().where;
    EXPECT_EQ(where.tls->certificate, "/certs/cert.pem");
    EXPECT_EQ(where.tls->key, "/certs/key.pem");
    variables["DOCKER_TLS_VERIFY"] = "1";
    EXPECT_TRUE(found().where.tls->verify);
}

TEST_F(FindEngine, WithTlsAndNoAddressTheUsualPlaceIsThePortForIt) {
    files["/var/run/docker.sock"] = "";
    for (const char* name : {"DOCKER_TLS", "DOCKER_TLS_VERIFY"}) {
        variables = {{"HOME", "/home/u"}, {name, "1"}};
        EXPECT_EQ(url(), "tcp://localhost:2376") << name;
        EXPECT_TRUE(found().where.tls) << name;
    }
    add_context("ci", R"({"Host":"unix:///ci.sock"})");
    variables["DOCKER_CONTEXT"] = "ci";
    EXPECT_EQ(url(), "unix:///ci.sock");
}

TEST_F(FindEngine, TheEnvironmentOfTheProcessIsReadWhole) {
    ::setenv("ENGINE_API_TEST", "a=b", 1);
    EXPECT_EQ(host_environment().at("ENGINE_API_TEST"), "a=b");
    ::unsetenv("ENGINE_API_TEST");
}

TEST_F(FindEngine, TlsNeverTouchesAUnixSocket) {
    variables["DOCKER_TLS_VERIFY"] = "1";
    variables["DOCKER_HOST"] = "unix:///s";
    EXPECT_FALSE(found().where.tls);
}

TEST_F(FindEngine, AContextBringsItsOwnTls) {
    variables["DOCKER_CONTEXT"] = "ci";
    add_context("ci", R"({"Host":"tcp://h:2376","SkipTLSVerify":false})");
    EXPECT_FALSE(found().where.tls);
    const auto folder = tls_folder("ci");
    files[folder] = files[folder + "/ca.pem"] = files[folder + "/cert.pem"] =
        files[folder + "/key.pem"] = "";
    const auto where = found().where;
    ASSERT_TRUE(where.tls);
    EXPECT_TRUE(where.tls->verify);
    EXPECT_EQ(where.tls->ca_file, folder + "/ca.pem");
    EXPECT_EQ(where.tls->certificate, folder + "/cert.pem");
    add_context("ci", R"({"Host":"tcp://h:2376","SkipTLSVerify":true})");
    EXPECT_FALSE(found().where.tls->verify);
}

TEST_F(FindEngine, RefusesWhatItCannotRead) {
    variables["DOCKER_CONTEXT"] = "gone";
    EXPECT_NE(refusal().find("the docker context 'gone' does not exist"), std::string::npos);
    add_context("gone", R"({"Host":"ssh://h"})");
    EXPECT_NE(refusal().find("ssh is not supported"), std::string::npos);
    add_context("gone", "{}");
    EXPECT_NE(refusal().find("names no address"), std::string::npos);
    variables.erase("DOCKER_CONTEXT");
    files["/home/u/.docker/config.json"] = "{";
    EXPECT_NE(refusal().find("config.json is not a JSON object"), std::string::npos);
    files["/home/u/.docker/config.json"] = R"({"currentContext":5})";
    EXPECT_NE(refusal().find("'currentContext' is not a string"), std::string::npos);
}

TEST_F(FindEngine, TheApiVersionMayCarryALetter) {
    EXPECT_EQ(found().api_version, "");
    variables["DOCKER_API_VERSION"] = "v1.43";
    EXPECT_EQ(found().api_version, "1.43");
}

}  // namespace
}  // namespace engine_api
