#include "schema_table.hpp"

#include "ascii.hpp"

#include <algorithm>
#include <array>

// The facts of the Compose schema (the version that docker compose 2.40 carries), one line a key,
// for every key that this reader supports.

namespace rollout::compose::schema {

namespace {

bool resource_name(std::string_view name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return is_letter(c) || is_digit(c) || c == '.' || c == '_' || c == '-';
    });
}

/// Two characters or more of a container's name, somewhere in the text.
bool container_name(std::string_view name) {
    for (std::size_t i = 0; i + 1 < name.size(); ++i) {
        if ((is_letter(name[i]) || is_digit(name[i])) && resource_name(name.substr(i + 1, 1))) {
            return true;
        }
    }
    return false;
}

constexpr shape string{.allowed = text};
constexpr shape flag{.allowed = boolean | text};
constexpr shape only_flag{.allowed = boolean};
constexpr shape whole_or_text{.allowed = integer | text};
constexpr shape number_or_text{.allowed = number | text};
constexpr shape scalar{.allowed = text | number | boolean | null};
constexpr shape string_set{.allowed = list, .items = &string, .unique_items = true};
constexpr shape string_or_list{.allowed = text | list, .items = &string};
constexpr shape optional_command{.allowed = null | text | list, .items = &string};
constexpr shape list_or_map{
    .allowed = mapping | list, .any_key = &scalar, .items = &string, .unique_items = true};
constexpr shape options_map{.allowed = mapping, .any_key = &number_or_text};
constexpr shape container_name_text{.allowed = text, .valid_text = container_name};

constexpr std::array build_fields{
    field{"context", &string},
    field{"dockerfile", &string},
    field{"target", &string},
    field{"args", &list_or_map},
};
constexpr shape build{.allowed = text | mapping, .fields = build_fields};

constexpr std::array<std::string_view, 3> conditions{"service_started", "service_healthy",
                                                     "service_completed_successfully"};
constexpr shape condition{.allowed = text, .values = conditions};
constexpr std::array dependency_fields{
    field{"condition", &condition, true},
    field{"restart", &flag},
    field{"required", &only_flag},
};
constexpr shape dependency{.allowed = mapping, .fields = dependency_fields};
constexpr shape depends_on{.allowed = list | mapping,
                           .any_key = &dependency,
                           .valid_name = resource_name,
                           .items = &string,
                           .unique_items = true};

constexpr std::array env_file_fields{
    field{"path", &string, true},
    field{"required", &flag},
    field{"format", &string},
};
constexpr shape env_file_item{.allowed = text | mapping, .fields = env_file_fields};
constexpr shape env_file{.allowed = text | list, .items = &env_file_item};

constexpr shape expose{.allowed = list, .items = &number_or_text, .unique_items = true};

constexpr std::array healthcheck_fields{
    field{"disable", &flag},           field{"test", &string_or_list},
    field{"interval", &string},        field{"timeout", &string},
    field{"start_period", &string},    field{"start_interval", &string},
    field{"retries", &number_or_text},
};
constexpr shape healthcheck{.allowed = mapping, .fields = healthcheck_fields};

constexpr std::array attachment_fields{
    field{"aliases", &string_set},
};
constexpr shape attachment{.allowed = mapping | null, .fields = attachment_fields};
constexpr shape attachments{.allowed = list | mapping,
                            .any_key = &attachment,
                            .valid_name = resource_name,
                            .items = &string,
                            .unique_items = true};

constexpr std::array port_fields{
    field{"name", &string},
    field{"mode", &string},
    field{"host_ip", &string},
    field{"target", &whole_or_text},
    field{"published", &whole_or_text},
    field{"protocol", &string},
    field{"app_protocol", &string},
};
constexpr shape port{.allowed = number | text | mapping, .fields = port_fields};
constexpr shape ports{.allowed = list, .items = &port, .unique_items = true};

constexpr std::array<std::string_view, 3> mount_types{"bind", "volume", "tmpfs"};
constexpr shape mount_type{.allowed = text, .values = mount_types};
constexpr std::array bind_fields{
    field{"create_host_path", &flag},
};
constexpr shape bind{.allowed = mapping, .fields = bind_fields};
constexpr std::array mount_fields{
    field{"type", &mount_type, true}, field{"source", &string}, field{"target", &string},
    field{"read_only", &flag},        field{"bind", &bind},
};
constexpr shape mount{.allowed = text | mapping, .fields = mount_fields};
constexpr shape mounts{.allowed = list, .items = &mount, .unique_items = true};

constexpr std::array service_fields{
    field{"image", &string},
    field{"build", &build},
    field{"container_name", &container_name_text},
    field{"hostname", &string},
    field{"user", &string},
    field{"working_dir", &string},
    field{"command", &optional_command},
    field{"entrypoint", &optional_command},
    field{"environment", &list_or_map},
    field{"env_file", &env_file},
    field{"labels", &list_or_map},
    field{"expose", &expose},
    field{"ports", &ports},
    field{"volumes", &mounts},
    field{"networks", &attachments},
    field{"depends_on", &depends_on},
    field{"profiles", &string_set},
    field{"healthcheck", &healthcheck},
    field{"restart", &string},
    field{"stop_signal", &string},
    field{"stop_grace_period", &string},
    field{"init", &flag},
    field{"read_only", &flag},
    field{"tty", &flag},
    field{"stdin_open", &flag},
};
constexpr shape service{.allowed = mapping, .fields = service_fields};
constexpr shape services{.allowed = mapping, .any_key = &service, .valid_name = resource_name};

constexpr std::array external_fields{
    field{"name", &string},
};
constexpr shape external{.allowed = boolean | text | mapping, .fields = external_fields};

constexpr std::array network_fields{
    field{"name", &string},        field{"driver", &string}, field{"driver_opts", &options_map},
    field{"external", &external},  field{"internal", &flag}, field{"attachable", &flag},
    field{"labels", &list_or_map},
};
constexpr shape network{.allowed = mapping | null, .fields = network_fields};
constexpr shape networks{.allowed = mapping, .any_key = &network, .valid_name = resource_name};

constexpr std::array volume_fields{
    field{"name", &string},       field{"driver", &string},      field{"driver_opts", &options_map},
    field{"external", &external}, field{"labels", &list_or_map},
};
constexpr shape volume{.allowed = mapping | null, .fields = volume_fields};
constexpr shape volumes{.allowed = mapping, .any_key = &volume, .valid_name = resource_name};

constexpr std::array file_fields{
    field{"version", &string},    field{"name", &string},     field{"services", &services},
    field{"networks", &networks}, field{"volumes", &volumes},
};
constexpr shape file{.allowed = mapping, .fields = file_fields};

}  // namespace

const shape& compose_file() {
    return file;
}

}  // namespace rollout::compose::schema
