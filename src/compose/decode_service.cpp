#include "decode.hpp"
#include "duration.hpp"
#include "shell_words.hpp"

#include <algorithm>
#include <utility>

namespace rollout::compose {

namespace {

void set_text(std::string& target, const cursor& service, std::string_view key) {
    if (const auto at = service.find(key)) target = at->text();
}

void set_flag(bool& target, const cursor& service, std::string_view key,
              const decode_context& context) {
    if (const auto at = service.find(key)) target = decode_flag(*at, context);
}

/// A command line or a list of words; absent for null.
std::optional<std::vector<std::string>> decode_command(const cursor& service,
                                                       std::string_view key) {
    const auto at = service.find(key);
    if (!at || at->value().is_null()) return {};
    if (at->value().is_sequence()) return at->texts();
    return at->parse(split_shell_words);
}

std::map<std::string, std::optional<std::string>> decode_environment(
    const cursor& at, const decode_context& context) {
    auto all = decode_list_or_map(at);
    for (auto& [name, value] : all) {
        if (!value) value = context.variable(name);
    }
    return all;
}

std::vector<env_file> decode_env_files(const cursor& at, const decode_context& context) {
    std::vector<env_file> files;
    const auto add = [&](const cursor& item) {
        env_file file;
        file.where = item.where();
        if (const auto path = item.find("path")) {
            file.path = context.absolute(path->text());
        } else {
            file.path = context.absolute(item.text());
        }
        if (const auto required = item.find("required")) {
            file.required = decode_flag(*required, context);
        }
        set_text(file.format, item, "format");
        if (!file.format.empty() && file.format != "raw") {
            item.fail("unsupported env_file format \"" + file.format + "\"; use raw or none");
        }
        files.push_back(std::move(file));
    };
    if (at.value().is_string()) add(at);
    at.each_item(add);
    return files;
}

std::map<std::string, dependency> decode_depends_on(const cursor& at,
                                                    const decode_context& context) {
    std::map<std::string, dependency> all;
    at.each_item([&all](const cursor& item) { all[item.text()].where = item.where(); });
    at.each_entry([&](const node::entry& e, const cursor& value) {
        auto& one = all[e.key];
        one.where = e.key_where;
        set_text(one.condition, value, "condition");
        set_flag(one.restart, value, "restart", context);
        set_flag(one.required, value, "required", context);
    });
    return all;
}

std::map<std::string, network_attachment> decode_attachments(const cursor& at) {
    std::map<std::string, network_attachment> all;
    at.each_item([&all](const cursor& item) { all[item.text()].where = item.where(); });
    at.each_entry([&all](const node::entry& e, const cursor& value) {
        auto& one = all[e.key];
        one.where = e.key_where;
        if (const auto aliases = value.find("aliases")) one.aliases = aliases->texts();
    });
    return all;
}

/// What the container runs and how it behaves.
void decode_process(service& out, const cursor& at, const decode_context& context) {
    set_text(out.hostname, at, "hostname");
    set_text(out.user, at, "user");
    set_text(out.working_dir, at, "working_dir");
    set_text(out.restart, at, "restart");
    set_text(out.stop_signal, at, "stop_signal");
    out.command = decode_command(at, "command");
    out.entrypoint = decode_command(at, "entrypoint");
    if (const auto period = at.find("stop_grace_period")) {
        out.stop_grace_period = period->parse(parse_duration);
    }
    if (const auto init = at.find("init")) out.init = decode_flag(*init, context);
    set_flag(out.read_only, at, "read_only", context);
    set_flag(out.tty, at, "tty", context);
    set_flag(out.stdin_open, at, "stdin_open", context);
    if (const auto environment = at.find("environment")) {
        out.environment = decode_environment(*environment, context);
    }
    if (const auto files = at.find("env_file")) out.env_files = decode_env_files(*files, context);
}

}  // namespace

service decode_service(const std::string& name, const position& where, const cursor& at,
                       decode_context& context) {
    service out;
    out.name = name;
    out.where = where;
    set_text(out.image, at, "image");
    set_text(out.container_name, at, "container_name");
    decode_process(out, at, context);
    if (const auto build = at.find("build")) out.build = decode_build(*build, context);
    if (const auto check = at.find("healthcheck")) {
        out.healthcheck = decode_healthcheck(*check, context);
    }
    if (const auto labels = at.find("labels")) out.labels = decode_text_map(*labels);
    if (const auto expose = at.find("expose")) out.expose = expose->texts();
    if (const auto ports = at.find("ports")) out.ports = decode_ports(*ports, context);
    if (const auto volumes = at.find("volumes")) out.volumes = decode_volumes(*volumes, context);
    if (const auto networks = at.find("networks")) out.networks = decode_attachments(*networks);
    if (out.networks.empty()) out.networks["default"].where = where;
    if (const auto needs = at.find("depends_on")) {
        out.depends_on = decode_depends_on(*needs, context);
    }
    if (const auto profiles = at.find("profiles")) out.profiles = profiles->texts();
    return out;
}

}  // namespace rollout::compose
