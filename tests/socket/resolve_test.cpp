// Looking a name up: as long as the caller waits, and no longer.
#include "http/resolve.hpp"

#include "slow_lookup.hpp"
#include "support.hpp"

#include <boost/beast/core/error.hpp>
#include <boost/system/system_error.hpp>

#include <thread>

namespace engine_api {
namespace {

using boost::system::error_code;

http::peer_list look_up(const std::string& host, const http::lookup& by,
                        std::chrono::milliseconds limit = never_expires) {
    return run_coro([&](net::any_io_executor on) -> net::awaitable<http::peer_list> {
        const auto where = parse_endpoint("tcp://" + host);
        co_return co_await http::resolve(on, where, clock_type::now() + limit, by);
    });
}

http::peer_list never_asked(const std::string& host, std::uint16_t, error_code&) {
    ADD_FAILURE() << host << " was looked up";
    return {};
}

TEST(Resolve, AnAddressIsNotLookedUp) {
    EXPECT_EQ(look_up("10.1.2.3:4", never_asked).at(0).address().to_string(), "10.1.2.3");
    EXPECT_EQ(look_up("[::1]:4", never_asked).at(0).port(), 4);
}

TEST(Resolve, LocalhostIsKnownToTheSystem) {
    for (const auto& peer : look_up("localhost:4", http::system_lookup)) {
        EXPECT_TRUE(peer.address().is_loopback());
        EXPECT_EQ(peer.port(), 4);
    }
}

TEST(Resolve, AnErrorIsTheLookupsOwn) {
    try {
        look_up("name:4", unknown_name);
        ADD_FAILURE() << "found";
    } catch (const boost::system::system_error& e) {
        EXPECT_EQ(e.code(), net::error::host_not_found);
    }
}

// The system's resolver cannot be stopped, and used to hold the call for as long as it liked.
TEST(Resolve, ANameServerThatDoesNotAnswerIsLeftAloneAtTheLimit) {
    slow_lookup slow;
    const auto begin = clock_type::now();
    try {
        look_up("name:4", slow.function(), must_expire);
        ADD_FAILURE() << "found";
    } catch (const boost::system::system_error& e) {
        EXPECT_EQ(e.code(), boost::beast::error::timeout);
    }
    EXPECT_LT(clock_type::now() - begin, promptly);
}

TEST(Resolve, AnAnswerThatComesAfterTheCallerHasGoneIsDropped) {
    slow_lookup slow;
    EXPECT_THROW(look_up("name:4", slow.function(), must_expire), boost::system::system_error);
    slow.answer();
}

TEST(Resolve, AnAnswerInTimeIsTaken) {
    slow_lookup slow;
    const auto by = slow.function();
    std::thread later([&] {
        std::this_thread::sleep_for(must_expire);
        slow.answer();
    });
    EXPECT_EQ(look_up("name:4", by).size(), 1u);
    later.join();
}

}  // namespace
}  // namespace engine_api
