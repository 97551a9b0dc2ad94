#include "support.hpp"
#include "tls_server.hpp"

#include <atomic>
#include <csignal>

namespace engine_api {
namespace {

class Tls : public testing::Test {
  protected:
    Tls() { ::signal(SIGPIPE, SIG_IGN); }  // the server's own; the client sends none

    [[nodiscard]] static tls_settings settings(const test_certificates& c) {
        tls_settings tls;
        tls.ca_file = c.ca();
        tls.certificate = c.file("cert.pem");
        tls.key = c.file("key.pem");
        return tls;
    }

    template <typename Use>
    static auto with_tls(const std::string& url, const tls_settings& tls, Use use,
                         const client_options& options = patient()) {
        return run_coro(
            [&](net::any_io_executor executor) -> decltype(use(std::declval<client&>())) {
                client engine(executor, parse_endpoint(url, tls), options);
                co_return co_await use(engine);
            });
    }

    static std::optional<failure> call(const std::string& url, const tls_settings& tls,
                                       const client_options& options = patient()) {
        return failure_of([&] {
            with_tls(
                url, tls, [](client& e) { return list_all(e); }, options);
        });
    }

    static void answer_lists(tls_peer& peer) {
        while (peer.read_until("\r\n\r\n").ends_with("\r\n\r\n"))
            peer.write(plain("[]"));
    }

    test_certificates certificates;
};

TEST_F(Tls, BothSidesProveThemselvesAndTheConnectionIsReused) {
    int served = 0;
    {
        tls_server server(certificates, true, [&](tls_peer& peer) {
            ++served;
            answer_lists(peer);
        });
        with_tls(server.url(), settings(certificates), [](client& engine) -> net::awaitable<void> {
            for (int i = 0; i < 5; ++i)
                co_await list_all(engine);
        });
    }
    EXPECT_EQ(served, 1);
}

TEST_F(Tls, AServerOfAnotherAuthorityIsNotTrusted) {
    tls_server server(certificates, false, answer_lists);
    const test_certificates others;
    const auto failed = call(server.url(), settings(others));
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->kind, error_kind::no_engine) << failed->text;
    EXPECT_NE(failed->text.find("its certificate is not trusted: "), std::string::npos)
        << failed->text;
    EXPECT_NE(failed->remedy.find("ca.pem"), std::string::npos);
}

TEST_F(Tls, ACertificateThatHasEndedIsNotTrusted) {
    const test_certificates old("127.0.0.1", -60);
    tls_server server(old, false, answer_lists);
    const auto failed = call(server.url(), settings(old));
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->kind, error_kind::no_engine) << failed->text;
    EXPECT_NE(failed->text.find("certificate has expired"), std::string::npos) << failed->text;
    EXPECT_NE(failed->remedy.find("new certificate"), std::string::npos);
}

TEST_F(Tls, AServerOfAnotherNameIsNotTrusted) {
    for (const char* name : {"10.9.8.7", "other.example"}) {
        const test_certificates elsewhere(name);
        tls_server server(elsewhere, false, answer_lists);
        const auto failed = call(server.url(), settings(elsewhere));
        ASSERT_TRUE(failed) << name;
        EXPECT_EQ(failed->kind, error_kind::no_engine) << failed->text;
        EXPECT_NE(failed->text.find("mismatch"), std::string::npos) << failed->text;
        EXPECT_NE(failed->remedy.find("as its certificate does"), std::string::npos);
    }
}

TEST_F(Tls, VerificationCanBeLeftOutOnPurpose) {
    tls_server server(certificates, false, answer_lists);
    tls_settings tls;
    tls.verify = false;
    EXPECT_FALSE(call(server.url(), tls));
}

TEST_F(Tls, AMissingClientCertificateIsAQuestionOfPermission) {
    tls_server server(certificates, true, answer_lists);
    tls_settings tls;
    tls.ca_file = certificates.ca();
    const auto failed = call(server.url(), tls);
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->kind, error_kind::permission) << failed->text;
    EXPECT_NE(failed->text.find("wants a client certificate, and there is none"), std::string::npos)
        << failed->text;
    EXPECT_NE(failed->remedy.find("cert.pem"), std::string::npos);
}

