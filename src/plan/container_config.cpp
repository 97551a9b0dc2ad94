#include "body.hpp"

#include <rollout/plan/create_request.hpp>

#include <chrono>

namespace rollout::plan {

namespace {

using nlohmann::json;

std::int64_t nanoseconds(const std::optional<std::chrono::nanoseconds>& d) {
    return d ? d->count() : 0;
}

json healthcheck_json(const compose::healthcheck& h) {
    json j = json::object();
    put(j, "Test", h.disable ? std::vector<std::string>{"NONE"} : h.test);
    put(j, "Interval", nanoseconds(h.interval));
    put(j, "Timeout", nanoseconds(h.timeout));
    put(j, "StartPeriod", nanoseconds(h.start_period));
    put(j, "StartInterval", nanoseconds(h.start_interval));
    put(j, "Retries", h.retries.value_or(0));
    return j;
}

json environment_json(const compose::project& p, const compose::service& s) {
    auto all = s.environment;
    all.insert(p.client_environment.begin(), p.client_environment.end());
    json list = json::array();
    for (const auto& [key, value] : all)
        list.push_back(value ? key + '=' + *value : key);
    return list;
}

json exposed_ports(const compose::service& s) {
    json ports = json::object();
    for (const auto& e : s.expose)
        ports[e] = json::object();
    for (const auto& p : s.ports)
        ports[std::to_string(p.target) + '/' + p.protocol] = json::object();
    return ports;
}

}  // namespace

json container_config(const compose::project& p, const compose::service& s) {
    json body = {{"Image", image_reference(p, s)}, {"AttachStdout", true}, {"AttachStderr", true}};
    put(body, "Hostname", s.hostname);
    put(body, "Domainname", s.domainname);
    put(body, "User", s.user);
    put(body, "Tty", s.tty);
    put(body, "OpenStdin", s.stdin_open);
    put(body, "Env", environment_json(p, s));
    put(body, "ExposedPorts", exposed_ports(s));
    put(body, "WorkingDir", s.working_dir);
    put(body, "StopSignal", s.stop_signal);
    if (s.command) body["Cmd"] = *s.command;
    if (s.entrypoint) body["Entrypoint"] = *s.entrypoint;
    if (s.stop_grace_period) {
        body["StopTimeout"] =
            std::chrono::duration_cast<std::chrono::seconds>(*s.stop_grace_period).count();
    }
    if (s.healthcheck) body["Healthcheck"] = healthcheck_json(*s.healthcheck);
    return body;
}

}  // namespace rollout::plan
