#pragma once

#include <rollout/compose/read/load.hpp>

#include <string>

namespace rollout::test {

/// A project named `shop` in `/srv/shop`, read from the lines of service `app` (not indented) and
/// from what else is in the file.
inline compose::project read_project(const std::string& keys, const std::string& rest = {}) {
    std::string text = "services:\n  app:\n    image: i\n    ";
    for (const char c : keys) {
        text += c;
        if (c == '\n') text += "    ";
    }
    compose::load_options options;
    options.files = {"-"};
    options.standard_input = text + '\n' + rest;
    options.working_dir = "/srv/shop";
    options.environment["HOME"] = "/home/me";
    options.all_services = true;
    return compose::load(options).project;
}

}  // namespace rollout::test
