// Whom a probe trusts, and for whom it asks.
#include "probe_support.hpp"
#include "tls_server.hpp"

#include <csignal>
#include <cstdlib>
#include <string>

namespace engine_api {
namespace {

class ProbeTls : public testing::Test {
  protected:
    ProbeTls() { ::signal(SIGPIPE, SIG_IGN); }  // the server's own; the client sends none

    void greet(tls_peer& peer) {
        asked_for_ = peer.asked_for();
        request_ = peer.read_until("\r\n\r\n");
        peer.write(plain("hello"));
    }

    [[nodiscard]] auto greeting() {
        return [this](tls_peer& peer) { greet(peer); };
    }

    static probe_options trusting(const test_certificates& certificates) {
        probe_options options;
        options.ca_file = certificates.ca();
        return options;
    }

    test_certificates certificates;
    std::string asked_for_;  // of the last connection, once its server has gone
    std::string request_;
};

TEST_F(ProbeTls, AServerThatProvesItselfAnswers) {
    {
        const tls_server server(certificates, false, greeting());
        const auto answer =
            answer_of(probed("https://" + server.address() + "/a", trusting(certificates)));
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.body, "hello");
    }
    EXPECT_EQ(asked_for_, "");  // an address is no name
    EXPECT_TRUE(request_.starts_with("GET /a HTTP/1.1\r\nHost: 127.0.0.1:")) << request_;
}

TEST_F(ProbeTls, ANameIsAskedForAndVerifiedWhereverItIsReached) {
    const test_certificates shop("shop.example");
    {
        const tls_server server(shop, false, greeting());
        auto options = trusting(shop);
        options.connect_host = "127.0.0.1";
        options.connect_port = server.port();
        EXPECT_EQ(answer_of(probed("https://shop.example/", options)).status, 200);
    }
    EXPECT_EQ(asked_for_, "shop.example");
    EXPECT_NE(request_.find("\r\nHost: shop.example\r\n"), std::string::npos);
}

TEST_F(ProbeTls, AnAddressCanBeAskedForAName) {
    const test_certificates shop("shop.example");
    {
        const tls_server server(shop, false, greeting());
        auto options = trusting(shop);
        options.server_name = "shop.example";
        options.host = "shop.example";
        EXPECT_EQ(answer_of(probed("https://" + server.address(), options)).status, 200);
    }
    EXPECT_EQ(asked_for_, "shop.example");
}

TEST_F(ProbeTls, AnotherAuthorityIsNotTrusted) {
    const tls_server server(certificates, false, greeting());
    const test_certificates others;
    const auto text = sentence_of(probed("https://" + server.address(), trusting(others)),
                                  probe_problem::untrusted);
    EXPECT_TRUE(text.starts_with(server.address() + ": its certificate is not trusted: ")) << text;
}

TEST_F(ProbeTls, ACertificateForAnotherNameIsNotTrusted) {
    for (const char* name : {"10.9.8.7", "other.example"}) {
        const test_certificates elsewhere(name);
        const tls_server server(elsewhere, false, greeting());
        const auto text = sentence_of(probed("https://" + server.address(), trusting(elsewhere)),
                                      probe_problem::untrusted);
        EXPECT_NE(text.find("mismatch"), std::string::npos) << text;
    }
}

TEST_F(ProbeTls, ACertificateThatHasEndedIsNotTrusted) {
    const test_certificates old("127.0.0.1", -60);
    const tls_server server(old, false, greeting());
    const auto text =
        sentence_of(probed("https://" + server.address(), trusting(old)), probe_problem::untrusted);
    EXPECT_NE(text.find("certificate has expired"), std::string::npos) << text;
}

TEST_F(ProbeTls, InsecureTakesAnyCertificate) {
    probe_options options;
    options.insecure = true;
    const test_certificates old("other.example", -60);
    const tls_server server(old, false, greeting());
    EXPECT_EQ(answer_of(probed("https://" + server.address(), options)).status, 200);
}

TEST_F(ProbeTls, TheSystemsAuthoritiesAreTrustedUnlessTold) {
    const tls_server server(certificates, false, greeting());
    const auto url = "https://" + server.address();
    sentence_of(probed(url), probe_problem::untrusted);
    ::setenv("SSL_CERT_FILE", certificates.ca().c_str(), 1);
    const auto result = probed(url);
    ::unsetenv("SSL_CERT_FILE");
    EXPECT_EQ(answer_of(result).status, 200);
}

TEST_F(ProbeTls, AnAuthorityThatCannotBeReadIsTheCallersFault) {
    const tls_server server(certificates, false, greeting());
    probe_options options;
    options.ca_file = certificates.file("absent.pem");
    const auto failed = failure_of([&] { probed("https://" + server.address(), options); });
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->kind, error_kind::bad_request);
    EXPECT_NE(failed->text.find("absent.pem: No such file"), std::string::npos) << failed->text;
    EXPECT_EQ(failed->remedy, "");
}

TEST_F(ProbeTls, APortWithoutTlsIsRecognised) {
    const tcp_server server([](int fd) { write_all(fd, "HTTP/1.1 400 Bad Request\r\n\r\n"); });
    const auto text = sentence_of(probed("https://" + server.address()), probe_problem::tls);
    EXPECT_TRUE(text.starts_with("no TLS with " + server.address() + ": TLS: ")) << text;
}

TEST_F(ProbeTls, AServerThatWantsACertificateGetsNone) {
    const tls_server server(certificates, true, greeting());
    sentence_of(probed("https://" + server.address(), trusting(certificates)), probe_problem::tls);
}

}  // namespace
}  // namespace engine_api
