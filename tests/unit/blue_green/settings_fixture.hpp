#pragma once

#include <rollout/blue_green/settings.hpp>
#include <rollout/compose/read/load.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <tuple>

namespace settings_test {

using namespace rollout;
using namespace std::chrono_literals;
using blue_green::setting_values;
using testing::ElementsAre;
using testing::HasSubstr;

inline compose::project sample() {
    compose::project p;
    p.working_dir = "/srv/stack";
    for (const auto* name : {"app", "proxy"})
        p.services[name].name = name;
    return p;
}

inline compose::position at(int line, int column) {
    compose::position p;
    p.file = std::make_shared<const std::string>("f.yml");
    p.line = line;
    p.column = column;
    return p;
}

inline compose::node text(std::string value) {
    return compose::node(std::move(value), at(3, 5));
}

inline compose::node mapping(std::vector<std::pair<std::string, compose::node>> entries) {
    compose::node::mapping m;
    for (auto& [key, value] : entries)
        m.push_back({key, at(3, 3), std::move(value)});
    return compose::node(std::move(m), at(2, 1));
}

inline compose::node sequence(compose::node::sequence items) {
    return compose::node(std::move(items), at(4, 5));
}

inline blue_green::status_range status(int only) {
    return {only, only};
}

inline blue_green::settings of_block(std::vector<std::pair<std::string, compose::node>> smoke) {
    auto p = sample();
    p.extensions["x-rollout"] = mapping({{"smoke", mapping(std::move(smoke))}});
    return blue_green::resolve_settings(p, {}, {});
}

inline blue_green::settings resolve(const setting_values& environment,
                                    const setting_values& flags = {}) {
    return blue_green::resolve_settings(sample(), environment, flags);
}

template <typename Error>
std::string refusal(const compose::project& p, const setting_values& flags) {
    try {
        return "accepted with proxy " + blue_green::resolve_settings(p, {}, flags).proxy;
    } catch (const Error& e) {
        return e.what();
    }
}

}  // namespace settings_test
