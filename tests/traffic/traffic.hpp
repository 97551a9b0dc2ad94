// A bounded load on an HTTP server of this machine, and an honest count of what it answered.
#pragma once

#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace traffic {

struct options {
    options() = default;

    // http:// and an address of the loopback range, [::1] or localhost; anything else is refused.
    std::string url = "http://127.0.0.1:8080/";
    // Connections that send one request after the other, and connections that send one request
    // with `Connection: close` and are then made anew.
    int keep_alive = 8;
    int closing = 4;
    // Every third request of a connection is a POST with a body of this size.
    std::size_t body_bytes = 512;
    // Connections of other kinds: one answer that takes three seconds (`/slow`) after the other;
    // one slow upload (`/upload`) after the other; one websocket (`/echo`) that talks for two
    // seconds after the other.
    int slow = 0;
    int uploads = 0;
    int websockets = 0;
    // For a whole request: connecting, where needed, sending it and reading the answer. Those of
    // the other kinds may take ten seconds more.
    std::chrono::milliseconds request_timeout{5'000};
    // What a connection waits between an answer and its next request.
    std::chrono::milliseconds pause{2};
    // Where the load ends by itself, whichever comes first.
    std::chrono::milliseconds limit{600'000};
    std::uint64_t max_requests = 5'000'000;
};

// Throws std::invalid_argument for a value that is out of bounds, with a sentence for the user.
void check(const options& settings);

// What the body of an answer says of its sender: {"replica": ..., "version": ...}; both empty when
// it says nothing.
struct answerer {
    std::string replica;
    std::string version;

    auto operator<=>(const answerer&) const = default;
};

struct failure {
    std::chrono::milliseconds at{0};  // since the start of the load
    std::string reason;
};

struct report {
    // Attempts: a connection that is refused counts as a request that failed.
    std::uint64_t sent = 0;
    // No whole answer within the time, or another status than 200.
    std::uint64_t failed = 0;
    std::map<std::string, std::uint64_t> failed_because;  // by reason
    std::vector<failure> first_failures;                  // ten at most
    std::map<answerer, std::uint64_t> answered_by;
    // Between two successful answers of any connections. Start and end count as answers, so that an
    // outage at either is seen.
    std::chrono::milliseconds longest_gap{0};
    std::chrono::milliseconds duration{0};
    // Of `sent`, those that were answered, of the other kinds: "slow", "upload", "websocket".
    std::map<std::string, std::uint64_t> answered_of_kind;
    // Keep-alive connections that the server ended between two requests: no failure.
    std::uint64_t ended_idle = 0;

    std::uint64_t answered() const { return sent - failed; }
};

// One load. It starts with the object and ends with stop(), at its limits, or with the object.
class load {
  public:
    // Throws std::invalid_argument as check() does.
    explicit load(options settings);
    ~load();
    load(const load&) = delete;
    load& operator=(const load&) = delete;

    // Lets requests that are on their way finish, at most request_timeout, and gives the result.
    // Further calls give the same result.
    report stop();

    // Any thread may ask while the load runs. A request counts as sent once its result is known.
    report so_far() const;
    bool running() const;

  private:
    class impl;
    std::unique_ptr<impl> impl_;
};

std::string to_table(const report& result);
std::string to_json(const report& result);

}  // namespace traffic
