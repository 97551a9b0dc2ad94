#pragma once

#include "../daemon/process.hpp"
#include "flow.hpp"

#include <atomic>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace flow {

/// What happens when a request arrives.
enum class mishap {
    kill,         ///< the program is killed; the engine does nothing
    kill_after,   ///< the program is killed; the engine does what was asked
    terminate,    ///< SIGTERM
    refused,      ///< no connection for a moment, from there on
    reset,        ///< the connection is reset; the engine does nothing
    reset_after,  ///< the connection is reset; the engine does what was asked
    cut,          ///< the answer breaks off in its body
    error_500,
    error_409,
    hang,  ///< no answer, until the program gives up
    gone,  ///< no connection any more, for good
};

enum class verb { deploy, rollback, recover, promote };

/// One verb and one mishap, at one request after the other.
class fault_table : public stack_test {
  protected:
    void SetUp() override;

    /// Runs the verb with the mishap at its `n`-th request, judges what is left, deploys once more
    /// and judges again. False: the verb sent no such request.
    bool try_at(verb what, mishap how, std::size_t n);

    std::size_t runs_ = 0;
    std::size_t longest_ = 0;  ///< requests of a run
    std::map<int, int> codes_;
    std::vector<std::string> violations_;

  private:
    struct before {
        std::string serving;  ///< the service
        std::string started;  ///< when its container did
    };

    void prepare(verb what);
    int run_program(const std::vector<std::string>& args, mishap how);
    void arm(mishap how, std::size_t n);
    void disarm();
    std::optional<support::reply> at_request(const support::request& r);
    std::optional<support::reply> strike();
    void note_if_it_touches_what_serves(const support::request& r);

    void judge(verb what, mishap how, const before& was, int code);
    void judge_code(verb what, mishap how, const before& was, int code);
    void judge_agreement(const std::string& when);
    void judge_leftovers(const std::string& when, bool lock_may_stay, bool case_is_over);
    void judge_status(const std::string& when);
    void deploy_once_more();
    void settle();
    void complain(const std::string& text);
    [[nodiscard]] std::string container_serving() const;

    std::string case_;  ///< names the case in what is complained of
    std::string said_;  ///< by the program

    // Shared with the engine's thread, which changes it only while the program runs.
    std::atomic<pid_t> pid_{0};
    std::optional<mishap> armed_;
    std::size_t at_ = 0;
    std::size_t seen_ = 0;
    bool struck_ = false;
    bool at_moving_reload_ = false;  ///< strike when users are moved, instead
    bool moving_reload_ = false;
    std::string moves_to_;
    std::atomic<bool> down_{false};
    std::vector<std::string> touched_;
};

}  // namespace flow
