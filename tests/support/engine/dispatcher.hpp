#pragma once

#include <support/engine/core.hpp>
#include <support/engine/fault_table.hpp>
#include <support/engine/http_server.hpp>
#include <support/engine/request_log.hpp>
#include <support/engine/router.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace support::engine {

// From a request to what is answered: record, faults, a test's own handlers, the engine's
// endpoints.
class dispatcher {
  public:
    explicit dispatcher(core& engine);

    exchange answer_recorded(request& asked);
    reply call(std::string_view method, std::string_view target, std::string body);
    void on(std::string method, std::string pattern, handler answer);

    fault_table& faults() { return faults_; }
    request_log& log() { return log_; }

  private:
    struct override {
        std::string method;
        std::string pattern;
        handler answer;
    };
    reply answer(const request& asked);
    reply answer_routed(const request& asked);
    void name_container(request& asked) const;
    // The headers that the engine adds to whatever it answers.
    void decorate(reply& made) const;

    core& engine_;
    router routes_;
    fault_table faults_;
    request_log log_;
    std::vector<override> overrides_;
};

}  // namespace support::engine
