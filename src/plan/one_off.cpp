#include "one_off_body.hpp"
#include "steps.hpp"

#include <rollout/compose/text/shell_words.hpp>
#include <rollout/plan/create_request.hpp>
#include <rollout/plan/one_off.hpp>

namespace rollout::plan {

namespace {

/// By which nobody can reach it and which two containers could not share.
void drop_addresses(compose::service& s) {
    s.mac_address.clear();
    for (auto& [key, attachment] : s.networks) {
        attachment.ipv4_address.clear();
        attachment.ipv6_address.clear();
        attachment.link_local_ips.clear();
        attachment.mac_address.clear();
    }
}

compose::service service_of(const compose::project& p, const one_off& what) {
    auto s = p.services.at(what.service);
    s.image = image_reference(p, s);
    s.container_name = one_off_name(p, what);
    s.command = what.command;
    s.ports.clear();
    s.healthcheck.emplace().disable = true;  // the image may have one
    s.restart.clear();
    if (s.deploy) s.deploy->restart_policy.reset();
    s.stdin_open = false;
    s.tty = false;
    s.post_start.clear();
    s.pre_stop.clear();
    drop_addresses(s);
    return s;
}

one_off_marks marks_of(const compose::project& p, const one_off& what) {
    one_off_marks marks;
    marks.name = one_off_name(p, what);
    return marks;
}

}  // namespace

std::string one_off_name(const compose::project& p, const one_off& what) {
    return p.name + '-' + what.service + '-' + what.purpose;
}

std::string one_off_body(const compose::project& p, const one_off& what) {
    return marked(container_body(p, service_of(p, what)), marks_of(p, what));
}

operations one_off_operations(const compose::project& p, const observed& o, const one_off& what) {
    const auto name = one_off_name(p, what);
    operations ops;
    std::vector<observed_container> left;
    for (const auto& c : o.one_offs)
        if (c.name == name) left.push_back(c);
    add_one_off_endings(ops, p, left, "an earlier run left it behind");
    add_networks(ops, p, o, {what.service});
    add_volumes(ops, p, o, {what.service});
    add_create_and_start(ops, p, service_of(p, what),
                         "to run " + compose::quoted_words(what.command));
    mark_one_off(ops, marks_of(p, what));
    return ops;
}

}  // namespace rollout::plan
