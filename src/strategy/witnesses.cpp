#include <rollout/strategy/witnesses.hpp>

namespace rollout::strategy {

namespace {

std::string name(color c) {
    return std::string(to_string(c));
}

color choose(const witnesses& w) {
    const bool loaded = w.written && !w.snippet_newer;
    if (!w.has_record && loaded && w.of(*w.written) != condition::down) return *w.written;
    const color candidates[] = {w.recorded, w.written.value_or(w.recorded), other(w.recorded)};
    const bool agree = w.written ? *w.written == w.recorded : w.has_record;
    for (const auto least : {condition::healthy, condition::running}) {
        if (agree && least == condition::healthy) continue;
        for (const auto c : candidates)
            if (w.of(c) >= least) return c;
    }
    return w.recorded;
}

std::string describe(const witnesses& w, color live) {
    if (!w.written) return "the snippet names neither color";
    if (*w.written != w.recorded && !w.has_record)
        return "there is no record of the live color, the snippet says " + name(*w.written);
    if (*w.written != w.recorded)
        return "the record says " + name(w.recorded) + ", the snippet " + name(*w.written);
    if (live != w.recorded)
        return "record and snippet say " + name(w.recorded) + ", which is not running";
    if (w.snippet_newer) return "the snippet is newer than the running nginx workers";
    return {};
}

}  // namespace

verdict judge(const witnesses& w) {
    verdict v;
    v.live = choose(w);
    v.write_record = v.live != w.recorded;
    v.write_snippet = w.written != v.live;
    v.reload = v.write_snippet || v.write_record || w.snippet_newer;
    v.finding = describe(w, v.live);
    return v;
}

}  // namespace rollout::strategy
