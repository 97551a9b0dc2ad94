#include <rollout/compose/schema/schema_table.hpp>
#include <rollout/compose/text/ascii.hpp>

#include <array>

// A service in the Compose schema.

namespace rollout::compose::schema {

namespace {

/// Two characters or more of a container's name, somewhere in the text.
bool container_name(std::string_view name) {
    for (std::size_t i = 0; i + 1 < name.size(); ++i) {
        if ((is_letter(name[i]) || is_digit(name[i])) && resource_name(name.substr(i + 1, 1))) {
            return true;
        }
    }
    return false;
}
constexpr text_rule container_name_rule{"[a-zA-Z0-9][a-zA-Z0-9_.-]+", container_name};
constexpr shape container_name_text{.allowed = text, .rule = &container_name_rule};

/// A known word or an interval, somewhere in the text.
bool pull_policy(std::string_view policy) {
    for (const std::string_view word :
         {"always", "never", "build", "if_not_present", "missing", "refresh", "daily", "weekly"}) {
        if (policy.find(word) != std::string_view::npos) return true;
    }
    constexpr std::string_view units = "wdhms";
    for (auto at = policy.find("every_"); at != std::string_view::npos;
         at = policy.find("every_", at + 1)) {
        const auto digits = policy.substr(at + 6);
        const auto end = digits.find_first_not_of("0123456789");
        if (end != 0 && end != std::string_view::npos &&
            units.find(digits[end]) != std::string_view::npos) {
            return true;
        }
    }
    return false;
}
constexpr text_rule pull_policy_rule{
    "always|never|build|if_not_present|missing|refresh|daily|weekly|every_([0-9]+[wdhms])+",
    pull_policy};
constexpr shape pull_policy_text{.allowed = text, .rule = &pull_policy_rule};

constexpr shape count{.allowed = integer | text, .first = text, .limits = {0, INT64_MAX}};
constexpr shape percent{.allowed = integer | text, .first = text, .limits = {0, 100}};
constexpr shape oom_score{.allowed = integer | text, .first = text, .limits = {-1000, 1000}};

constexpr std::array blkio_limit_fields{
    field{"path", &string},
    field{"rate", &whole_or_text},
};
constexpr shape blkio_limit{.allowed = mapping, .fields = blkio_limit_fields, .strict = true};
constexpr shape blkio_limits{.allowed = list, .items = &blkio_limit};
constexpr std::array blkio_weight_fields{
    field{"path", &string},
    field{"weight", &whole_or_text},
};
constexpr shape blkio_weight{.allowed = mapping, .fields = blkio_weight_fields, .strict = true};
constexpr shape blkio_weights{.allowed = list, .items = &blkio_weight};
constexpr std::array blkio_fields{
    field{"device_read_bps", &blkio_limits},  field{"device_read_iops", &blkio_limits},
    field{"device_write_bps", &blkio_limits}, field{"device_write_iops", &blkio_limits},
    field{"weight", &whole_or_text},          field{"weight_device", &blkio_weights},
};
constexpr shape blkio{.allowed = mapping, .fields = blkio_fields, .strict = true};

constexpr std::array<std::string_view, 2> cgroups{"host", "private"};
constexpr shape cgroup{.allowed = text, .values = cgroups};

constexpr std::array credential_fields{
    field{"config", &string},
    field{"file", &string},
    field{"registry", &string},
};
constexpr shape credential_spec{.allowed = mapping, .fields = credential_fields};

constexpr std::array<std::string_view, 3> conditions{"service_started", "service_healthy",
                                                     "service_completed_successfully"};
constexpr shape condition{.allowed = text, .values = conditions};
constexpr std::array dependency_fields{
    field{"restart", &flag},
    field{"required", &only_flag},
    field{"condition", &condition, true},
};
constexpr shape dependency{.allowed = mapping, .fields = dependency_fields};
constexpr shape depends_on{.allowed = list | mapping,
                           .first = list,
                           .any_key = &dependency,
                           .valid_name = resource_name,
                           .strict = true,
                           .items = &string,
                           .unique_items = true};

constexpr std::array device_fields{
    field{"source", &string, true},
    field{"target", &string},
    field{"permissions", &string},
};
constexpr shape device{.allowed = text | mapping, .first = text, .fields = device_fields};
constexpr shape devices{.allowed = list, .items = &device};

constexpr std::array env_file_fields{
    field{"path", &string, true},
    field{"format", &string},
    field{"required", &flag},
};
constexpr shape env_file_item{
    .allowed = text | mapping, .first = text, .fields = env_file_fields, .strict = true};
constexpr shape env_file{.allowed = text | list, .first = text, .items = &env_file_item};

constexpr shape numbers_or_texts{.allowed = list, .items = &number_or_text, .unique_items = true};

constexpr std::array extends_fields{
    field{"service", &string, true},
    field{"file", &string},
};
constexpr shape extends{
    .allowed = text | mapping, .first = text, .fields = extends_fields, .strict = true};

constexpr shape option_value{.allowed = text | number | boolean};
constexpr shape option_values{.allowed = text | number | boolean | list,
                              .first = text | number | boolean,
                              .items = &option_value};
constexpr shape provider_options{
    .allowed = mapping, .any_key = &option_values, .valid_name = not_empty, .open = true};
constexpr std::array provider_fields{
    field{"type", &string, true},
    field{"options", &provider_options},
};
constexpr shape provider{.allowed = mapping, .fields = provider_fields};

constexpr std::array healthcheck_fields{
    field{"disable", &flag}.casts_to(casting::to_bool),
    field{"interval", &string},
    field{"retries", &number_or_text}.casts_to(casting::to_int),
    field{"test", &string_or_list}.merges(merging::replace),
    field{"timeout", &string},
    field{"start_period", &string},
    field{"start_interval", &string},
};
constexpr shape healthcheck{.allowed = mapping, .fields = healthcheck_fields};

constexpr shape log_value{.allowed = text | number | null};
constexpr shape log_options{
    .allowed = mapping, .any_key = &log_value, .valid_name = not_empty, .open = true};
constexpr std::array logging_fields{
    field{"driver", &string},
    field{"options", &log_options},
};
constexpr shape logging{.allowed = mapping, .fields = logging_fields};

constexpr std::array model_fields{
    field{"endpoint_var", &string},
    field{"model_var", &string},
};
constexpr shape model{.allowed = mapping | null, .first = mapping, .fields = model_fields};
constexpr shape models{.allowed = list | mapping,
                       .first = list,
                       .any_key = &model,
                       .valid_name = resource_name,
                       .open = true,
                       .items = &string,
                       .unique_items = true};

constexpr std::array attachment_fields{
    field{"aliases", &string_set}.same_by(sameness::variable),
    field{"interface_name", &string},
    field{"ipv4_address", &string},
    field{"ipv6_address", &string},
    field{"link_local_ips", &string_set}.same_by(sameness::variable),
    field{"mac_address", &string},
    field{"driver_opts", &options_map},
    field{"priority", &only_number},
    field{"gw_priority", &only_number},
};
constexpr shape attachment{
    .allowed = mapping | null, .first = mapping, .fields = attachment_fields};
constexpr shape attachments{.allowed = list | mapping,
                            .first = list,
                            .any_key = &attachment,
                            .valid_name = resource_name,
                            .strict = true,
                            .items = &string,
                            .unique_items = true};

constexpr shape pid{.allowed = text | null};

constexpr std::array port_fields{
    field{"name", &string},
    field{"mode", &string},
    field{"host_ip", &string},
    field{"target", &whole_or_text}.casts_to(casting::to_int),
    field{"published", &whole_or_text},
    field{"protocol", &string},
    field{"app_protocol", &string},
};
constexpr shape port{.allowed = number | text | mapping, .first = number, .fields = port_fields};
constexpr shape ports{.allowed = list, .items = &port, .unique_items = true};

constexpr shape any_mapping{.allowed = mapping, .open = true};

constexpr std::array<std::string_view, 6> mount_types{"bind",    "volume", "tmpfs",
                                                      "cluster", "npipe",  "image"};
constexpr shape mount_type{.allowed = text, .values = mount_types};
constexpr std::array<std::string_view, 4> recursions{"enabled", "disabled", "writable", "readonly"};
constexpr shape recursion{.allowed = text, .values = recursions};
constexpr std::array<std::string_view, 2> selinux_labels{"z", "Z"};
constexpr shape selinux{.allowed = text, .values = selinux_labels};
constexpr std::array bind_fields{
    field{"propagation", &string},
    field{"create_host_path", &flag},
    field{"recursive", &recursion},
    field{"selinux", &selinux},
};
constexpr shape bind{.allowed = mapping, .fields = bind_fields};
constexpr std::array mount_volume_fields{
    field{"labels", &list_or_map},
    field{"nocopy", &flag}.casts_to(casting::to_bool),
    field{"subpath", &string},
};
constexpr shape mount_volume{.allowed = mapping, .fields = mount_volume_fields};
constexpr shape tmpfs_size{.allowed = integer | text, .first = integer, .limits = {0, INT64_MAX}};
constexpr std::array tmpfs_fields{
    field{"size", &tmpfs_size},
    field{"mode", &number_or_text},
};
constexpr shape tmpfs{.allowed = mapping, .fields = tmpfs_fields};
constexpr std::array image_fields{
    field{"subpath", &string},
};
constexpr shape image{.allowed = mapping, .fields = image_fields};
constexpr std::array mount_fields{
    field{"type", &mount_type, true}, field{"source", &string},
    field{"target", &string},         field{"read_only", &flag}.casts_to(casting::to_bool),
    field{"consistency", &string},    field{"bind", &bind},
    field{"volume", &mount_volume},   field{"tmpfs", &tmpfs},
    field{"image", &image},
};
constexpr shape mount{.allowed = text | mapping, .first = text, .fields = mount_fields};
constexpr shape mounts{.allowed = list, .items = &mount, .unique_items = true};

// Unlike those of a build, they are cast and replaced.
constexpr std::array own_ulimit_fields{
    field{"hard", &whole_or_text, true}.casts_to(casting::to_int),
    field{"soft", &whole_or_text, true}.casts_to(casting::to_int),
};
constexpr shape own_ulimit{
    .allowed = integer | text | mapping, .first = integer | text, .fields = own_ulimit_fields};
constexpr shape own_ulimits{.allowed = mapping,
                            .any_key = &own_ulimit,
                            .any_rules = {.merge = merging::replace, .cast = casting::to_int},
                            .valid_name = lower_case_name,
                            .open = true};

constexpr std::array service_fields{
    field{"annotations", &list_or_map}.merges(merging::to_list).same_by(sameness::variable),
    field{"attach", &flag},
    field{"blkio_config", &blkio},
    field{"build", &build}.merges(merging::build),
    field{"cap_add", &string_set}.same_by(sameness::variable),
    field{"cap_drop", &string_set}.same_by(sameness::variable),
    field{"cgroup", &cgroup},
    field{"cgroup_parent", &string},
    field{"command", &command}.merges(merging::replace),
    field{"configs", &file_mounts}.same_by(sameness::config),
    field{"container_name", &container_name_text},
    field{"cpu_count", &count}.casts_to(casting::to_int64),
    field{"cpu_percent", &percent}.casts_to(casting::to_float),
    field{"cpu_period", &number_or_text}.casts_to(casting::to_int64),
    field{"cpu_quota", &number_or_text}.casts_to(casting::to_int64),
    field{"cpu_rt_period", &number_or_text}.casts_to(casting::to_int64),
    field{"cpu_rt_runtime", &number_or_text}.casts_to(casting::to_int64),
    field{"cpu_shares", &number_or_text}.casts_to(casting::to_int64),
    field{"cpus", &number_or_text}.casts_to(casting::to_float32),
    field{"cpuset", &string},
    field{"credential_spec", &credential_spec},
    field{"depends_on", &depends_on}.merges(merging::dependencies),
    field{"deploy", &deploy},
    field{"develop", &develop},
    field{"device_cgroup_rules", &string_set},
    field{"devices", &devices}.same_by(sameness::device),
    field{"dns", &string_or_set}.merges(merging::to_list).same_by(sameness::variable),
    field{"dns_opt", &string_set}.merges(merging::to_list).same_by(sameness::variable),
    field{"dns_search", &string_or_set}.merges(merging::to_list).same_by(sameness::variable),
    field{"domainname", &string},
    field{"entrypoint", &command}.merges(merging::replace),
    field{"env_file", &env_file}.merges(merging::to_list).same_by(sameness::path),
    field{"environment", &list_or_map}.merges(merging::to_list).same_by(sameness::variable),
    field{"expose", &numbers_or_texts}.same_by(sameness::exposed_port),
    field{"extends", &extends},
    field{"external_links", &string_set},
    field{"extra_hosts", &extra_hosts}.merges(merging::hosts),
    field{"gpus", &gpus},
    field{"group_add", &numbers_or_texts},
    field{"healthcheck", &healthcheck},
    field{"hostname", &string},
    field{"image", &string},
    field{"init", &flag}.casts_to(casting::to_bool),
    field{"ipc", &string},
    field{"isolation", &string},
    field{"label_file", &string_or_list}.merges(merging::to_list),
    field{"labels", &list_or_map}.merges(merging::to_list).same_by(sameness::variable),
    field{"links", &string_set}.same_by(sameness::variable),
    field{"logging", &logging}.merges(merging::logging),
    field{"mac_address", &string},
    field{"mem_limit", &number_or_text},
    field{"mem_reservation", &whole_or_text},
    field{"mem_swappiness", &whole_or_text},
    field{"memswap_limit", &number_or_text},
    field{"models", &models}.merges(merging::names),
    field{"network_mode", &string},
    field{"networks", &attachments}.merges(merging::names),
    field{"oom_kill_disable", &flag}.casts_to(casting::to_bool),
    field{"oom_score_adj", &oom_score}.casts_to(casting::to_int64),
    field{"pid", &pid},
    field{"pids_limit", &number_or_text}.casts_to(casting::to_int64),
    field{"platform", &string},
    field{"ports", &ports}.same_by(sameness::published_port),
    field{"post_start", &hooks},
    field{"pre_stop", &hooks},
    field{"privileged", &flag}.casts_to(casting::to_bool),
    field{"profiles", &string_set}.same_by(sameness::variable),
    field{"provider", &provider},
    field{"pull_policy", &pull_policy_text},
    field{"pull_refresh_after", &string},
    field{"read_only", &flag}.casts_to(casting::to_bool),
    field{"restart", &string},
    field{"runtime", &string},
    field{"scale", &whole_or_text}.casts_to(casting::to_int),
    field{"secrets", &file_mounts}.same_by(sameness::secret),
    field{"security_opt", &string_set},
    field{"shm_size", &number_or_text},
    field{"stdin_open", &flag}.casts_to(casting::to_bool),
    field{"stop_grace_period", &string},
    field{"stop_signal", &string},
    field{"storage_opt", &any_mapping},
    field{"sysctls", &list_or_map}.merges(merging::to_list).same_by(sameness::variable),
    field{"tmpfs", &string_or_set}.merges(merging::to_list).same_by(sameness::variable),
    field{"tty", &flag}.casts_to(casting::to_bool),
    field{"ulimits", &own_ulimits},
    field{"use_api_socket", &only_flag},
    field{"user", &string},
    field{"userns_mode", &string},
    field{"uts", &string},
    field{"volumes", &mounts}.same_by(sameness::mount),
    field{"volumes_from", &string_set},
    field{"working_dir", &string},
};
constexpr shape service{.allowed = mapping, .fields = service_fields};

}  // namespace

const shape& compose_service() {
    return service;
}

extern const shape services;
constexpr shape services{
    .allowed = mapping, .any_key = &service, .valid_name = resource_name, .strict = true};

}  // namespace rollout::compose::schema
