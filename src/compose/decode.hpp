#pragma once

#include "cursor.hpp"
#include "dotenv.hpp"
#include "warnings.hpp"

#include <rollout/compose/project.hpp>

#include <string>

namespace rollout::compose {

/// What decoding needs beside the tree.
struct decode_context {
    std::string project_name;
    std::string working_dir;  ///< absolute; relative paths start here
    variables environment;
    warnings* notes = nullptr;
    std::size_t ports_left = 1U << 18U;  ///< so that ranges cannot fill the memory

    [[nodiscard]] std::optional<std::string> variable(std::string_view name) const;
    [[nodiscard]] std::string absolute(std::string_view path) const;
};

/// Turns a tree that passed the schema into a project: short forms become long, paths absolute,
/// names those of the engine, missing parts their defaults. Does not read `env_file`s. Throws
/// `error`.
project decode_project(const node& root, decode_context& context);

service decode_service(const std::string& name, const position& where, const cursor& at,
                       decode_context& context);
network decode_network(const std::string& key, const cursor& at, const decode_context& context);
volume decode_volume(const std::string& key, const cursor& at, const decode_context& context);

// Parts of a service.
build decode_build(const cursor& at, const decode_context& context);
healthcheck decode_healthcheck(const cursor& at, const decode_context& context);
std::vector<port> decode_ports(const cursor& at, decode_context& context);
std::vector<volume_mount> decode_volumes(const cursor& at, const decode_context& context);

// Values that occur in many places.
bool decode_flag(const cursor& at, const decode_context& context);
/// A mapping, or a list of `KEY=value` and `KEY`; no value for null and for `KEY`.
std::map<std::string, std::optional<std::string>> decode_list_or_map(const cursor& at);
/// The same where a missing value is an empty one.
std::map<std::string, std::string> decode_text_map(const cursor& at);

}  // namespace rollout::compose
