#include "machine_world.hpp"

namespace machine_model {

namespace {

bool runs(const container& c) {
    return c.is >= condition::running;
}

/// The workers change: what the old ones still serve, they serve to its end.
void load(world& w, run* r, std::optional<color> what) {
    if (w.loaded) w.old_serve(*w.loaded) = true;
    w.loaded = what;
    w.record_current = false;
    if (r) r->known_current = false;
}

/// A reload: nginx keeps what it has when a name cannot be looked up.
void finish_reload(world& w, run* r, std::optional<color> what) {
    if (what && runs(w.of(*what))) load(w, r, what);
}

void see_containers(const world& w, situation& s) {
    for (const auto c : {color::blue, color::green})
        s.of(c) = {w.of(c).is, false, w.of(c).known};
}

std::string serves_users(const world& w, color c) {
    const auto name = std::string(to_string(c));
    if (!runs(w.of(c)) || !w.of(c).proven) return {};
    if (w.loaded == c) return name + " was touched while nginx serves it";
    if (w.reading && w.read == c)
        return name + " was touched while a reload that read it is to come";
    if (w.unread && w.snippet == c) return name + " was touched while a reload is to read it";
    return {};
}

std::string cut_requests(world& w, color c) {
    return w.old_serve(c) ? "old workers' requests to " + std::string(to_string(c)) + " were cut"
                          : std::string();
}

std::string touch(world& w, color c) {
    const auto problem = serves_users(w, c);
    return problem.empty() ? cut_requests(w, c) : problem;
}

/// Asks for a reload and waits for new workers: also those of a reload that was under way count.
/// False = none come, as nginx keeps what it has when a name cannot be looked up.
bool see_reload(world& w, run& r) {
    w.unread = true;
    for (int i = 0; i < 2; ++i) {
        if (!w.reading) nginx_reads(w);
        const bool can = w.read && runs(w.of(*w.read));
        nginx_loads(w, &r);
        if (can) return true;
        if (!w.unread) return false;
    }
    return false;
}

std::string write_snippets(world& w, run& r, color c, outcome h) {
    if (h == outcome::fails_before) return {};
    w.snippet = c;
    w.preview = false;
    r.p.touched = true;
    if (!runs(w.of(c)) || h == outcome::fails_after) {  // nginx -T refuses it
        wrote_snippets(r.s, c);
        note_failure(r.p, step::write_snippets);
        return {};
    }
    wrote_snippets(r.s, c);
    return {};
}

std::string reload(world& w, run& r, outcome h) {
    r.p.touched = true;
    if (h == outcome::fails_after) w.unread = true;
    if (h != outcome::well || !see_reload(w, r)) {
        lost_sight_of_workers(r.s);
        r.known_current = false;
        if (h == outcome::well) note_failure(r.p, step::reload);
        return {};
    }
    r.known_current = true;
    saw_new_workers(r.s);
    r.p.drained_old = false;
    r.s.draining = true;
    if (r.s.loaded == r.p.to && !r.p.abandoned) r.p.moved = true;
    return {};
}

std::string record(world& w, run& r, color c) {
    w.recorded = c;
    w.of(c).known = true;
    w.of(c).proven = true;  // where nothing served, anything that runs is better
    w.record_current = r.known_current;
    w.doubt = r.s.reload_may_come;
    r.s.record_current = true;
    return {};
}

std::string replace(world& w, run& r, outcome h) {
    const auto to = r.p.to;
    if (h == outcome::fails_before) return {};
    const auto problem = touch(w, to);
    w.of(to) = {condition::running, r.brings, false, false};
    r.s.of(to) = {condition::running, true, false};
    if (h == outcome::well) r.p.brought_up = true;
    return problem;
}

std::string learn(world& w, run& r) {
    const bool good = r.brings != quality::fails_preview;
    r.p.preview = good ? verdict::passed : verdict::failed;
    if (good)
        w.of(r.p.to).proven = true;
    else
        r.p.abandoned = true;
    return {};
}

std::string preview(world& w, run& r, outcome h) {
    if (h == outcome::fails_before) return {};
    if (!runs(w.of(r.p.from))) return h == outcome::well ? learn(w, r) : std::string();
    w.preview = true;
    r.p.touched = true;
    opened_preview(r.s);
    if (h == outcome::fails_after) {
        w.unread = true;
        lost_sight_of_workers(r.s);
        r.known_current = false;
        return {};
    }
    if (!see_reload(w, r)) {
        lost_sight_of_workers(r.s);
        r.known_current = false;
        note_failure(r.p, step::preview);
        return {};
    }
    r.known_current = true;
    saw_new_workers(r.s);
    return learn(w, r);
}

std::string retire(world& w, run& r, outcome h) {
    if (h == outcome::fails_before) return {};
    const auto problem = touch(w, r.p.from);
    w.of(r.p.from).is = condition::down;
    r.s.of(r.p.from).is = condition::down;
    r.p.retired = true;
    return problem;
}

std::string take_back(world& w, run& r, outcome h) {
    if (h == outcome::fails_before) return {};
    w.old_serve(r.p.to) = false;
    const auto problem = touch(w, r.p.to);
    w.of(r.p.to).is = r.p.moved ? condition::down : condition::absent;
    r.s.of(r.p.to).is = w.of(r.p.to).is;
    r.p.taken_back = true;
    return problem;
}

std::string ask(verdict& answer, bool passes, run& r, step s) {
    answer = passes ? verdict::passed : verdict::failed;
    if (!passes) note_failure(r.p, s);
    return {};
}

std::string do_step(world& w, run& r, const action& a, outcome h) {
    const auto& to = w.of(r.p.to);
    switch (a.what) {
        case step::write_snippets: return write_snippets(w, r, a.target, h);
        case step::reload: return reload(w, r, h);
        case step::replace: return replace(w, r, h);
        case step::preview: return preview(w, r, h);
        case step::retire: return retire(w, r, h);
        case step::take_back: return take_back(w, r, h);
        case step::record:
            return h == outcome::fails_before ? std::string() : record(w, r, a.target);
        default: break;
    }
    if (h != outcome::well) return {};
    switch (a.what) {
        case step::ask_old: return ask(r.p.old_answers, true, r, a.what);
        case step::get_images: r.p.has_images = true; break;
        case step::drain_idle:
            r.p.drained = true;
            w.old_serve(r.p.to) = false;
            break;
        case step::await_health:
            w.of(r.p.to).is = condition::healthy;
            r.s.of(r.p.to).is = condition::healthy;
            break;
        case step::smoke: {
            const bool good = to.what == quality::good || to.what == quality::fails_in_drain;
            return ask(r.p.smoke, good && w.loaded == r.p.to, r, a.what);
        }
        case step::drain_old:
            w.old_serve(r.p.from) = false;
            if (to.what == quality::fails_in_drain) return ask(r.p.smoke, false, r, a.what);
            r.p.drained_old = true;
            break;
        case step::ask_again: return ask(r.p.smoke_back, w.loaded == r.p.from, r, a.what);
        case step::update_others: r.p.updated_others = true; break;
        default: break;
    }
    return {};
}

/// Users who are served are led only to what may serve.
std::string judge_loaded(const world& before, const world& after) {
    const bool served = before.loaded && runs(before.of(*before.loaded));
    if (!served || after.loaded == before.loaded || !after.loaded) return {};
    const auto& c = after.of(*after.loaded);
    return c.proven ? std::string()
                    : "users were led to " + std::string(to_string(*after.loaded)) +
                          ", which was never asked";
}

}  // namespace

bool can_be_long_ago(const world& w) {
    return !w.unread && !w.reading && !w.dead_lock;
}

run begin(const world& w, bool replaces, quality brings, bool long_ago) {
    run r;
    r.brings = brings;
    see_containers(w, r.s);
    r.s.written = w.snippet;
    r.s.preview_open = w.preview;
    r.s.draining = w.old_serve_blue || w.old_serve_green;
    r.known_current = w.record_current;
    lost_sight_of_workers(r.s);
    if (long_ago) {
        r.s.reloads_to_see = 1;
        r.s.reload_may_come = false;
    }
    if (w.record_current) {
        r.s.loaded = w.recorded;
        r.s.record_current = true;
        const bool doubt = w.doubt && (w.unread || w.reading);
        if (w.snippet == w.recorded && !w.preview && !w.dead_lock && !doubt) {
            r.s.reloads_to_see = 0;
            r.s.reload_may_come = false;
        }
    }
    hints h;
    h.recorded = w.recorded;
    h.written = w.snippet;
    h.unfinished = w.dead_lock;
    r.p.replaces = replaces;
    r.p.from = choose_live(r.s, h);
    r.p.to = other(r.p.from);
    return r;
}

void look_at_workers(const world& w, run& r) {
    (void)w;
    if (!r.known_current && r.s.reloads_to_see == 0) lost_sight_of_workers(r.s);
}

std::string carry_out(world& w, run& r, const action& a, outcome h) {
    const auto before = w;
    const auto problem = do_step(w, r, a, h);
    if (h != outcome::well) {
        r.faulty = true;
        if (a.what != step::write_snippets || h == outcome::fails_before) note_failure(r.p, a.what);
    }
    return problem.empty() ? judge_loaded(before, w) : problem;
}

bool nginx_can_read(const world& w) {
    return w.unread && !w.reading;
}

void nginx_reads(world& w) {
    w.unread = false;
    w.reading = true;
    w.read = w.snippet;
}

bool nginx_can_load(const world& w) {
    return w.reading;
}

void nginx_loads(world& w, run* r) {
    w.reading = false;
    const auto what = w.read;
    w.read.reset();
    finish_reload(w, r, what);
}

void old_workers_end(world& w) {
    w.old_serve_blue = w.old_serve_green = false;
}

void reload_by_others(world& w, run* r) {
    finish_reload(w, r, w.snippet);
}

void restart_of_the_proxy(world& w, run* r) {
    w.unread = w.reading = false;
    w.read.reset();
    if (!w.snippet || !runs(w.of(*w.snippet))) return;  // it does not start: nobody's doing
    load(w, r, w.snippet);
    old_workers_end(w);
}

std::string judge_end(const world& w, const run& r, step end) {
    const auto& p = r.p;
    const auto may_leave = [&w](color c) {
        return w.loaded != c || (w.reading && w.read != c) || (w.unread && w.snippet != c);
    };
    const bool settled = p.touched || p.brought_up;
    if (end == step::end_done && p.replaces && may_leave(p.to)) return "done, but not live";
    if (end == step::end_done && !p.replaces && runs(w.of(p.from)) && may_leave(p.from))
        return "settled, but not";
    if (end == step::end_rolled_back && may_leave(p.from)) return "rolled back, but not";
    if (end == step::end_failed && settled && runs(w.of(p.from)) && may_leave(p.from))
        return "failed, and the old version does not serve";
    const bool no_way_back = r.faulty || !runs(w.of(p.from));
    if (end == step::end_person_must_look && !no_way_back)
        return "a person is asked without a fault";
    return {};
}

}  // namespace machine_model
