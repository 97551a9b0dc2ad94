// A real engine behind TLS, at tcp://127.0.0.1:2376 with the files of ROLLOUT_TEST_TLS: its own
// certificate is for that address alone, and it asks for one of its authority. Run by
// scripts/engines, which makes the files and starts the engine.
#include <engine_api/client.hpp>
#include <engine_api/find_engine.hpp>
#include <support/run_coro.hpp>

#include <gtest/gtest.h>

#include <cstdlib>
#include <optional>

namespace engine_api {
namespace {

namespace net = boost::asio;

class RealTls : public testing::Test {
  protected:
    void SetUp() override {
        const char* const folder = std::getenv("ROLLOUT_TEST_TLS");
        ASSERT_NE(folder, nullptr) << "ROLLOUT_TEST_TLS names no folder of certificates";
        folder_ = folder;
        tls_.ca_file = file("ca.pem");
        show("cert.pem", "key.pem");
    }

    [[nodiscard]] std::string file(const char* name) const { return folder_ + '/' + name; }
    void show(const char* certificate, const char* key) {
        tls_.certificate = file(certificate);
        tls_.key = file(key);
    }

    /// The error that asking for the version ends with.
    static std::optional<error> refusal(const endpoint& where) {
        try {
            support::run_coro([&](net::any_io_executor executor) -> net::awaitable<void> {
                client engine(executor, where);
                co_await engine.negotiate();
                const auto version = co_await engine.system().version();
                EXPECT_FALSE(version.version.empty());
            });
        } catch (const error& e) {
            return e;
        }
        return std::nullopt;
    }
    [[nodiscard]] std::optional<error> refusal(const std::string& url) const {
        return refusal(parse_endpoint(url, tls_));
    }
    void expect(error_kind kind, const std::string& words, const std::string& url = address) const {
        const auto e = refusal(url);
        ASSERT_TRUE(e);
        EXPECT_EQ(e->kind(), kind) << e->what();
        EXPECT_NE(std::string(e->what()).find(words), std::string::npos) << e->what();
    }

    static constexpr const char* address = "tcp://127.0.0.1:2376";
    std::string folder_;
    tls_settings tls_;
};

TEST_F(RealTls, TheVariablesOfTheDockerCliLeadToIt) {
    const environment variables{
        {"DOCKER_HOST", address}, {"DOCKER_TLS_VERIFY", "1"}, {"DOCKER_CERT_PATH", folder_}};
    EXPECT_FALSE(refusal(find_engine(variables, host_files()).where));
}

TEST_F(RealTls, DockerTlsAloneTrustsWhoeverAnswers) {
    tls_.verify = false;
    tls_.ca_file = file("other-ca.pem");
    EXPECT_FALSE(refusal(address));
}

TEST_F(RealTls, AnEngineOfAnotherAuthorityIsNotTrusted) {
    tls_.ca_file = file("other-ca.pem");
    expect(error_kind::no_engine, "its certificate is not trusted");
}

TEST_F(RealTls, AnEngineOfAnotherNameIsNotTrusted) {
    expect(error_kind::no_engine, "mismatch", "tcp://localhost:2376");
}

// The engine says so behind the handshake, and ends the connection at once.
TEST_F(RealTls, AClientWithoutACertificateIsToldEachTime) {
    tls_.certificate = tls_.key = {};
    for (int i = 0; i < 50; ++i)
        expect(error_kind::permission, "wants a client certificate");
}

TEST_F(RealTls, AClientOfAnotherAuthorityIsRefused) {
    show("other-cert.pem", "other-key.pem");
    expect(error_kind::permission, "refuses our certificate");
}

TEST_F(RealTls, AClientWhoseCertificateHasEndedIsRefused) {
    show("old-cert.pem", "old-key.pem");
    expect(error_kind::permission, "refuses our certificate");
}

TEST_F(RealTls, WithoutTlsTheNextStepIsNamed) {
    const auto e = refusal(parse_endpoint(address));
    ASSERT_TRUE(e);
    EXPECT_NE(e->remedy().find("DOCKER_TLS_VERIFY"), std::string::npos) << e->what();
}

}  // namespace
}  // namespace engine_api
