#pragma once

#include "stack_test.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace daemon_tests {

// nginx looks a name up every 2 s, and tries again after a lookup that failed.
inline constexpr std::chrono::milliseconds until_addresses_are_found{12'000};

// What a sweep came to.
struct figures {
    int moments = 0;
    std::map<int, int> ended;    // disturbed deploys, by exit code
    std::uint64_t requests = 0;  // of users, all of them
    std::uint64_t failed = 0;    // that no fault explains
    std::uint64_t by_the_fault = 0;
    int lies = 0;    // something was said to be sure and is not so
    int unsure = 0;  // `status` named another color, and said that it is not proved
};

// A fault at moments that are spread over a deploy under load, and what has to hold after each: the
// deploy's exit code and `status` are true, the next ordinary deploy ends with 0 and loses no
// request, and no lock is left.
class Sweep : public StackTest {
  protected:
    // Learns how long a deploy takes.
    void SetUp() override;

    enum class harm {
        none,    // users notice nothing
        outage,  // users are not served from its begin until it is over
        detour,  // the same, and then nginx takes some seconds to find changed addresses
    };
    using fault = std::function<void(process& deploy)>;

    // Deploys, lets it go on until the moment of that number, from 0, and does what is to disturb
    // it. When `what` returns, the fault is over, but for what the harm says.
    void disturb(int number, int of, harm h, const fault& what, const variables& settings = {});
    // At `moments` moments; then it prints the figures.
    void sweep(const std::string& name, int moments, harm h, const fault& what,
               const variables& settings = {});

    // `status` names the color that answers. Where it says that this is not proved, it has to be
    // right after `grace` at the latest.
    void expect_status_is_true(std::chrono::milliseconds grace = {});
    // Under load.
    void expect_next_deploy(const std::string& version);

    // Where users' requests go: the proxy's port.
    virtual std::string users_url() { return the_stack().url(); }

    // An action on the container of a service, such as "restart?t=0". A container that is not there
    // or is so already is left alone.
    void act(const std::string& service, const std::string& action);

    figures& counted() { return figures_; }
    // What answered before the deploy that is disturbed.
    const answer& before() const { return before_; }
    // Prints the figures, and begins anew.
    void tell(const std::string& name);
    // All requests of this load are to be answered.
    void count(const traffic::report& load);
    // What all of several answers say; nullopt when they differ, or one is not 200.
    std::optional<answer> steady_answer();
    void expect_served();

  private:
    std::chrono::milliseconds moment(int number, int of) const;
    void expect_code_was_true(int code, const answer& before, const std::string& version,
                              std::chrono::milliseconds grace);
    enum class verdict { right, unsure, lie, no_answer };
    verdict judge_status(std::string& output);

    figures figures_;
    answer before_;
    std::chrono::milliseconds deploy_takes_{};
};

}  // namespace daemon_tests
