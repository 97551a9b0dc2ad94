#pragma once

#include <support/fake_engine.hpp>
#include <support/sample_stack.hpp>
#include <support/temp_dir.hpp>

#include <cli/process.hpp>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace flow {

struct outcome {
    int code = 0;
    std::string out;
    std::string err;
};

/// The whole program, run in this process against the fake engine, in a folder with the sample
/// stack's files.
class stack_test : public testing::Test {
  protected:
    /// Runs `rollout ARGS`.
    outcome rollout(std::vector<std::string> args,
                    const std::map<std::string, std::string>& environment = {});
    /// The same, with the descriptors that carry a program's own streams.
    outcome rollout_at(const ::rollout::cli::standard_descriptors& here,
                       std::vector<std::string> args,
                       const std::map<std::string, std::string>& environment = {});
    /// `rollout deploy ARGS` with a smoke test of the fake's public port and short limits.
    outcome deploy(std::vector<std::string> args = {},
                   const std::map<std::string, std::string>& environment = {});
    /// The same where the new version cannot be asked before users are moved to it.
    outcome deploy_unseen(std::vector<std::string> args = {},
                          std::map<std::string, std::string> environment = {});
    outcome up(std::vector<std::string> args = {});

    /// The stack as `up` leaves it: blue and proxy run, and blue is recorded.
    void start_stack();
    /// As if nobody had written snippet and preview route for a while.
    void age_snippets() const;
    /// That the proxy was asked for since the stack was started.
    [[nodiscard]] std::size_t reloads() const;

    /// `nginx -s reload` ends in an error whenever the snippet names `service`; empty = no more.
    void fail_each_reload_of(const std::string& service);

    /// Replaces a text of the compose file, which must be there, wherever it stands.
    void edit_compose_file(const std::string& from, const std::string& to) const;

    /// The text of the record file, without its newline; empty when there is none.
    [[nodiscard]] std::string record() const;
    /// The service in the snippet file.
    [[nodiscard]] std::string snippet() const;
    /// The service that nginx has loaded.
    [[nodiscard]] std::string loaded() const;

    /// Record, snippet file and nginx name the same color, and its container runs.
    void expect_consistent(std::string_view color) const;
    /// No request that changes something named this container.
    void expect_untouched(std::string_view container) const;
    void expect_no_lock() const;

    support::fake_engine engine_;
    support::temp_dir dir_;
    std::string failing_reload_;
    std::size_t reloads_before_ = 0;
    support::sample_stack stack_ = support::write_sample_files(engine_, dir_.path());
};

inline constexpr const char* blue_container = "rollout-app-1";
inline constexpr const char* green_container = "rollout-app_green-1";
inline constexpr const char* proxy_container = "rollout-proxy-1";
inline constexpr const char* lock_container = "rollout-rollout-lock";

}  // namespace flow
