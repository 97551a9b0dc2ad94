#pragma once

#include <rollout/blue_green/color.hpp>

#include <optional>
#include <string_view>

namespace rollout::blue_green::machine {

/// What the engine says about a color's containers; of several the worst.
enum class condition {
    absent,
    down,     ///< made, but not running
    running,  ///< its healthcheck fails, or has not passed yet
    healthy,  ///< its healthcheck passes, or it has none
};

struct color_state {
    condition is = condition::absent;
    bool wanted = false;  ///< it is the version that this run is to bring live
    bool served = false;  ///< the record knows that these very containers served users
};

/// What can be seen at one moment. A fact that is not proved is absent: it is never guessed.
struct situation {
    color_state blue;
    color_state green;
    /// The color that every snippet names, as the proxy sees the files; absent = not one color.
    std::optional<color> written;
    bool preview_open = false;  ///< the preview file leads to a color
    /// What the running workers are known to serve; absent = unknown.
    std::optional<color> loaded;
    /// How many generations of workers must be seen, one after the other, before nothing but the
    /// snippet as it is now can be loaded. nginx takes one reload after the other: with one that
    /// may be under way, only the second generation is sure to have read a file written before.
    int reloads_to_see = 0;
    /// One that nobody saw may be under way, or one more than was seen: known to be over only when
    /// much time has passed.
    bool reload_may_come = false;
    bool stale = false;     ///< what is loaded was looked up before its containers last started
    bool draining = false;  ///< workers of an earlier generation still serve
    /// The engine's record names `loaded` and the generation that runs.
    bool record_current = false;

    [[nodiscard]] const color_state& of(color c) const { return c == color::blue ? blue : green; }
    [[nodiscard]] color_state& of(color c) { return c == color::blue ? blue : green; }
    /// nginx serves `c`, and no reload that was asked for can change that.
    [[nodiscard]] bool proved(color c) const {
        return loaded == c && written == c && reloads_to_see == 0 && !preview_open;
    }
};

/// The snippets were made to name `c`, and no preview route is left.
void wrote_snippets(situation& s, color c);
/// The preview route was opened: what users get is what it was.
void opened_preview(situation& s);
/// A reload that was asked for after `s` took effect: new workers serve, none of the old accepts.
void saw_new_workers(situation& s);
/// A reload was asked for and not seen, or other workers than the known ones are there.
void lost_sight_of_workers(situation& s);

/// The answer of a question that is asked once a run.
enum class verdict { unasked, passed, failed, impossible };

/// What a run wants, and what it has done so far.
struct progress {
    /// False: only make sure what nginx serves (`recover`, and the end of `up`).
    bool replaces = true;
    bool hold = false;  ///< end once the new version has passed the preview; move nobody
    color from = color::blue;
    color to = color::green;

    verdict old_answers = verdict::unasked;
    bool has_images = false;
    bool drained = false;  ///< workers that may serve `to` were waited for
    bool brought_up = false;
    verdict preview = verdict::unasked;
    verdict smoke = verdict::unasked;
    bool updated_others = false;
    bool drained_old = false;  ///< since the last reload
    bool retired = false;

    bool touched = false;    ///< a snippet was changed, or a reload asked for
    bool moved = false;      ///< users were on `to`
    bool abandoned = false;  ///< something failed, or a signal came: back to `from`
    int failures_back = 0;   ///< steps that failed on the way back
    verdict smoke_back = verdict::unasked;
    bool taken_back = false;  ///< `to` was removed or stopped, or that failed
};

enum class step {
    ask_old,         ///< the smoke test's question, while the old version serves
    get_images,      ///< build or pull
    drain_idle,      ///< wait for workers that may serve the idle color
    replace,         ///< remove, create and start the idle color; of a rollback: start it
    await_health,    ///< of the idle color
    preview,         ///< ask the new version before users are moved; through nginx only when
                     ///< the old one serves
    write_snippets,  ///< and see that the proxy reads them and nginx accepts them
    reload,          ///< and see the new workers
    record,          ///< in the engine and in the local file
    smoke,           ///< the public URL, answered by the new version; the soak too
    update_others,   ///< services of no color that were asked to follow
    drain_old,       ///< wait for workers that serve the old color; what was measured is judged
    retire,          ///< keep, stop or remove the old color
    ask_again,       ///< the smoke test's question, after the way back
    take_back,       ///< drain, then remove the new version; of one that served: stop it
    end_done,
    end_held,
    end_failed,
    end_rolled_back,
    end_person_must_look,
};

[[nodiscard]] std::string_view to_string(step s);

struct action {
    step what = step::end_failed;
    color target = color::blue;  ///< of write_snippets, reload and record

    friend bool operator==(const action&, const action&) = default;
};

/// The next step. Nothing but this decides what a run does, and it is asked again after every step
/// and every failure: a run that follows on one that was killed asks the same question.
[[nodiscard]] action next(const situation& s, const progress& p);

/// What a step that failed means for the run: on the way there it turns back, on the way back it
/// has so many tries.
void note_failure(progress& p, step s);

/// A run that ends like this does not know what nginx will serve: no record may say that it does.
[[nodiscard]] bool leaves_doubt(const situation& s);

/// It removes, stops or replaces containers of a color: the workers must be looked at right before.
[[nodiscard]] bool is_destructive(step s);

/// How often a step may fail on the way back before a person is asked.
inline constexpr int failures_back_limit = 3;

}  // namespace rollout::blue_green::machine
