#include <support/run_coro.hpp>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <thread>

#include <blue_green/smoke.hpp>

namespace {

namespace net = boost::asio;
using namespace std::chrono_literals;
using rollout::blue_green::smoke;
using rollout::blue_green::smoke_result;
using rollout::blue_green::smoke_settings;
using testing::HasSubstr;

struct silent : rollout::blue_green::reporter {
    void report(const rollout::engine_work::event&) override {}
    void report(const rollout::blue_green::event&) override {}
};

/// Answers the n-th connection with the n-th text, the last one for ever; an empty text closes it
/// without an answer.
class server {
  public:
    explicit server(std::vector<std::string> answers) : answers_(std::move(answers)) {
        thread_ = std::thread([this] { serve(); });
    }
    ~server() {
        stopping_ = true;
        net::ip::tcp::socket wake(io_);
        boost::system::error_code ignored;
        wake.connect(acceptor_.local_endpoint(), ignored);
        thread_.join();
    }
    [[nodiscard]] std::string url() const {
        return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()) + "/x?y=1";
    }
    [[nodiscard]] int requests() const { return requests_; }
    [[nodiscard]] std::string last_request() const { return last_request_; }

  private:
    void serve() {
        for (std::size_t i = 0;; i = std::min(i + 1, answers_.size() - 1)) {
            auto peer = acceptor_.accept();
            if (stopping_) return;
            boost::system::error_code ec;
            net::streambuf head;
            const auto n = net::read_until(peer, head, "\r\n\r\n", ec);
            last_request_.assign(net::buffers_begin(head.data()),
                                 net::buffers_begin(head.data()) + static_cast<std::ptrdiff_t>(n));
            ++requests_;
            net::write(peer, net::buffer(answers_[i]), ec);
        }
    }

    std::vector<std::string> answers_;
    net::io_context io_;
    net::ip::tcp::acceptor acceptor_{io_, {net::ip::make_address("127.0.0.1"), 0}};
    std::atomic<bool> stopping_ = false;
    std::atomic<int> requests_ = 0;
    std::string last_request_;
    std::thread thread_;
};

std::string answer(int status) {
    return "HTTP/1.1 " + std::to_string(status) +
           " x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
}

smoke_settings settings_for(const server& s) {
    smoke_settings settings;
    settings.target = engine_api::parse_http_target(s.url());
    settings.attempts = 3;
    settings.delay = 1ms;
    return settings;
}

smoke_result run(const smoke_settings& settings) {
    silent to;
    return support::run_coro([&] { return smoke(settings, to); });
}

TEST(Smoke, TheFirstMatchEndsIt) {
    const server s({answer(503), answer(200)});
    const auto result = run(settings_for(s));
    EXPECT_TRUE(result.passed);
    EXPECT_EQ(result.attempts, 2);
    EXPECT_EQ(s.requests(), 2);
}

TEST(Smoke, AsksForThePathOnAConnectionOfItsOwn) {
    const server s({answer(200)});
    run(settings_for(s));
    EXPECT_THAT(s.last_request(), HasSubstr("GET /x?y=1 HTTP/1.1\r\n"));
    EXPECT_THAT(s.last_request(), HasSubstr("Connection: close"));
}

TEST(Smoke, AsksForTheNameThatItIsTold) {
    const server s({answer(200)});
    auto settings = settings_for(s);
    settings.host = "shop.example";
    run(settings);
    EXPECT_THAT(s.last_request(), HasSubstr("Host: shop.example\r\n"));
}

TEST(Smoke, AttemptsAreUsedUpWithoutAPauseAfterTheLast) {
    const server s({answer(500)});
    auto settings = settings_for(s);
    settings.attempts = 1;
    settings.delay = 1h;
    const auto result = run(settings);  // would not end within the limit of run_coro
    EXPECT_FALSE(result.passed);
    EXPECT_EQ(result.last, "status 500");
    EXPECT_EQ(s.requests(), 1);
}

TEST(Smoke, RedirectsAndErrorsAreStatusesThatCanBeExpected) {
    for (const int status : {301, 404, 503}) {
        const server s({answer(status)});
        auto settings = settings_for(s);
        settings.status = status;
        EXPECT_TRUE(run(settings).passed) << status;
    }
}

TEST(Smoke, ATransportFailureIsAnAttemptThatDidNotMatch) {
    const server s({"", "no http\r\n\r\n", answer(200)});
    const auto result = run(settings_for(s));
    EXPECT_TRUE(result.passed);
    EXPECT_EQ(result.attempts, 3);
}

TEST(Smoke, AServerThatSaysNothingIsGivenUpAfterTheTimeout) {
    net::io_context io;
    net::ip::tcp::acceptor deaf(io, {net::ip::make_address("127.0.0.1"), 0});
    smoke_settings settings;
    settings.target.host = "127.0.0.1";
    settings.target.port = deaf.local_endpoint().port();
    settings.attempts = 2;
    settings.timeout = 20ms;
    settings.delay = 0ms;
    const auto result = run(settings);
    EXPECT_FALSE(result.passed);
    EXPECT_EQ(result.attempts, 2);
    EXPECT_THAT(result.last, HasSubstr("did not answer in time"));
}

}  // namespace
