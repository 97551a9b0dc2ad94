#include <stdexcept>

#include <traffic/target.hpp>
#include <traffic/traffic.hpp>

namespace traffic {
namespace {

using namespace std::chrono_literals;

constexpr int most_connections = 256;
constexpr std::size_t most_body_bytes = 1 << 20;
constexpr std::uint64_t most_requests = 50'000'000;

void require(bool holds, const char* sentence) {
    if (!holds) throw std::invalid_argument(sentence);
}

}  // namespace

void check(const options& settings) {
    parse_target(settings.url);
    require(settings.keep_alive >= 0 && settings.closing >= 0,
            "the number of connections cannot be negative");
    const int connections = settings.keep_alive + settings.closing;
    require(connections >= 1 && connections <= most_connections,
            "between 1 and 256 connections are possible");
    require(settings.body_bytes <= most_body_bytes, "a request body has at most 1 MiB");
    require(settings.request_timeout > 0ms && settings.request_timeout <= 60s,
            "the request timeout is 1 to 60000 ms");
    require(settings.pause >= 0ms && settings.pause <= 10s, "the pause is 0 to 10000 ms");
    require(settings.limit > 0ms && settings.limit <= 1h, "a load runs for 1 hour at most");
    require(settings.max_requests >= 1 && settings.max_requests <= most_requests,
            "a load sends between 1 and 50000000 requests");
}

}  // namespace traffic