TEST_F(Tls, AClientCertificateOfAnotherAuthorityIsAQuestionOfPermission) {
    tls_server server(certificates, true, answer_lists);
    const test_certificates others;
    auto tls = settings(others);
    tls.ca_file = certificates.ca();
    const auto failed = call(server.url(), tls);
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->kind, error_kind::permission) << failed->text;
    EXPECT_NE(failed->text.find("refuses our certificate"), std::string::npos) << failed->text;
}

TEST_F(Tls, FilesThatCannotBeUsedAreNamed) {
    tls_server server(certificates, false, answer_lists);
    auto no_ca = settings(certificates);
    no_ca.ca_file = certificates.file("absent.pem");
    auto no_certificate = settings(certificates);
    no_certificate.certificate = certificates.file("absent.pem");
    auto wrong_key = settings(certificates);
    wrong_key.key = certificates.file("ca-key.pem");
    for (const auto& tls : {no_ca, no_certificate, wrong_key}) {
        const auto failed = call(server.url(), tls);
        ASSERT_TRUE(failed);
        EXPECT_EQ(failed->kind, error_kind::bad_request) << failed->text;
        EXPECT_NE(failed->text.find(".pem"), std::string::npos) << failed->text;
    }
    EXPECT_NE(call(server.url(), no_ca)->text.find("absent.pem: No such file"), std::string::npos);
}

TEST_F(Tls, AServerThatSpeaksNoneIsRecognised) {
    tcp_server server([](int fd) { write_all(fd, "HTTP/1.1 400 Bad Request\r\n\r\n"); });
    const auto failed = call("tcp://" + server.address(), settings(certificates));
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->kind, error_kind::no_engine) << failed->text;
    EXPECT_NE(failed->remedy.find("does the engine speak TLS"), std::string::npos);
}

TEST_F(Tls, AHandshakeThatHangsEndsAtTheConnectLimit) {
    tcp_server server(wait_for_end);
    auto options = patient();
    options.timeouts.connect = must_expire;
    const auto begin = clock_type::now();
    const auto failed = call("tcp://" + server.address(), settings(certificates), options);
    EXPECT_LT(clock_type::now() - begin, promptly);
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->kind, error_kind::timeout);
}

// Without the goodbye anybody on the way could cut an answer that only its end ends.
TEST_F(Tls, AnEndWithoutGoodbyeIsACut) {
    tls_server server(certificates, false, [](tls_peer& peer) {
        peer.read_until("\r\n\r\n");
        peer.write(chunked_head + chunk("[]"));
    });
    const auto failed = call(server.url(), settings(certificates));
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->kind, error_kind::protocol);
    EXPECT_NE(failed->text.find("the TLS connection was cut"), std::string::npos) << failed->text;
}

TEST_F(Tls, StdinOfAnExecEndsAloneAndOutputGoesOn) {
    std::string input;
    std::atomic<bool> attached = false;
    tls_server server(certificates, false, [&](tls_peer& peer) {
        if (attached) {
            peer.read_until("\r\n\r\n");
            peer.write(plain(R"({"Running":false,"ExitCode":0})"));
            return;
        }
        attached = true;
        peer.read_until("\"Tty\":true}");
        peer.write(upgrade_head);
        input = peer.read_to_end();
        peer.write("heard " + input);
        peer.say_goodbye();
    });
    const auto text = with_tls(server.url(), settings(certificates),
                               [](client& engine) -> net::awaitable<std::string> {
                                   auto stream = co_await engine.exec().start("e", true);
                                   co_await stream.write("hello");
                                   co_await stream.close_stdin();
                                   std::string all;
                                   for (;;) {
                                       const auto piece = co_await stream.next();
                                       if (!piece) co_return all;
                                       all += piece->text;
                                   }
                               });
    EXPECT_EQ(text, "heard hello");
}

TEST_F(Tls, LargeBodiesPassBothWays) {
    const std::string large = '[' + std::string(3'000'000, ' ') + ']';
    std::size_t got = 0;
    tls_server server(certificates, false, [&](tls_peer& peer) {
        got = peer.read_until(large.substr(large.size() - 100)).size();
        peer.write(plain(R"({"Id":")" + large + "\"}"));
    });
    const auto made = with_tls(server.url(), settings(certificates), [&](client& engine) {
        return engine.containers().create("x", large);
    });
    EXPECT_GT(got, large.size());
    EXPECT_EQ(made.id, large);
}

}  // namespace
}  // namespace engine_api
