#include <rollout/compose/schema/schema_table.hpp>

#include <array>

// Larger parts of a service in the Compose schema.

namespace rollout::compose::schema {

namespace {

constexpr shape number_text{.allowed = number | text};
constexpr std::array file_mount_fields{
    field{"source", &string}, field{"target", &string},    field{"uid", &string},
    field{"gid", &string},    field{"mode", &number_text},
};
constexpr shape file_mount{.allowed = text | mapping, .first = text, .fields = file_mount_fields};

constexpr std::array ulimit_fields{
    field{"hard", &whole_or_text, true},
    field{"soft", &whole_or_text, true},
};
constexpr shape ulimit{
    .allowed = integer | text | mapping, .first = integer | text, .fields = ulimit_fields};

constexpr shape host{.allowed = text | list, .first = text, .items = &string};

constexpr std::array build_fields{
    field{"context", &string},
    field{"dockerfile", &string},
    field{"dockerfile_inline", &string},
    field{"entitlements", &strings},
    field{"args", &list_or_map}.merges(merging::to_list).same_by(sameness::variable),
    field{"ssh", &list_or_map},
    field{"labels", &list_or_map}.merges(merging::to_list).same_by(sameness::variable),
    field{"cache_from", &strings},
    field{"cache_to", &strings},
    field{"no_cache", &flag},
    field{"additional_contexts", &list_or_map}.merges(merging::to_list).same_by(sameness::variable),
    field{"network", &string},
    field{"provenance", &flag},
    field{"sbom", &flag},
    field{"pull", &flag},
    field{"target", &string},
    field{"shm_size", &whole_or_text},
    field{"extra_hosts", &extra_hosts}.merges(merging::hosts),
    field{"isolation", &string},
    field{"privileged", &flag},
    field{"secrets", &file_mounts},
    field{"tags", &strings}.same_by(sameness::variable),
    field{"ulimits", &ulimits},
    field{"platforms", &strings},
};

constexpr std::array hook_fields{
    field{"command", &command, true},   field{"user", &string},
    field{"privileged", &flag},         field{"working_dir", &string},
    field{"environment", &list_or_map},
};
constexpr shape hook{.allowed = mapping, .fields = hook_fields};

constexpr std::array<std::string_view, 5> actions{"rebuild", "sync", "restart", "sync+restart",
                                                  "sync+exec"};
constexpr shape action{.allowed = text, .values = actions};
constexpr std::array watch_fields{
    field{"ignore", &string_or_set},   field{"include", &string_or_set},
    field{"path", &string, true},      field{"action", &action, true},
    field{"target", &string},          field{"exec", &hook},
    field{"initial_sync", &only_flag},
};
constexpr shape watch{.allowed = mapping, .fields = watch_fields};
constexpr shape watches{.allowed = list, .items = &watch};
constexpr std::array develop_fields{
    field{"watch", &watches},
};

constexpr std::array request_fields{
    field{"capabilities", &string_set, true}, field{"count", &whole_or_text},
    field{"device_ids", &string_set},         field{"driver", &string},
    field{"options", &list_or_map},
};
constexpr shape request{.allowed = mapping, .fields = request_fields};
constexpr std::array gpu_fields{
    field{"capabilities", &string_set}, field{"count", &whole_or_text},
    field{"device_ids", &string_set},   field{"driver", &string},
    field{"options", &list_or_map},
};
constexpr shape gpu{.allowed = mapping, .fields = gpu_fields, .open = true};
constexpr std::array<std::string_view, 1> gpu_words{"all"};

constexpr std::array discrete_fields{
    field{"kind", &string},
    field{"value", &number_or_text},
};
constexpr shape discrete{.allowed = mapping, .fields = discrete_fields};
constexpr std::array generic_fields{
    field{"discrete_resource_spec", &discrete},
};
constexpr shape generic{.allowed = mapping, .fields = generic_fields};
constexpr shape generics{.allowed = list, .items = &generic};

constexpr std::array limit_fields{
    field{"cpus", &number_or_text},
    field{"memory", &string},
    field{"pids", &whole_or_text},
};
constexpr shape limits{.allowed = mapping, .fields = limit_fields};
constexpr std::array reservation_fields{
    field{"cpus", &number_or_text},
    field{"memory", &string},
    field{"generic_resources", &generics},
    field{"devices", &device_requests},
};
constexpr shape reservations{.allowed = mapping, .fields = reservation_fields};
constexpr std::array resource_fields{
    field{"limits", &limits},
    field{"reservations", &reservations},
};
constexpr shape resources{.allowed = mapping, .fields = resource_fields};

constexpr std::array<std::string_view, 2> orders{"start-first", "stop-first"};
constexpr shape order{.allowed = text, .values = orders};
constexpr std::array update_fields{
    field{"parallelism", &whole_or_text}.casts_to(casting::to_int),
    field{"delay", &string},
    field{"failure_action", &string},
    field{"monitor", &string},
    field{"max_failure_ratio", &number_or_text}.casts_to(casting::to_float),
    field{"order", &order},
};
constexpr shape update{.allowed = mapping, .fields = update_fields};

constexpr std::array restart_fields{
    field{"condition", &string},
    field{"delay", &string},
    field{"max_attempts", &whole_or_text}.casts_to(casting::to_int),
    field{"window", &string},
};
constexpr shape restart{.allowed = mapping, .fields = restart_fields};

constexpr std::array preference_fields{
    field{"spread", &string},
};
constexpr shape preference{.allowed = mapping, .fields = preference_fields};
constexpr shape preferences{.allowed = list, .items = &preference};
constexpr std::array placement_fields{
    field{"constraints", &strings},
    field{"preferences", &preferences},
    field{"max_replicas_per_node", &whole_or_text}.casts_to(casting::to_int),
};
constexpr shape placement{.allowed = mapping, .fields = placement_fields};

constexpr std::array deploy_fields{
    field{"mode", &string},
    field{"endpoint_mode", &string},
    field{"replicas", &whole_or_text}.casts_to(casting::to_int),
    field{"labels", &list_or_map}.merges(merging::to_list).same_by(sameness::variable),
    field{"rollback_config", &update},
    field{"update_config", &update},
    field{"resources", &resources},
    field{"restart_policy", &restart},
    field{"placement", &placement},
};

}  // namespace

constexpr shape file_mounts{.allowed = list, .items = &file_mount};
constexpr shape ulimits{
    .allowed = mapping, .any_key = &ulimit, .valid_name = lower_case_name, .open = true};
constexpr shape extra_hosts{.allowed = mapping | list,
                            .first = mapping,
                            .any_key = &host,
                            .valid_name = not_empty,
                            .strict = true,
                            .items = &string,
                            .unique_items = true};
constexpr shape build{.allowed = text | mapping, .first = text, .fields = build_fields};
constexpr shape hooks{.allowed = list, .items = &hook};
constexpr shape develop{.allowed = mapping | null, .fields = develop_fields};
constexpr shape gpus{.allowed = text | list, .first = text, .items = &gpu, .values = gpu_words};
constexpr shape device_requests{.allowed = list, .items = &request};
constexpr shape deploy{.allowed = mapping | null, .fields = deploy_fields};

}  // namespace rollout::compose::schema
