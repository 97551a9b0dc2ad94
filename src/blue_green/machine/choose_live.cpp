#include "choose_live.hpp"

namespace rollout::blue_green::machine {

namespace {

bool runs(const situation& s, color c) {
    return s.of(c).is >= condition::running;
}

color by_the_files(const hints& h) {
    return assumed(h.recorded ? h.recorded : h.written);
}

template <class Accepted>
std::optional<color> first_of(const hints& h, const Accepted& accepted) {
    const auto first = by_the_files(h);
    for (const auto c : {first, h.written.value_or(first), other(first)})
        if (accepted(c)) return c;
    return std::nullopt;
}

std::optional<color> best(const situation& s, const hints& h) {
    for (const bool must_have_served : {true, false})
        for (const auto least : {condition::healthy, condition::running}) {
            const auto found = first_of(h, [&](color c) {
                return s.of(c).is >= least && (s.of(c).served || !must_have_served);
            });
            if (found) return found;
        }
    return std::nullopt;
}

std::string disagreement(const situation& s, const hints& h) {
    if (!h.written) return "the snippet names neither color";
    if (!h.recorded) {
        if (*h.written == color::blue && !s.loaded) return {};
        return "there is no record of the live color, the snippet says " + color_name(*h.written);
    }
    if (*h.written != *h.recorded)
        return "the record says " + color_name(*h.recorded) + ", the snippet " +
               color_name(*h.written);
    return {};
}

}  // namespace

color choose_live(const situation& s, const hints& h) {
    if (s.loaded && runs(s, *s.loaded)) return *s.loaded;
    if (h.unfinished && h.written && s.of(*h.written).is == condition::healthy) return *h.written;
    const bool agreed = h.recorded && h.written == h.recorded;
    if (agreed && runs(s, *h.recorded)) return *h.recorded;
    return best(s, h).value_or(by_the_files(h));
}

std::string finding(const situation& s, const hints& h, color live) {
    if (const auto text = disagreement(s, h); !text.empty()) return text;
    if (!runs(s, live)) return {};
    if (h.recorded && *h.recorded != live)
        return "record and snippet say " + color_name(*h.recorded) + ", which is not running";
    if (s.preview_open) return "a preview route of an earlier deploy is open";
    if (!s.loaded)
        return h.recorded ? "it is not proved what nginx has loaded: its workers are not those of "
                            "the record"
                          : "there is no record of what nginx has loaded";
    if (s.stale)
        return "containers of " + color_name(live) + " were started after nginx looked them up";
    return {};
}

}  // namespace rollout::blue_green::machine
