#include "cast.hpp"
#include "decode.hpp"
#include "duration.hpp"
#include "paths.hpp"
#include "port.hpp"
#include "volume.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace rollout::compose {

namespace {

bool is_remote_context(std::string_view context) {
    static constexpr std::string_view prefixes[] = {"http://", "https://",    "git://",  "ssh://",
                                                    "git@",    "github.com/", "service:"};
    return std::any_of(std::begin(prefixes), std::end(prefixes),
                       [context](std::string_view p) { return context.substr(0, p.size()) == p; });
}

/// Of items with the same key the last one stays, at the place of the first.
template <class Item, class Key>
std::vector<Item> keep_last(std::vector<Item> items, Key key_of) {
    std::vector<Item> kept;
    std::unordered_map<std::string, std::size_t> index;
    for (auto& item : items) {
        const auto [it, is_new] = index.try_emplace(key_of(item), kept.size());
        if (is_new) {
            kept.push_back(std::move(item));
        } else {
            kept[it->second] = std::move(item);
        }
    }
    return kept;
}

std::string port_key(const port& p) {
    return p.host_ip + ':' + p.published + ':' + std::to_string(p.target) + '/' + p.protocol;
}

port decode_long_port(const cursor& at) {
    port out;
    const auto target = at.find("target");
    if (!target) at.fail("the key \"target\" is missing");
    const auto number = target->parse(parse_integer);
    if (number < 1 || number > 65535) target->fail("a port is between 1 and 65535");
    out.target = static_cast<std::uint16_t>(number);
    if (const auto v = at.find("published")) out.published = v->text();
    if (const auto v = at.find("protocol")) out.protocol = v->text();
    if (const auto v = at.find("mode")) out.mode = v->text();
    if (const auto v = at.find("name")) out.name = v->text();
    if (const auto v = at.find("app_protocol")) out.app_protocol = v->text();
    if (const auto v = at.find("host_ip")) {
        out.host_ip = v->text();
        if (!is_ip_address(out.host_ip)) v->fail("invalid ip address: " + out.host_ip);
    }
    return out;
}

volume_mount decode_long_mount(const cursor& at, const decode_context& context) {
    volume_mount out;
    const auto type = at.find("type")->text();
    if (type == "bind") out.type = volume_mount::kind::bind;
    if (type == "tmpfs") out.type = volume_mount::kind::tmpfs;
    if (const auto v = at.find("source")) out.source = v->text();
    if (const auto v = at.find("target")) out.target = v->text();
    if (const auto v = at.find("read_only")) out.read_only = decode_flag(*v, context);
    if (const auto bind = at.find("bind")) {
        if (const auto v = bind->find("create_host_path")) {
            out.create_host_path = decode_flag(*v, context);
        }
    }
    return out;
}

std::optional<std::chrono::nanoseconds> decode_duration(const cursor& at, std::string_view key) {
    const auto found = at.find(key);
    if (!found) return {};
    return found->parse(parse_duration);
}

}  // namespace

build decode_build(const cursor& at, const decode_context& context) {
    build out;
    std::string folder = ".";
    if (at.value().is_string()) folder = at.text();
    if (const auto v = at.find("context")) folder = v->text();
    out.context = is_remote_context(folder) ? folder : context.absolute(folder);
    if (const auto v = at.find("dockerfile")) out.dockerfile = v->text();
    if (const auto v = at.find("target")) out.target = v->text();
    if (const auto args = at.find("args")) {
        for (auto& [name, value] : decode_list_or_map(*args)) {
            if (!value) value = context.variable(name);
            if (value) out.args[name] = *value;
        }
    }
    return out;
}

healthcheck decode_healthcheck(const cursor& at, const decode_context& context) {
    healthcheck out;
    if (const auto v = at.find("disable")) out.disable = decode_flag(*v, context);
    if (const auto test = at.find("test")) {
        out.test = test->texts();
        if (test->value().is_string()) out.test.insert(out.test.begin(), "CMD-SHELL");
        const auto kind = out.test.empty() ? "CMD" : out.test.front();
        if (kind != "CMD" && kind != "CMD-SHELL" && kind != "NONE") {
            test->fail("must start with CMD, CMD-SHELL or NONE, not \"" + kind + '"');
        }
    }
    out.interval = decode_duration(at, "interval");
    out.timeout = decode_duration(at, "timeout");
    out.start_period = decode_duration(at, "start_period");
    out.start_interval = decode_duration(at, "start_interval");
    if (const auto retries = at.find("retries")) {
        const auto number = retries->parse(parse_integer);
        if (number < 0 || number > 1'000'000'000) retries->fail("must be 0 or a small number");
        out.retries = static_cast<int>(number);
    }
    return out;
}

std::vector<port> decode_ports(const cursor& at, decode_context& context) {
    std::vector<port> all;
    at.each_item([&](const cursor& item) {
        auto some = item.value().is_mapping() ? std::vector<port>{decode_long_port(item)}
                                              : item.parse(parse_port);
        if (some.size() > context.ports_left) item.fail("too many ports");
        context.ports_left -= some.size();
        std::move(some.begin(), some.end(), std::back_inserter(all));
    });
    return keep_last(std::move(all), port_key);
}

std::vector<volume_mount> decode_volumes(const cursor& at, const decode_context& context) {
    std::vector<volume_mount> all;
    at.each_item([&](const cursor& item) {
        auto mount =
            item.value().is_mapping() ? decode_long_mount(item, context) : item.parse(parse_volume);
        mount.where = item.where();
        if (mount.target.empty()) item.fail("the target is missing");
        mount.target = clean_path(mount.target);
        if (mount.type == volume_mount::kind::bind) {
            if (mount.source.empty()) item.fail("a bind needs a source");
            mount.source = context.absolute(mount.source);
        }
        all.push_back(std::move(mount));
    });
    return keep_last(std::move(all), [](const volume_mount& m) { return m.target; });
}

}  // namespace rollout::compose
