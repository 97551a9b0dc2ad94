#include <rollout/blue_green/family.hpp>
#include <rollout/compose/tree/error.hpp>
#include <rollout/engine_work/known_project.hpp>

#include <cli/commands/any_project.hpp>
#include <cli/frame.hpp>

#include <utility>

namespace rollout::cli {

namespace {

namespace net = boost::asio;

any_project with_colors(const frame& f, compose::project project) {
    any_project found;
    found.project = std::move(project);
    found.colors =
        blue_green::find_settings(found.project, f.environment_settings(), f.invocation().settings);
    if (found.colors) blue_green::derive_green(found.project, *found.colors);
    return found;
}

std::string name_given(const frame& f) {
    const auto name = f.load_options().project_name;
    return name ? *name : variable(f.process().environment, "COMPOSE_PROJECT_NAME");
}

/// Absent when nobody names a project.
std::optional<compose::project> find_without_file(const frame& f) {
    const auto name = name_given(f);
    if (name.empty()) return std::nullopt;
    compose::project found;
    const auto find =
        [&](const engine_work::context& work) -> net::awaitable<engine_work::exit_code> {
        auto known = co_await engine_work::known_project(work.engine, name);
        found = std::move(known);
        co_return engine_work::exit_code::done;
    };
    f.on_engine({}, frame::logins::unused, find);
    return found;
}

}  // namespace

any_project load_any_project(const frame& f) {
    return with_colors(f, f.load_project());
}

any_project load_or_find_any_project(const frame& f) {
    try {
        return load_any_project(f);
    } catch (const compose::no_file&) {
        auto found = find_without_file(f);
        if (!found) throw;
        return {std::move(*found), std::nullopt};
    }
}

compose::project load_or_find_project(const frame& f) {
    try {
        return f.load_project();
    } catch (const compose::no_file&) {
        auto found = find_without_file(f);
        if (!found) throw;
        return std::move(*found);
    }
}

}  // namespace rollout::cli
