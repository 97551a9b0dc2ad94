#pragma once

#include <rollout/engine_work/reporter.hpp>

#include <algorithm>
#include <vector>

/// Keeps what is reported.
struct recorder : rollout::engine_work::reporter {
    void report(const rollout::engine_work::event& e) override { events.push_back(e); }

    template <class Event>
    [[nodiscard]] std::vector<Event> all() const {
        std::vector<Event> found;
        for (const auto& e : events)
            if (const auto* one = std::get_if<Event>(&e)) found.push_back(*one);
        return found;
    }

    std::vector<rollout::engine_work::event> events;
};
