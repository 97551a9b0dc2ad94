// A client of the engine at ROLLOUT_TEST_SOCKET, an image to run, and what a test leaves removed.
#pragma once

#include <engine_api/client.hpp>
#include <support/run_coro.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace engine_api {

namespace net = boost::asio;

class RealEngine : public testing::Test {
  protected:
    static constexpr std::chrono::milliseconds patience{90'000};

    void SetUp() override;
    void TearDown() override;

    /// Runs `use(client)` against the engine, negotiated.
    template <typename Use>
    auto with(Use use) {
        return support::run_coro(
            [&](net::any_io_executor executor) -> decltype(use(std::declval<client&>())) {
                client engine(executor, parse_endpoint(socket_), options());
                co_await engine.negotiate();
                version_ = engine.api_version();
                co_return co_await use(engine);
            },
            patience);
    }

    /// The kind of error that `use` ends with.
    template <typename Use>
    std::optional<error_kind> kind_of(Use use) {
        try {
            with(use);
        } catch (const error& e) {
            return e.kind();
        }
        return std::nullopt;
    }

    /// The test fails unless a request of this row of the README's table was answered.
    void covers(const std::string& row) { rows_.push_back(row); }

    /// A name that no other test uses. What carries the label of `own` is removed at the end.
    [[nodiscard]] std::string name(const std::string& rest) const;
    /// Made for this test and removed with it.
    [[nodiscard]] std::string image() const;
    /// The JSON of a container that runs the probe with these arguments.
    [[nodiscard]] std::string document(const std::string& arguments,
                                       const std::string& more = "") const;
    [[nodiscard]] std::string own_label() const;
    [[nodiscard]] std::string own_labels_json() const;

    /// Creates and starts a container.
    static net::awaitable<void> run(client& engine, std::string name, std::string document);

    [[nodiscard]] bool is_podman() const { return podman_; }
    [[nodiscard]] bool at_least(int minor) const;

  private:
    client_options options();
    void build_image();
    void remove_what_is_left();

    std::string socket_;
    std::string version_;
    bool podman_ = false;
    std::vector<std::string> rows_;
    std::vector<std::string> asked_;
};

/// All text of a stream of output.
net::awaitable<std::string> all_of(output_stream& stream);

}  // namespace engine_api
