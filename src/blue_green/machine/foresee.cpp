#include "foresee.hpp"

namespace rollout::blue_green::machine {

namespace {

/// What a step that goes well does to what is known.
void assume_done(situation& s, progress& p, const action& a) {
    auto& to = s.of(p.to);
    switch (a.what) {
        case step::ask_old: p.old_answers = verdict::passed; break;
        case step::get_images: p.has_images = true; break;
        case step::drain_idle: p.drained = true; break;
        case step::replace:
            to = {condition::running, true, false};
            p.brought_up = true;
            break;
        case step::await_health: to.is = condition::healthy; break;
        case step::preview: p.preview = verdict::passed; break;
        case step::write_snippets: wrote_snippets(s, a.target); break;
        case step::reload:
            saw_new_workers(s);
            p.drained_old = false;
            break;
        case step::record: s.record_current = true; break;
        case step::smoke: p.smoke = verdict::passed; break;
        case step::update_others: p.updated_others = true; break;
        case step::drain_old: p.drained_old = true; break;
        case step::retire: p.retired = true; break;
        default: break;
    }
}

}  // namespace

std::vector<action> foresee(situation s, progress p) {
    std::vector<action> steps;
    for (auto a = next(s, p); a.what < step::end_done; a = next(s, p)) {
        steps.push_back(a);
        assume_done(s, p, a);
    }
    return steps;
}

}  // namespace rollout::blue_green::machine
