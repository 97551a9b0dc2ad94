#include "service_environment.hpp"

#include <rollout/compose/tree/error.hpp>

#include <utility>

namespace rollout::compose {

namespace {

std::optional<std::string> look_up(const variables& known, std::string_view name) {
    const auto it = known.find(name);
    return it == known.end() ? std::nullopt : std::optional(it->second);
}

/// `services.a.env_file: `
std::string at(const service& s, const char* kind) {
    return "services." + s.name + '.' + kind + "_file: ";
}

[[noreturn]] void missing(const service& s, const char* kind, const std::string& path,
                          const position& where) {
    throw error(where, at(s, kind) + kind + " file " + path + " not found: stat " + path +
                           ": no such file or directory");
}

std::optional<std::string> read_text(const file_reader& read, const std::string& prefix,
                                     const std::string& path, const position& where) {
    try {
        return read(path);
    } catch (const error& e) {
        throw error(where, prefix + "failed to read " + path + ": " + e.what());
    }
}

/// `parse()`, whose `dotenv_error` becomes an `error` that names the file.
template <class Parse>
void parse_file(const std::string& prefix, const std::string& path, const position& where,
                Parse parse) {
    try {
        parse();
    } catch (const dotenv_error& e) {
        throw error(where, prefix + path + ": " + e.what());
    }
}

}  // namespace

void apply_env_files(service& s, const variables& environment, const file_reader& read,
                     warnings& notes) {
    for (auto& [name, value] : s.environment) {
        if (!value) value = look_up(environment, name);
    }
    variables found;
    const auto outer = [&](std::string_view name) -> std::optional<std::string> {
        if (auto value = look_up(environment, name)) return value;
        const auto own = s.environment.find(std::string(name));
        if (own != s.environment.end() && own->second) return own->second;
        return look_up(found, name);
    };
    for (const auto& file : s.env_files) {
        const auto text = read_text(read, at(s, "env"), file.path, file.where);
        if (!text && file.required) missing(s, "env", file.path, file.where);
        if (!text) continue;
        if (!file.format.empty() && file.format != ".env" && file.format != "raw") {
            throw error(file.where,
                        at(s, "env") + "unsupported env_file format \"" + file.format + '"');
        }
        const bool raw = file.format == "raw";
        const std::string action = raw ? "failed to parse env_file " : "failed to read ";
        parse_file(at(s, "env") + action, file.path, file.where, [&] {
            if (raw) {
                parse_raw_env(*text, outer, found);
            } else {
                parse_dotenv(*text, outer, found, notes);
            }
        });
    }
    for (const auto& [name, value] : found)
        s.environment.try_emplace(name, value);
}

void apply_label_files(service& s, const file_reader& read, warnings& notes) {
    variables found;
    const auto outer = [&found](std::string_view name) { return look_up(found, name); };
    for (const auto& path : s.label_files) {
        const auto text = read_text(read, at(s, "label"), path, s.where);
        if (!text) missing(s, "label", path, s.where);
        variables own;
        parse_file(at(s, "label") + "failed to read ", path, s.where,
                   [&] { parse_dotenv(*text, outer, own, notes); });
        for (auto& [name, value] : own)
            found[name] = std::move(value);
    }
    for (auto& [name, value] : found)
        s.labels.try_emplace(name, std::move(value));
}

}  // namespace rollout::compose
