#pragma once

#include <support/raw_client.hpp>

#include <nlohmann/json.hpp>

#include <set>
#include <string>
#include <vector>

#include <daemon/stack.hpp>

namespace bench {

using milliseconds = std::chrono::duration<double, std::milli>;

// What a deploy cannot do without, sent bare: no look around, no lock, no record, no smoke test.
class bare_calls {
  public:
    struct step {
        std::string name;
        milliseconds time;
    };

    // Starts a proxy beside the stack's: whoever makes that one load something makes the next
    // deploy see to it first.
    explicit bare_calls(const daemon_tests::stack& where);
    ~bare_calls();
    bare_calls(const bare_calls&) = delete;
    bare_calls& operator=(const bare_calls&) = delete;

    // Replaces the container of `idle_service` by one of the same settings, waits until its
    // healthcheck passes, tests and reloads nginx, and looks until that has told its old workers to
    // end: before that they take new requests. Throws std::runtime_error when the engine refuses
    // something.
    std::vector<step> run(const std::string& idle_service);

  private:
    void remove_proxy();
    nlohmann::json call(std::string_view method, const std::string& target,
                        const nlohmann::json& body = {});
    // The exit code. An attached exec ends its connection, so it needs one of its own.
    int execute(const std::string& container, const std::vector<std::string>& command);
    void require(const std::string& container, const std::vector<std::string>& command);

    std::set<std::string> active_workers();
    bool serve_still(const std::set<std::string>& old_workers);

    const daemon_tests::stack& where_;
    support::raw_client connection_;
    std::string proxy_;
};

}  // namespace bench
