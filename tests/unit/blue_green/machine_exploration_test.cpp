// Every path through the machine: from every situation that a host can be in, with good and bad
// versions, a failure or a kill at any step, others who reload nginx, and reloads that come late.

#include "machine_world.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <unordered_set>
#include <vector>

namespace machine_tests {

namespace {

using namespace machine_model;

struct hash {
    std::size_t operator()(const key& k) const {
        return static_cast<std::size_t>((k[0] * 0x9E3779B97F4A7C15ULL) ^ (k[1] + (k[0] >> 29)));
    }
};

struct node {
    world w;
    std::optional<run> r;
    int budget = 0;  // faults, kills and hands of others that may still come
    int parent = -1;
    std::string how;
};

class explorer {
  public:
    explicit explorer(int faults) : faults_(faults) {}

    void start_from(const world& w) {
        add({w, std::nullopt, faults_, -1, "start: " + describe(w)});
    }

    void explore() {
        for (std::size_t i = 0; i < nodes_.size() && problems_.empty(); ++i)
            follow(static_cast<int>(i));
    }

    [[nodiscard]] std::size_t situations() const { return nodes_.size(); }
    [[nodiscard]] std::size_t steps() const { return steps_; }
    [[nodiscard]] std::size_t ends() const { return ends_; }
    [[nodiscard]] const std::vector<std::string>& problems() const { return problems_; }

  private:
    void follow(int at) {
        const node n = nodes_[static_cast<std::size_t>(at)];
        follow_nginx(n, at);
        if (n.budget > 0) follow_others(n, at);
        if (n.r)
            follow_run(n, at);
        else
            follow_begin(n, at);
    }

    void follow_begin(const node& n, int at) {
        for (const bool long_ago : {false, true}) {
            if (long_ago && !can_be_long_ago(n.w)) continue;
            for (const auto what : {quality::good, quality::fails_preview, quality::fails_smoke,
                                    quality::fails_in_drain})
                add_run(n, at, begin(n.w, true, what, long_ago), "deploy");
            add_run(n, at, begin(n.w, false, quality::good, long_ago), "recover");
        }
    }

    void add_run(const node& n, int at, const run& r, const char* how) {
        node next = {n.w, r, n.budget, at, how};
        next.w.dead_lock = false;
        add(std::move(next));
    }

    void follow_nginx(const node& n, int at) {
        if (nginx_can_read(n.w)) {
            node next = {n.w, n.r, n.budget, at, "nginx reads"};
            nginx_reads(next.w);
            add(std::move(next));
        }
        if (nginx_can_load(n.w)) {
            node next = {n.w, n.r, n.budget, at, "nginx loads"};
            nginx_loads(next.w, next.r ? &*next.r : nullptr);
            add(std::move(next));
        }
        if (n.w.old_serve_blue || n.w.old_serve_green) {
            node next = {n.w, n.r, n.budget, at, "old workers end"};
            old_workers_end(next.w);
            add(std::move(next));
        }
    }

    void follow_others(const node& n, int at) {
        node reloaded = {n.w, n.r, n.budget - 1, at, "others reload"};
        reload_by_others(reloaded.w, reloaded.r ? &*reloaded.r : nullptr);
        add(std::move(reloaded));
        node restarted = {n.w, n.r, n.budget - 1, at, "the proxy restarts"};
        restart_of_the_proxy(restarted.w, restarted.r ? &*restarted.r : nullptr);
        add(std::move(restarted));
        if (n.r) {
            node killed = {n.w, std::nullopt, n.budget - 1, at, "killed"};
            killed.w.dead_lock = true;
            add(std::move(killed));
        } else {
            for (const auto c : {color::blue, color::green}) {
                if (!n.w.of(c).proven) continue;  // who does that brings it live himself
                node flipped = {n.w, n.r, n.budget - 1, at, "a hand sets the snippet"};
                flipped.w.snippet = c;
                add(std::move(flipped));
            }
        }
    }

    void follow_run(const node& n, int at) {
        auto looked = *n.r;
        auto a = next(looked.s, looked.p);
        if (is_destructive(a.what)) {
            look_at_workers(n.w, looked);
            a = next(looked.s, looked.p);
        }
        if (a.what >= step::end_done) {
            end(n, looked, at, a.what);
            return;
        }
        if (!n.r->gone) carry_out_as(n, looked, at, a, outcome::well, 0);
        const bool may_fail = n.budget > 0 || n.r->gone;
        if (!may_fail) return;
        const int cost = n.r->gone ? 0 : 1;
        carry_out_as(n, looked, at, a, outcome::fails_before, cost);
        if (!n.r->gone) {
            carry_out_as(n, looked, at, a, outcome::fails_after, cost);
            auto gone = looked;
            gone.gone = gone.faulty = true;
            carry_out_as(n, gone, at, a, outcome::fails_after, cost);
            carry_out_as(n, gone, at, a, outcome::fails_before, cost);
        }
    }

