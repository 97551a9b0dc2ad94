#include <rollout/compose/schema/schema_table.hpp>
#include <rollout/compose/text/ascii.hpp>

#include <algorithm>
#include <array>

// The facts of the Compose schema (the version that docker compose 2.40 carries), one line a key:
// the file and its resources. A service is in schema_service.cpp.

namespace rollout::compose::schema {

extern const shape services;

bool not_empty(std::string_view name) {
    return !name.empty();
}

bool resource_name(std::string_view name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return is_letter(c) || is_digit(c) || c == '.' || c == '_' || c == '-';
    });
}

bool lower_case_name(std::string_view name) {
    return !name.empty() &&
           std::all_of(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

namespace {

constexpr std::array external_fields{
    field{"name", &string},
};
constexpr shape external{.allowed = boolean | text | mapping, .fields = external_fields};
constexpr shape open_external{
    .allowed = boolean | text | mapping, .fields = external_fields, .open = true};

constexpr shape addresses{
    .allowed = mapping, .any_key = &string, .valid_name = not_empty, .strict = true};
constexpr std::array pool_fields{
    field{"subnet", &string},
    field{"ip_range", &string},
    field{"gateway", &string},
    field{"aux_addresses", &addresses},
};
constexpr shape pool{.allowed = mapping, .fields = pool_fields};
constexpr shape pools{.allowed = list, .items = &pool};
constexpr std::array ipam_fields{
    field{"driver", &string},
    field{"config", &pools}.merges(merging::pools),
    field{"options", &addresses}.same_by(sameness::variable),
};
constexpr shape ipam{.allowed = mapping, .fields = ipam_fields};

constexpr std::array network_fields{
    field{"name", &string},
    field{"driver", &string},
    field{"driver_opts", &options_map},
    field{"ipam", &ipam},
    field{"external", &external}.casts_to(casting::to_bool),
    field{"internal", &flag}.casts_to(casting::to_bool),
    field{"enable_ipv4", &flag}.casts_to(casting::to_bool),
    field{"enable_ipv6", &flag}.casts_to(casting::to_bool),
    field{"attachable", &flag}.casts_to(casting::to_bool),
    field{"labels", &list_or_map}.merges(merging::to_list).same_by(sameness::variable),
};
constexpr shape network{.allowed = mapping | null, .fields = network_fields};
constexpr shape networks{
    .allowed = mapping, .any_key = &network, .valid_name = resource_name, .open = true};

constexpr std::array volume_fields{
    field{"name", &string},
    field{"driver", &string},
    field{"driver_opts", &options_map},
    field{"external", &external}.casts_to(casting::to_bool),
    field{"labels", &list_or_map}.merges(merging::to_list),
};
constexpr shape volume{.allowed = mapping | null, .fields = volume_fields};
constexpr shape volumes{
    .allowed = mapping, .any_key = &volume, .valid_name = resource_name, .strict = true};

constexpr std::array secret_fields{
    field{"name", &string},
    field{"environment", &string},
    field{"file", &string},
    field{"external", &open_external}.casts_to(casting::to_bool),
    field{"labels", &list_or_map},
    field{"driver", &string},
    field{"driver_opts", &options_map},
    field{"template_driver", &string},
};
constexpr shape secret{.allowed = mapping, .fields = secret_fields};
constexpr shape secrets{
    .allowed = mapping, .any_key = &secret, .valid_name = resource_name, .strict = true};

constexpr std::array config_fields{
    field{"name", &string},
    field{"content", &string},
    field{"environment", &string},
    field{"file", &string},
    field{"external", &open_external}.casts_to(casting::to_bool),
    field{"labels", &list_or_map},
    field{"template_driver", &string},
};
constexpr shape config{.allowed = mapping, .fields = config_fields};
constexpr shape configs{
    .allowed = mapping, .any_key = &config, .valid_name = resource_name, .strict = true};

constexpr std::array top_model_fields{
    field{"name", &string},
    field{"model", &string, true},
    field{"context_size", &only_integer},
    field{"runtime_flags", &strings},
};
constexpr shape top_model{.allowed = mapping, .fields = top_model_fields};
constexpr shape top_models{
    .allowed = mapping, .any_key = &top_model, .valid_name = resource_name, .open = true};

constexpr std::array include_fields{
    field{"path", &string_or_set},
    field{"env_file", &string_or_set},
    field{"project_directory", &string},
};
constexpr shape include{
    .allowed = text | mapping, .first = text, .fields = include_fields, .strict = true};
constexpr shape includes{.allowed = list, .items = &include};

constexpr std::array file_fields{
    field{"version", &string},    field{"name", &string},       field{"include", &includes},
    field{"services", &services}, field{"models", &top_models}, field{"networks", &networks},
    field{"volumes", &volumes},   field{"secrets", &secrets},   field{"configs", &configs},
};
constexpr shape file{.allowed = mapping, .fields = file_fields};

}  // namespace

const shape& compose_file() {
    return file;
}

}  // namespace rollout::compose::schema
