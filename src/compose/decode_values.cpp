#include "cast.hpp"
#include "decode.hpp"
#include "paths.hpp"
#include "yaml_scalar.hpp"

namespace rollout::compose {

std::optional<std::string> decode_context::variable(std::string_view name) const {
    const auto it = environment.find(name);
    return it == environment.end() ? std::nullopt : std::optional(it->second);
}

std::string decode_context::absolute(std::string_view path) const {
    return absolute_path(path, working_dir, variable("HOME").value_or(""));
}

bool decode_flag(const cursor& at, const decode_context& context) {
    return at.parse([&](const std::string& text) { return parse_bool(text, *context.notes); });
}

std::map<std::string, std::optional<std::string>> decode_list_or_map(const cursor& at) {
    std::map<std::string, std::optional<std::string>> all;
    at.each_entry([&all](const node::entry& e, const cursor& value) {
        all[e.key] = scalar_text(value.value());
    });
    at.each_item([&all](const cursor& item) {
        const auto text = item.text();
        const auto equals = text.find('=');
        all[text.substr(0, equals)] =
            equals == std::string::npos ? std::nullopt : std::optional(text.substr(equals + 1));
    });
    return all;
}

std::map<std::string, std::string> decode_text_map(const cursor& at) {
    std::map<std::string, std::string> all;
    for (auto& [key, value] : decode_list_or_map(at))
        all[key] = value.value_or("");
    return all;
}

}  // namespace rollout::compose
