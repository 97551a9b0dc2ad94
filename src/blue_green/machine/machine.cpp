#include "machine.hpp"

#include <algorithm>

namespace rollout::blue_green::machine {

namespace {

bool runs(const color_state& c) {
    return c.is >= condition::running;
}

/// Of files that were written just now.
int generations_until_loaded(const situation& s) {
    return s.reload_may_come ? 2 : 1;
}

/// What is left to do until nginx serves `c`, and the record says so.
std::optional<action> serve(const situation& s, color c) {
    if (s.written != c || s.preview_open) return action{step::write_snippets, c};
    if (s.reloads_to_see > 0 || s.loaded != c || s.stale) return action{step::reload, c};
    if (!s.record_current) return action{step::record, c};
    return std::nullopt;
}

/// The new version was asked, as far as that can be done before users are moved.
bool may_serve(const progress& p) {
    return p.preview == verdict::passed || p.preview == verdict::impossible;
}

bool can_move(const situation& s, const progress& p) {
    const auto& to = s.of(p.to);
    return to.wanted && to.is == condition::healthy && may_serve(p) && !p.hold;
}

action bring_up(const situation& s, const progress& p) {
    if (!p.has_images) return {step::get_images, p.to};
    if (!p.brought_up) {
        if (s.draining && !p.drained) return {step::drain_idle, p.to};
        return {step::replace, p.to};
    }
    return {step::await_health, p.to};
}

/// The preview route stays open for whoever is to look.
action hold(const situation& s, const progress& p) {
    const bool unknown = s.reloads_to_see > 0 || s.loaded != p.from;
    if (unknown && runs(s.of(p.from))) return {step::reload, p.from};
    if (!s.record_current) return {step::record, p.from};
    return {step::end_held, p.to};
}

action prepare(const situation& s, const progress& p) {
    const bool old_runs = runs(s.of(p.from));
    if (p.hold && p.preview != verdict::unasked) return hold(s, p);
    if (old_runs)
        if (const auto a = serve(s, p.from)) return *a;
    if (!p.replaces) return {step::end_done, p.from};
    if (old_runs && p.old_answers == verdict::unasked) return {step::ask_old, p.from};
    const auto& to = s.of(p.to);
    if (!to.wanted || to.is != condition::healthy) return bring_up(s, p);
    return {step::preview, p.to};
}

action move(const situation& s, const progress& p) {
    if (const auto a = serve(s, p.to)) return *a;
    if (p.smoke == verdict::unasked) return {step::smoke, p.to};
    if (!p.updated_others) return {step::update_others, p.to};
    if (!p.retired) return {p.drained_old ? step::retire : step::drain_old, p.from};
    return {step::end_done, p.to};
}

/// Users were on the new version: it is stopped once they are back and well.
action back_from_new(const situation& s, const progress& p) {
    if (!s.proved(p.from)) return {step::end_person_must_look, p.from};
    if (p.smoke_back == verdict::unasked) return {step::ask_again, p.from};
    if (p.smoke_back == verdict::failed) return {step::end_person_must_look, p.from};
    if (!p.taken_back) return {step::take_back, p.to};
    return {step::end_rolled_back, p.from};
}

/// Something is to be undone or to be made sure of.
bool left_traces(const situation& s, const progress& p) {
    return p.touched || (s.of(p.to).wanted && !p.taken_back);
}

/// Nobody was moved. What nginx may still come to serve is not touched.
action back_unmoved(const situation& s, const progress& p) {
    const bool in_doubt = !s.proved(p.from) && (p.touched || runs(s.of(p.from)));
    if (in_doubt && left_traces(s, p)) return {step::end_person_must_look, p.from};
    // Beside an old version that is down, one that passed is better than nothing.
    const bool needed = !runs(s.of(p.from)) && may_serve(p);
    if (!p.taken_back && s.of(p.to).wanted && !needed) return {step::take_back, p.to};
    return {step::end_failed, p.from};
}

action go_back(const situation& s, const progress& p) {
    const bool tries = p.failures_back < failures_back_limit && runs(s.of(p.from));
    if (tries && left_traces(s, p))
        if (const auto a = serve(s, p.from)) return *a;
    return p.moved ? back_from_new(s, p) : back_unmoved(s, p);
}

}  // namespace

void wrote_snippets(situation& s, color c) {
    s.written = c;
    s.preview_open = false;
    s.reloads_to_see = generations_until_loaded(s);
}

void opened_preview(situation& s) {
    s.preview_open = true;
    s.reloads_to_see = generations_until_loaded(s);
}

void saw_new_workers(situation& s) {
    s.reloads_to_see = std::max(0, s.reloads_to_see - 1);
    s.record_current = false;
    s.loaded.reset();
    if (s.reloads_to_see > 0) return;
    s.stale = false;
    s.loaded = s.written;
}

void lost_sight_of_workers(situation& s) {
    s.reloads_to_see = 2;
    s.reload_may_come = true;
    s.record_current = false;
    s.loaded.reset();
}

action next(const situation& s, const progress& p) {
    if (p.abandoned) return go_back(s, p);
    if (p.moved || can_move(s, p)) return move(s, p);
    return prepare(s, p);
}

void note_failure(progress& p, step s) {
    if (s == step::take_back)
        p.taken_back = true;
    else if (s == step::retire || (s == step::drain_old && p.smoke == verdict::passed))
        p.retired = true;
    else if (s == step::ask_again)
        p.smoke_back = verdict::failed;
    else if (p.abandoned)
        ++p.failures_back;
    else
        p.abandoned = true;
}

bool leaves_doubt(const situation& s) {
    return s.reloads_to_see > 0;
}

bool is_destructive(step s) {
    return s == step::replace || s == step::retire || s == step::take_back;
}

std::string_view to_string(step s) {
    switch (s) {
        case step::ask_old: return "ask the old version";
        case step::get_images: return "get images";
        case step::drain_idle: return "drain the idle color";
        case step::replace: return "replace the idle color";
        case step::await_health: return "wait for health";
        case step::preview: return "preview";
        case step::write_snippets: return "write the snippet";
        case step::reload: return "reload";
        case step::record: return "record";
        case step::smoke: return "smoke test";
        case step::update_others: return "update further services";
        case step::drain_old: return "drain the old color";
        case step::retire: return "retire";
        case step::ask_again: return "ask again";
        case step::take_back: return "take back";
        case step::end_done: return "done";
        case step::end_held: return "held";
        case step::end_failed: return "failed";
        case step::end_rolled_back: return "rolled back";
        case step::end_person_must_look: return "a person must look";
    }
    return "";
}

}  // namespace rollout::blue_green::machine
