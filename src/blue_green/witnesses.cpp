#include "witnesses.hpp"

namespace rollout::blue_green {

namespace {

std::string name(color c) {
    return std::string(to_string(c));
}

color choose(const witnesses& w) {
    const bool loaded = w.written && !w.snippet_newer;
    if (!w.recorded && loaded && w.of(*w.written) != condition::down) return *w.written;
    const auto recorded = assumed(w.recorded);
    const color candidates[] = {recorded, w.written.value_or(recorded), other(recorded)};
    const bool agree = w.written ? *w.written == recorded : w.recorded.has_value();
    for (const auto least : {condition::healthy, condition::running}) {
        if (agree && least == condition::healthy) continue;
        for (const auto c : candidates)
            if (w.of(c) >= least) return c;
    }
    return recorded;
}

std::string describe(const witnesses& w, color live) {
    const auto recorded = assumed(w.recorded);
    if (!w.written) return "the snippet names neither color";
    if (*w.written != recorded && !w.recorded)
        return "there is no record of the live color, the snippet says " + name(*w.written);
    if (*w.written != recorded)
        return "the record says " + name(recorded) + ", the snippet " + name(*w.written);
    if (live != recorded)
        return "record and snippet say " + name(recorded) + ", which is not running";
    if (w.snippet_newer) return "the snippet is newer than the running nginx workers";
    return {};
}

}  // namespace

verdict judge(const witnesses& w) {
    verdict v;
    v.live = choose(w);
    v.write_record = v.live != assumed(w.recorded);
    v.reload = w.written != v.live || v.write_record || w.snippet_newer;
    v.finding = describe(w, v.live);
    return v;
}

}  // namespace rollout::blue_green
