// Every key that a service, a build, a network or a volume can have is sent to the engine, refused
// by name, said to be without effect, or listed here with the reason why nothing is to be done.
#include <rollout/compose/read/load.hpp>
#include <rollout/compose/text/shell_words.hpp>
#include <rollout/plan/api_socket.hpp>
#include <rollout/plan/check_supported.hpp>
#include <rollout/plan/converge.hpp>
#include <rollout/plan/create_request.hpp>
#include <rollout/plan/plan.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <compose/model/service_fields.hpp>
#include <engine_work/build_request.hpp>

namespace {

using namespace rollout;
using nlohmann::json;

/// The names that `fields` lists for a structure.
struct name_collector {
    std::set<std::string> names;

    void operator()(const char* key, const auto&) { names.insert(key); }
    void always(const char* key, const auto&) { names.insert(key); }
    void command(const char* key, const auto&) { names.insert(key); }
    void structure(const char* key, const auto&) { names.insert(key); }
    void keys(const char* key, const auto&) { names.insert(key); }
    void hosts(const char* key, const auto&) { names.insert(key); }
    void any_texts(const char* key, const auto&) { names.insert(key); }
    void only_texts(const char* key, const auto&) { names.insert(key); }
};

template <class Structure>
std::set<std::string> keys_of() {
    name_collector v;
    const Structure empty{};
    compose::fields(v, empty);
    return v.names;
}

using samples = std::map<std::string, std::string>;

/// A value for each key of a service that says something else than its absence does.
const samples service_samples = {
    {"annotations", "{a: b}"},
    {"blkio_config", "{weight: 300}"},
    {"cap_add", "[NET_ADMIN]"},
    {"cap_drop", "[ALL]"},
    {"cgroup", "private"},
    {"cgroup_parent", "/x"},
    {"command", "[run]"},
    {"configs", "[c]"},
    {"container_name", "mine"},
    {"cpu_count", "2"},
    {"cpu_percent", "50"},
    {"cpu_period", "50000"},
    {"cpu_quota", "25000"},
    {"cpu_rt_period", "50000"},
    {"cpu_rt_runtime", "25000"},
    {"cpu_shares", "10"},
    {"cpus", "1.5"},
    {"cpuset", "'0'"},
    {"credential_spec", "{file: f}"},
    {"depends_on", "[other]"},
    {"deploy", "{resources: {limits: {memory: 1g}}}"},
    {"device_cgroup_rules", "['c 1:3 mr']"},
    {"devices", "[/dev/null]"},
    {"dns", "[1.1.1.1]"},
    {"dns_opt", "[ndots:1]"},
    {"dns_search", "[x.example]"},
    {"domainname", "x.example"},
    {"entrypoint", "[start]"},
    {"environment", "{A: b}"},
    {"expose", "['80']"},
    {"external_links", "[redis:db]"},
    {"extra_hosts", "['a:1.2.3.4']"},
    {"gpus", "all"},
    {"group_add", "[audio]"},
    {"healthcheck", "{test: [CMD, ready]}"},
    {"hostname", "h"},
    {"image", "another:2"},
    {"init", "true"},
    {"ipc", "host"},
    {"isolation", "default"},
    {"labels", "{a: b}"},
    {"links", "[other]"},
    {"logging", "{driver: none}"},
    {"mac_address", "'02:42:ac:11:00:02'"},
    {"mem_limit", "1g"},
    {"mem_reservation", "1g"},
    {"mem_swappiness", "10"},
    {"memswap_limit", "2g"},
    {"models", "[m]"},
    {"network_mode", "host"},
    {"networks", "[back]"},
    {"oom_kill_disable", "true"},
    {"oom_score_adj", "5"},
    {"pid", "host"},
    {"pids_limit", "10"},
    {"platform", "linux/arm64"},
    {"ports", "['80:80']"},
    {"post_start", "[{command: a}]"},
    {"pre_stop", "[{command: a}]"},
    {"privileged", "true"},
    {"provider", "{type: x}"},
    {"read_only", "true"},
    {"restart", "always"},
    {"runtime", "other"},
    {"scale", "2"},
    {"secrets", "[s]"},
    {"security_opt", "[no-new-privileges]"},
    {"shm_size", "1g"},
    {"stdin_open", "true"},
    {"stop_grace_period", "3s"},
    {"stop_signal", "SIGQUIT"},
    {"storage_opt", "{size: 1g}"},
    {"sysctls", "{net.core.somaxconn: '1'}"},
    {"tmpfs", "[/run]"},
    {"tty", "true"},
    {"ulimits", "{nofile: 10}"},
    {"use_api_socket", "true"},
    {"user", "me"},
    {"userns_mode", "host"},
    {"uts", "host"},
    {"volumes", "[/data]"},
    {"volumes_from", "['container:x']"},
    {"working_dir", "/w"},
};

/// Keys that no request carries, by what they are.
const samples service_keys_of_our_own = {
    {"attach", "no container is attached to"},
    {"build", "the image is built, see below"},
    {"develop", "no files are watched"},
    {"env_file", "has become `environment` when the file was read"},
    {"label_file", "has become `labels` when the file was read"},
    {"profiles", "which services are started"},
    {"pull_policy", "decides whether the image is pulled"},
};

const samples build_samples = {
    {"args", "{A: b}"},
    {"cache_from", "[x:1]"},
    {"cache_to", "[x:1]"},
    {"extra_hosts", "['a:1.2.3.4']"},
    {"isolation", "default"},
    {"labels", "{a: b}"},
    {"network", "host"},
    {"no_cache", "true"},
    {"platforms", "[linux/arm64]"},
    {"provenance", "mode=max"},
    {"pull", "true"},
    {"sbom", "'true'"},
    {"shm_size", "1g"},
    {"tags", "['x:1']"},
    {"target", "t"},
    {"ulimits", "{nofile: 10}"},
};
const samples build_keys_of_our_own = {
    {"additional_contexts", "stages of the Dockerfile"},
    {"context", "the folder that is sent"},
    {"dockerfile", "a file of that folder, or one that is added to it"},
    {"dockerfile_inline", "what is added to it"},
    {"entitlements", "of RUN --security, which is refused"},
    {"privileged", "likewise"},
    {"secrets", "of RUN --mount, which is refused"},
    {"ssh", "likewise"},
};

const samples network_samples = {
    {"attachable", "true"},
    {"driver", "macvlan"},
    {"driver_opts", "{a: b}"},
    {"enable_ipv4", "false"},
    {"enable_ipv6", "true"},
    {"internal", "true"},
    {"ipam", "{config: [{subnet: 10.9.0.0/16}]}"},
    {"labels", "{a: b}"},
    {"name", "named"},
};
const samples volume_samples = {
    {"driver", "other"},
    {"driver_opts", "{a: b}"},
    {"labels", "{a: b}"},
    {"name", "named"},
};
const samples resource_keys_of_our_own = {{"external", "it is there already and not made"}};

/// Of a secret or config in a service: beside the one below, how its container gets it.
const samples file_use_samples = {
    {"gid", "'7'"}, {"mode", "0400"}, {"target", "t"}, {"uid", "'7'"}};
const samples file_use_keys_of_our_own = {{"source", "which of them it is"}};

compose::project read(const std::string& service, const std::string& network = "{}",
                      const std::string& volume = "{}") {
    compose::load_options options;
    options.files = {"-"};
    const auto image = service.starts_with("image: ") ? "" : "image: i, ";
    options.standard_input = std::string("services: {app: {") + image + service +
                             "}, other: {image: o}}\n"
                             "networks: {back: " +
                             network + "}\nvolumes: {data: " + volume +
                             "}\nsecrets: {s: {file: ./s}}\n"
                             "configs: {c: {file: ./c}, text: {content: hello}}\n"
                             "models: {m: {model: x}}\n";
    options.working_dir = "/srv/shop";
    options.environment["HOME"] = "/home/me";
    options.all_services = true;
    return compose::load(options).project;
}

std::string words_of(const std::vector<compose::hook>& hooks) {
    std::string text;
    for (const auto& hook : hooks)
        text += "exec " + compose::quoted_words(*hook.command);
    return text;
}

/// All that is said to the engine about the service's container, but for the hash of its keys.
std::string request_of(const compose::project& given) {
    const auto p = plan::with_api_socket(given, "{}");
    const auto& s = p.services.at("app");
    auto body = json::parse(plan::container_body(p, s));
    body["Labels"].erase(plan::config_hash_label);
    auto text = plan::container_name(p, s) + plan::image_reference(p, s) + body.dump();
    for (const auto& network : plan::network_names(p, s))
        text += network;
    plan::converge_options options;
    options.services = {"app"};
    for (const auto& op : plan::operations_of(plan::converge(p, {}, options).what))
        text += op.target.name + op.platform + words_of(op.hooks);
    return text + words_of(plan::stop_operation(p, "app", "c", "").hooks);
}

std::string build_request_of(const compose::project& p) {
    const auto o = engine_work::build_request(p, "app", "image");
    json args = json::object();
    for (const auto& [key, value] : o.args)
        args[key] = value ? json(*value) : json();
    json limits = json::array();
    for (const auto& limit : o.ulimits)
        limits.push_back({limit.name, limit.soft, limit.hard});
    return json{o.tags,       o.target,       o.platform,    args,        o.labels,
                o.cache_from, o.network_mode, o.extra_hosts, o.isolation, limits,
                o.shm_size,   o.no_cache,     o.pull}
        .dump();
}

bool is_refused(const compose::project& p, const std::string& path) {
    const auto keys = plan::unsupported_keys(p, p.services.at("app"));
    return std::any_of(keys.begin(), keys.end(), [&](const plan::unsupported_key& k) {
        return k.path.rfind("services.app." + path, 0) == 0;
    });
}

/// Every key has a sample or a reason, and nothing else has.
void expect_complete(const std::set<std::string>& keys, const samples& tried,
                     const samples& of_our_own) {
    for (const auto& key : keys)
        EXPECT_EQ(tried.count(key) + of_our_own.count(key), 1U)
            << key << ": send it, refuse it in plan/check_supported, or say here why neither";
    for (const auto* table : {&tried, &of_our_own})
        for (const auto& [key, value] : *table)
            EXPECT_TRUE(keys.contains(key)) << key << " is no key any more";
}

TEST(Disposition, EveryKeyOfAServiceIsSentOrRefused) {
    expect_complete(keys_of<compose::service>(), service_samples, service_keys_of_our_own);
    const auto without = request_of(read("labels: {}"));
    for (const auto& [key, value] : service_samples) {
        const auto p = read(key + ": " + value);
        EXPECT_TRUE(request_of(p) != without || is_refused(p, key)) << key << " is dropped";
    }
}

TEST(Disposition, EveryKeyOfABuildIsSentOrRefused) {
    expect_complete(keys_of<compose::build>(), build_samples, build_keys_of_our_own);
    const auto without = build_request_of(read("build: {context: .}"));
    for (const auto& [key, value] : build_samples) {
        const auto p = read("build: {context: ., " + key + ": " + value + '}');
        EXPECT_TRUE(build_request_of(p) != without || is_refused(p, "build." + key))
            << "build." << key << " is dropped";
    }
}

TEST(Disposition, EveryKeyOfASecretsOrConfigsUseIsSent) {
    expect_complete(keys_of<compose::file_mount>(), file_use_samples, file_use_keys_of_our_own);
    const auto sent = [](const std::string& keys) {
        const auto p = read("configs: [{source: text" + keys + "}]");
        const auto put = plan::starting(p, p.services.at("app"), "c", "").front().file;
        return json{put.path, put.mode, put.uid, put.gid, put.owned}.dump();
    };
    for (const auto& [key, value] : file_use_samples)
        EXPECT_NE(sent(""), sent(", " + key + ": " + value)) << key << " is dropped";
}

TEST(Disposition, EveryKeyOfANetworkIsSent) {
    expect_complete(keys_of<compose::network>(), network_samples, resource_keys_of_our_own);
    const auto body = [](const std::string& network) {
        auto sent = json::parse(plan::network_body(read("networks: [back]", network), "back"));
        sent["Labels"].erase(plan::config_hash_label);
        return sent;
    };
    for (const auto& [key, value] : network_samples)
        EXPECT_NE(body("{}"), body('{' + key + ": " + value + '}')) << key << " is dropped";
}

TEST(Disposition, EveryKeyOfAVolumeIsSent) {
    expect_complete(keys_of<compose::volume>(), volume_samples, resource_keys_of_our_own);
    const auto body = [](const std::string& volume) {
        const auto p = read("volumes: ['data:/d']", "{}", volume);
        auto sent = json::parse(plan::volume_body(p, "data"));
        sent["Labels"].erase(plan::config_hash_label);
        return sent;
    };
    for (const auto& [key, value] : volume_samples)
        EXPECT_NE(body("{}"), body('{' + key + ": " + value + '}')) << key << " is dropped";
}

TEST(Disposition, AnAttestationThatIsNotWantedIsNotRefused) {
    const auto p = read("build: {context: ., provenance: false, sbom: false}");
    EXPECT_TRUE(plan::unsupported_keys(p, p.services.at("app")).empty());
}

}  // namespace
