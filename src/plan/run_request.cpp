#include "one_off_body.hpp"
#include "steps.hpp"

#include <rollout/compose/text/shell_words.hpp>
#include <rollout/plan/create_request.hpp>
#include <rollout/plan/plan.hpp>
#include <rollout/plan/run_request.hpp>

#include <algorithm>
#include <utility>

namespace rollout::plan {

namespace {

constexpr std::size_t short_slug = 12;

using name_list = std::vector<std::string>;

void take_over(name_list& to, name_list& opposite, const name_list& names) {
    to.insert(to.end(), names.begin(), names.end());
    std::erase_if(opposite, [&names](const std::string& name) {
        return std::find(names.begin(), names.end(), name) != names.end();
    });
}

void set_program(compose::service& s, const run_request& what) {
    if (what.entrypoint) {
        s.entrypoint = what.entrypoint;
        s.command = name_list();
    }
    if (!what.command.empty()) s.command = what.command;
    if (!what.user.empty()) s.user = what.user;
    if (!what.working_dir.empty()) s.working_dir = what.working_dir;
    s.tty = what.tty;
    s.stdin_open = what.interactive;
}

compose::service service_of_run(const compose::project& p, const run_request& what) {
    auto s = p.services.at(what.service);
    s.image = image_reference(p, s);
    s.container_name = run_name(p, what);
    set_program(s, what);
    for (const auto& [key, value] : what.environment)
        s.environment[key] = value;
    for (const auto& [key, value] : what.labels)
        s.labels[key] = value;
    take_over(s.cap_add, s.cap_drop, what.cap_add);
    take_over(s.cap_drop, s.cap_add, what.cap_drop);
    for (const auto& mount : what.volumes) {
        std::erase_if(s.volumes, [&](const auto& other) { return other.target == mount.target; });
        s.volumes.push_back(mount);
    }
    if (!what.service_ports) s.ports.clear();
    s.ports.insert(s.ports.end(), what.ports.begin(), what.ports.end());
    s.scale = 1;
    s.restart.clear();
    if (s.deploy) s.deploy->restart_policy.reset();
    return s;
}

}  // namespace

std::string run_name(const compose::project& p, const run_request& what) {
    if (!what.name.empty()) return what.name;
    return p.name + '-' + what.service + "-run-" + what.slug.substr(0, short_slug);
}

operations run_operations(const compose::project& p, const observed& o, const run_request& what) {
    auto with_it = p;
    auto& s = with_it.services.at(what.service);
    s = with_references(service_of_run(p, what), o);
    const auto cause = s.command && !s.command->empty()
                           ? "to run " + compose::quoted_words(*s.command)
                           : std::string("to run it once");
    one_off_marks marks;
    marks.name = s.container_name;
    marks.slug = what.slug;
    marks.keep_aliases = what.use_aliases;
    marks.attach_stdin = what.interactive;
    marks.remove = what.remove;
    operations ops;
    add_networks(ops, with_it, o, {what.service});
    add_volumes(ops, with_it, o, {what.service});
    auto create =
        step(action::create_container, s.name, marks.name, cause, container_body(with_it, s));
    create.image = s.image;
    ops.push_back(std::move(create));
    add_connections(ops, with_it, s, marks.name);
    const auto files = files_before_start(with_it, s, marks.name);
    ops.insert(ops.end(), files.begin(), files.end());
    mark_one_off(ops, marks);
    return ops;
}

operations dependency_waits(const compose::project& p, const observed& o,
                            const std::string& service) {
    operations waits;
    for (const auto& [name, edge] : p.services.at(service).depends_on) {
        const auto condition = condition_of(edge);
        if (!condition) continue;
        for (const auto& c : o.containers)
            if (c.service == name)
                waits.push_back(dependency_wait(service, name, c.name, *condition, edge.required));
    }
    return waits;
}

}  // namespace rollout::plan
