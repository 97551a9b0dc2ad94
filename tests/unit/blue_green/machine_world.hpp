// A model of an engine and an nginx, small enough that every path through it can be walked: what
// is true (`world`), what a run knows and has done (`run`), and what a step does to both.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include <blue_green/machine/choose_live.hpp>
#include <blue_green/machine/machine.hpp>

namespace machine_model {

using namespace rollout::blue_green::machine;
using rollout::blue_green::color;
using rollout::blue_green::other;

/// What becomes of a version when it is asked.
enum class quality { good, fails_preview, fails_smoke, fails_in_drain };

struct container {
    condition is = condition::absent;
    quality what = quality::good;
    bool proven = false;  // it served users before, or passed the preview
    bool known = false;   // the record says that it served
};

/// The truth. Generations only count as equal or not, so `current` is what they are compared with.
struct world {
    container blue, green;
    std::optional<color> snippet;
    bool preview = false;
    std::optional<color> loaded;
    bool unread = false;   // a reload was asked for
    bool reading = false;  // it has read the files, and its workers are to come
    std::optional<color> read;
    bool old_serve_blue = false;  // workers of earlier generations have requests to it
    bool old_serve_green = false;
    std::optional<color> recorded;
    bool record_current = false;  // it names the generation that runs
    bool doubt = false;           // it says that one more reload may come, for as long as it may
    bool dead_lock = false;       // of a run that was killed

    container& of(color c) { return c == color::blue ? blue : green; }
    [[nodiscard]] const container& of(color c) const { return c == color::blue ? blue : green; }
    bool& old_serve(color c) { return c == color::blue ? old_serve_blue : old_serve_green; }
};

struct run {
    situation s;
    progress p;
    bool known_current = false;  // the workers that run are the ones that it saw last
    quality brings = quality::good;
    bool gone = false;    // the engine is: every step fails from now on
    bool faulty = false;  // something went wrong that its version did not do
};

enum class outcome { well, fails_before, fails_after };

/// A run that has looked. `long_ago`: the files are as they are for so long that any reload that
/// was asked for since is over; only where that is true.
run begin(const world& w, bool replaces, quality brings, bool long_ago);
[[nodiscard]] bool can_be_long_ago(const world& w);

/// Looks at the workers, as a run does before it does something destructive.
void look_at_workers(const world& w, run& r);

/// Carries a step out; what promise it broke, empty = none.
std::string carry_out(world& w, run& r, const action& a, outcome h);

// What nginx does by itself.
[[nodiscard]] bool nginx_can_read(const world& w);
void nginx_reads(world& w);
[[nodiscard]] bool nginx_can_load(const world& w);
void nginx_loads(world& w, run* r);
void old_workers_end(world& w);

// What others do; quick, so that a run sees all of it or nothing.
void reload_by_others(world& w, run* r);
void restart_of_the_proxy(world& w, run* r);

/// Whether an end tells the truth; why not, empty = it does.
std::string judge_end(const world& w, const run& r, step end);

/// Two states with one key have the same future.
using key = std::array<std::uint64_t, 2>;
key key_of(const world& w, const run* r, int budget);

std::string describe(const world& w);

}  // namespace machine_model
