#pragma once

#include <rollout/compose/model/project.hpp>

#include <concepts>
#include <type_traits>

namespace rollout::compose {

// The keys of every structure, in the order in which docker compose writes them. Reading and
// writing both go through these lists: `v` is called with each key and its member.
//
//   v(key, member)            left out when it says nothing
//   v.always(key, member)     never left out
//   v.command(key, member)    a command line: null in JSON when it is absent
//   v.structure(key, member)  a structure by value: in JSON never left out
//   v.bare(key, member)       never left out; in JSON the key is written with a capital letter

template <class T, class Structure>
concept is = std::same_as<std::remove_const_t<T>, Structure>;

void fields(auto& v, is<port> auto& x) {
    v("name", x.name);
    v("mode", x.mode);
    v("host_ip", x.host_ip);
    v("target", x.target);
    v("published", x.published);
    v("protocol", x.protocol);
    v("app_protocol", x.app_protocol);
}

void fields(auto& v, is<bind_options> auto& x) {
    v("selinux", x.selinux);
    v("propagation", x.propagation);
    v("create_host_path", x.create_host_path);
    v("recursive", x.recursive);
}

void fields(auto& v, is<volume_options> auto& x) {
    v("labels", x.labels);
    v("nocopy", x.nocopy);
    v("subpath", x.subpath);
}

void fields(auto& v, is<tmpfs_options> auto& x) {
    v("size", x.size);
    v("mode", x.mode);
}

void fields(auto& v, is<image_options> auto& x) {
    v("subpath", x.subpath);
}

void fields(auto& v, is<volume_mount> auto& x) {
    v("type", x.type);
    v("source", x.source);
    v("target", x.target);
    v("read_only", x.read_only);
    v("consistency", x.consistency);
    v("bind", x.bind);
    v("volume", x.volume);
    v("tmpfs", x.tmpfs);
    v("image", x.image);
}

void fields(auto& v, is<healthcheck> auto& x) {
    v.test("test", x.test);
    v("timeout", x.timeout);
    v("interval", x.interval);
    v("retries", x.retries);
    v("start_period", x.start_period);
    v("start_interval", x.start_interval);
    v("disable", x.disable);
}

void fields(auto& v, is<file_mount> auto& x) {
    v("source", x.source);
    v("target", x.target);
    v("uid", x.uid);
    v("gid", x.gid);
    v("mode", x.mode);
}

void fields(auto& v, is<build> auto& x) {
    v("context", x.context);
    v("dockerfile", x.dockerfile);
    v("dockerfile_inline", x.dockerfile_inline);
    v("entitlements", x.entitlements);
    v("args", x.args);
    v("provenance", x.provenance);
    v("sbom", x.sbom);
    v.keys("ssh", x.ssh);
    v("labels", x.labels);
    v("cache_from", x.cache_from);
    v("cache_to", x.cache_to);
    v("no_cache", x.no_cache);
    v("additional_contexts", x.additional_contexts);
    v("pull", x.pull);
    v.hosts("extra_hosts", x.extra_hosts);
    v("isolation", x.isolation);
    v("network", x.network);
    v("target", x.target);
    v("secrets", x.secrets);
    v("shm_size", x.shm_size);
    v("tags", x.tags);
    v("ulimits", x.ulimits);
    v("platforms", x.platforms);
    v("privileged", x.privileged);
}

void fields(auto& v, is<dependency> auto& x) {
    v("condition", x.condition);
    v("restart", x.restart);
    v.always("required", x.required);
}

void fields(auto& v, is<network_attachment> auto& x) {
    v("aliases", x.aliases);
    v("driver_opts", x.driver_opts);
    v("gw_priority", x.gw_priority);
    v("interface_name", x.interface_name);
    v("ipv4_address", x.ipv4_address);
    v("ipv6_address", x.ipv6_address);
    v("link_local_ips", x.link_local_ips);
    v("mac_address", x.mac_address);
    v("priority", x.priority);
}

void fields(auto& v, is<hook> auto& x) {
    v.command("command", x.command);
    v("user", x.user);
    v("privileged", x.privileged);
    v("working_dir", x.working_dir);
    v("environment", x.environment);
}

void fields(auto& v, is<watch> auto& x) {
    v.always("path", x.path);
    v.always("action", x.action);
    v("target", x.target);
    v.structure("exec", x.exec);
    v("include", x.include);
    v("ignore", x.ignore);
    v("initial_sync", x.initial_sync);
}

void fields(auto& v, is<develop> auto& x) {
    v("watch", x.watch);
}

void fields(auto& v, is<weight_device> auto& x) {
    v.bare("path", x.path);
    v.bare("weight", x.weight);
}

void fields(auto& v, is<throttle_device> auto& x) {
    v.bare("path", x.path);
    v.bare("rate", x.rate);
}

void fields(auto& v, is<blkio> auto& x) {
    v("weight", x.weight);
    v("weight_device", x.weight_devices);
    v("device_read_bps", x.device_read_bps);
    v("device_read_iops", x.device_read_iops);
    v("device_write_bps", x.device_write_bps);
    v("device_write_iops", x.device_write_iops);
}

void fields(auto& v, is<credential_spec> auto& x) {
    v("config", x.config);
    v("file", x.file);
    v("registry", x.registry);
}

void fields(auto& v, is<device> auto& x) {
    v("source", x.source);
    v("target", x.target);
    v("permissions", x.permissions);
}

void fields(auto& v, is<device_request> auto& x) {
    v("capabilities", x.capabilities);
    v("driver", x.driver);
    v.device_count("count", x.count);
    v("device_ids", x.device_ids);
    v("options", x.options);
}

void fields(auto& v, is<discrete_resource> auto& x) {
    v.always("kind", x.kind);
    v.always("value", x.value);
}

void fields(auto& v, is<generic_resource> auto& x) {
    v("discrete_resource_spec", x.discrete_resource_spec);
}

void fields(auto& v, is<resource> auto& x) {
    v("cpus", x.cpus);
    v("memory", x.memory);
    v("pids", x.pids);
    v("devices", x.devices);
    v("generic_resources", x.generic_resources);
}

void fields(auto& v, is<resources> auto& x) {
    v("limits", x.limits);
    v("reservations", x.reservations);
}

void fields(auto& v, is<update_config> auto& x) {
    v("parallelism", x.parallelism);
    v("delay", x.delay);
    v("failure_action", x.failure_action);
    v("monitor", x.monitor);
    v("max_failure_ratio", x.max_failure_ratio);
    v("order", x.order);
}

void fields(auto& v, is<restart_policy> auto& x) {
    v("condition", x.condition);
    v("delay", x.delay);
    v("max_attempts", x.max_attempts);
    v("window", x.window);
}

void fields(auto& v, is<placement::preference> auto& x) {
    v("spread", x.spread);
}

void fields(auto& v, is<placement> auto& x) {
    v("constraints", x.constraints);
    v("preferences", x.preferences);
    v("max_replicas_per_node", x.max_replicas_per_node);
}

void fields(auto& v, is<deploy> auto& x) {
    v("mode", x.mode);
    v("replicas", x.replicas);
    v("labels", x.labels);
    v("update_config", x.update_config);
    v("rollback_config", x.rollback_config);
    v.structure("resources", x.resources);
    v("restart_policy", x.restart_policy);
    v.structure("placement", x.placement);
    v("endpoint_mode", x.endpoint_mode);
}

void fields(auto& v, is<provider> auto& x) {
    v("type", x.type);
    v.lists("options", x.options);
}

void fields(auto& v, is<logging> auto& x) {
    v("driver", x.driver);
    v("options", x.options);
}

void fields(auto& v, is<model_use> auto& x) {
    v("endpoint_var", x.endpoint_var);
    v("model_var", x.model_var);
}

void fields(auto& v, is<ipam_pool> auto& x) {
    v("subnet", x.subnet);
    v("gateway", x.gateway);
    v("ip_range", x.ip_range);
    v("aux_addresses", x.aux_addresses);
}

void fields(auto& v, is<ipam> auto& x) {
    v("driver", x.driver);
    v("config", x.config);
}

void fields(auto& v, is<network> auto& x) {
    v("name", x.name);
    v("driver", x.driver);
    v("driver_opts", x.driver_opts);
    v.structure("ipam", x.ipam);
    v("external", x.external);
    v("internal", x.internal);
    v("attachable", x.attachable);
    v("labels", x.labels);
    v("enable_ipv4", x.enable_ipv4);
    v("enable_ipv6", x.enable_ipv6);
}

void fields(auto& v, is<volume> auto& x) {
    v("name", x.name);
    v("driver", x.driver);
    v("driver_opts", x.driver_opts);
    v("external", x.external);
    v("labels", x.labels);
}

void fields(auto& v, is<file_object> auto& x) {
    v("name", x.name);
    v("file", x.file);
    v("environment", x.environment);
    v("content", x.content);
    v("external", x.external);
    v("labels", x.labels);
    v("driver", x.driver);
    v("driver_opts", x.driver_opts);
    v("template_driver", x.template_driver);
}

void fields(auto& v, is<model> auto& x) {
    v("name", x.name);
    v("model", x.image);
    v("context_size", x.context_size);
    v("runtime_flags", x.runtime_flags);
}

}  // namespace rollout::compose
