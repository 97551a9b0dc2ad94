#pragma once

#include "deploy_plan.hpp"
#include "look.hpp"
#include "machine/machine.hpp"
#include "measure.hpp"
#include "proxy.hpp"
#include "run_locks.hpp"
#include "smoke.hpp"

#include <rollout/blue_green/context.hpp>
#include <rollout/engine_work/executor.hpp>
#include <rollout/engine_work/outcome.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <exception>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace rollout::blue_green {

/// What a run knows before its first step.
struct beginning {
    sight seen;
    machine::situation s;
    machine::progress p;
};

/// Ends a run at once: whatever it did now could undo what another one does.
struct lock_lost : engine_work::failure {
    using failure::failure;
};

/// Carries out what the machine decides: looks, asks it for the next step, does that, and asks
/// again, until it says that the run has ended. It decides nothing about a deploy itself.
class runner {
  public:
    /// All references must outlive it.
    runner(const context& ctx, proxy& nginx, run_locks& locks, beginning b, deploy_plan plan,
           std::string purpose);

    /// Returns `done`, `rolled_back` or, for what a signal brought about, `interrupted` or
    /// `terminated`. Throws `failure` (failed, person_must_look) otherwise. Cancellation turns the
    /// run back, or ends its drain.
    boost::asio::awaitable<engine_work::exit_code> run();

  private:
    // runner.cpp: the loop
    boost::asio::awaitable<void> attempt(machine::action a);
    boost::asio::awaitable<void> carry_out(machine::action a);
    boost::asio::awaitable<void> look_again();
    boost::asio::awaitable<engine_work::exit_code> end(machine::step how);
    void heed_signal();
    void note(const std::exception_ptr& problem, machine::step s);
    void tell_why_not_retired(const std::string& why, bool interrupted);
    void tell_of_turning_back();
    boost::asio::awaitable<void> tell_what_was_made_sure_of();
    void remember_killed(live_record& r) const;
    [[nodiscard]] bool may_be_cancelled(machine::step s) const;
    [[nodiscard]] std::string words_for_dead_proxy() const;
    [[nodiscard]] std::string words_for_failure() const;
    [[nodiscard]] std::string words_for_a_person() const;
    [[nodiscard]] std::chrono::milliseconds reload_limit() const;

    // runner_versions.cpp: containers
    boost::asio::awaitable<void> get_images();
    boost::asio::awaitable<void> drain_idle();
    boost::asio::awaitable<void> replace();
    boost::asio::awaitable<void> await_health();
    boost::asio::awaitable<void> drain_old();
    boost::asio::awaitable<void> take_back();
    boost::asio::awaitable<void> end_color(color ending, blue_green::retire how);
    void tell_of_drain(color ending, bool done);
    boost::asio::awaitable<void> make_sure_of_lock();
    boost::asio::awaitable<void> refuse_lost_lock();
    boost::asio::awaitable<void> diagnose_new();

    // runner_nginx.cpp: files, workers, record
    boost::asio::awaitable<void> write_snippets(color target);
    boost::asio::awaitable<void> check_read(std::string_view configuration, const std::string& file,
                                            std::string text);
    boost::asio::awaitable<void> check_read_back(const std::string& file, std::string expected);
    boost::asio::awaitable<void> reload(color target);
    boost::asio::awaitable<void> ask_for_reload();
    boost::asio::awaitable<void> record(color target);
    boost::asio::awaitable<void> write_record(live_record r);
    boost::asio::awaitable<void> record_end(const char* result);
    boost::asio::awaitable<void> record_last(live_record last);
    void tell_by_locks(bool recorded);
    boost::asio::awaitable<void> look_at_workers();
    boost::asio::awaitable<void> look_at_addresses();
    boost::asio::awaitable<void> write_file(std::string file, std::string text);
    void write_local_record(color live);
    boost::asio::awaitable<void> write_snippets_at_rest();
    /// Of the snippets, in the order of the upstreams.
    [[nodiscard]] std::vector<std::string> texts_at_rest(color target) const;
    [[nodiscard]] live_record record_of_now(color live) const;

    // runner_questions.cpp: HTTP
    boost::asio::awaitable<void> ask_old();
    boost::asio::awaitable<void> preview();
    boost::asio::awaitable<bool> preview_through_proxy();
    boost::asio::awaitable<void> preview_at_address();
    boost::asio::awaitable<std::optional<smoke_result>> ask_at_addresses(color c,
                                                                         smoke_settings asked);
    boost::asio::awaitable<void> test_new();
    boost::asio::awaitable<void> ask_again();
    boost::asio::awaitable<void> begin_to_measure();
    boost::asio::awaitable<void> tell_what_was_measured();
    /// Throws `failure` when more of it failed than may.
    void judge_measurement();
    void judge_preview(const smoke_result& result, bool through_proxy);

    const context& ctx_;
    proxy& nginx_;
    run_locks& locks_;
    sight seen_;
    machine::situation s_;
    machine::progress p_;
    std::string purpose_;  ///< the command, for the history
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
    deploy_plan plan_;
    engine_work::executor idle_;
    /// The workers that were seen last; absent = what runs is not known.
    std::optional<std::set<int>> known_workers_;
    std::chrono::steady_clock::time_point workers_seen_ = began_;
    std::set<int> old_workers_;      ///< that may still serve what they served
    bool healthy_by_probe_ = false;  ///< the engine may say `starting` for a while yet
    std::string problem_;            ///< why it turned back
    std::vector<std::string> details_;
    std::string problem_back_;  ///< why that did not work out either
    bool stopped_failed_ = true;
    std::optional<measurement> measuring_;
    std::chrono::system_clock::time_point measured_since_;
    std::map<std::string, std::int64_t> steps_ms_;
    std::optional<std::int64_t> lost_;  ///< requests, as far as they were counted
    bool told_of_live_ = false;
    bool told_of_local_record_ = false;
    bool others_are_back_ = true;  ///< or nothing of them was replaced
    std::string preview_secret_;   ///< of the route that is open; empty = none is
};

}  // namespace rollout::blue_green