    void carry_out_as(const node& n, run looked, int at, const action& a, outcome h, int cost) {
        static const char* const words[] = {"", " fails before", " fails after"};
        node made = {n.w, std::move(looked), n.budget - cost, at,
                     std::string(to_string(a.what)) + ' ' + std::string(to_string(a.target)) +
                         words[static_cast<int>(h)]};
        ++steps_;
        const auto problem = carry_out(made.w, *made.r, a, h);
        if (!problem.empty()) report(problem, made);
        add(std::move(made));
    }

    void end(const node& n, const run& r, int at, step how) {
        ++ends_;
        auto problem = judge_end(n.w, r, how);
        if (problem.empty() && n.budget == faults_ && r.brings == quality::good &&
            how != step::end_done)
            problem = "nothing went wrong, and yet it did not end well";
        node ended = {n.w, std::nullopt, n.budget, at, std::string(to_string(how))};
        if (leaves_doubt(r.s)) leave_a_mark(ended.w, r);
        if (!problem.empty()) report(problem, ended);
        add(ended);
    }

    /// The record is marked as not proved; when that fails too, the lock stays.
    static void leave_a_mark(world& w, const run& r) {
        if (r.gone)
            w.dead_lock = true;
        else
            w.record_current = false;
    }

    void report(const std::string& problem, const node& last) {
        std::string text = problem + ":";
        std::vector<std::string> path = {last.how + "  [" + describe(last.w) + "]"};
        for (int i = last.parent; i >= 0; i = nodes_[static_cast<std::size_t>(i)].parent) {
            const auto& n = nodes_[static_cast<std::size_t>(i)];
            path.push_back(n.how + "  [" + describe(n.w) + "]");
        }
        for (auto line = path.rbegin(); line != path.rend(); ++line)
            text += "\n  " + *line;
        problems_.push_back(text);
    }

    void add(node n) {
        if (seen_.insert(key_of(n.w, n.r ? &*n.r : nullptr, n.budget)).second)
            nodes_.push_back(std::move(n));
    }

    int faults_;
    std::deque<node> nodes_;
    std::unordered_set<key, hash> seen_;
    std::vector<std::string> problems_;
    std::size_t steps_ = 0;
    std::size_t ends_ = 0;
};

/// Whatever an earlier life of the host can have left behind. A record that names the generation
/// that runs is right about it: nobody writes another.
std::vector<world> all_worlds() {
    std::vector<world> worlds;
    const std::optional<color> any[] = {std::nullopt, color::blue, color::green};
    for (const auto blue :
         {condition::absent, condition::down, condition::running, condition::healthy})
        for (const auto green :
             {condition::absent, condition::down, condition::running, condition::healthy})
            for (const auto snippet : any)
                for (const auto loaded : any)
                    for (const auto recorded : any)
                        for (int bits = 0; bits < 8; ++bits) {
                            world w;
                            w.blue = {blue, quality::good, true, recorded.has_value()};
                            w.green = {green, quality::good, true, recorded.has_value()};
                            w.snippet = snippet;
                            w.loaded = loaded;
                            w.recorded = recorded;
                            w.record_current = (bits & 1) != 0;
                            w.dead_lock = (bits & 2) != 0;
                            w.preview = (bits & 4) != 0;
                            if (w.record_current && (!recorded || loaded != recorded)) continue;
                            worlds.push_back(w);
                        }
    return worlds;
}

TEST(Machine, KeepsEveryPromiseOnEveryPath) {
    explorer all(2);
    const auto worlds = all_worlds();
    for (const auto& w : worlds)
        all.start_from(w);
    all.explore();
    for (const auto& problem : all.problems())
        ADD_FAILURE() << problem;
    std::printf("explored %zu starting situations, %zu situations in all, %zu steps, %zu ends\n",
                worlds.size(), all.situations(), all.steps(), all.ends());
    EXPECT_GT(all.situations(), 50'000u);
}

}  // namespace

}  // namespace machine_tests
