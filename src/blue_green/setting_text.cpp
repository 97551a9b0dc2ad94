#include "setting_text.hpp"

#include <rollout/compose/read/load.hpp>
#include <rollout/compose/text/shell_words.hpp>

#include <filesystem>
#include <type_traits>
#include <variant>
#include <vector>

namespace rollout::blue_green {

namespace {

/// An item is a text of its own, so what YAML took for a number with a point is not guessed back.
std::string item_text(const compose::node& n, const std::string& path) {
    if (std::holds_alternative<double>(n.value))
        throw compose::error(n.where, path + ": a number with a point must be in quotes");
    return scalar_text(n, path);
}

std::string list_text(const compose::node& n, const std::string& path,
                      const std::string& separator) {
    if (!n.is_sequence()) return item_text(n, path);
    std::string text;
    for (const auto& item : n.items()) {
        const auto one = item_text(item, path);
        if (one.find(separator) != std::string::npos)
            throw compose::error(item.where, path + ": an item must not have a " +
                                                 (separator == "," ? "comma" : "line feed") +
                                                 " in it");
        text += (text.empty() ? "" : separator) + one;
    }
    return text;
}

std::string command_text(const compose::node& n, const std::string& path) {
    if (!n.is_sequence()) return item_text(n, path);
    std::vector<std::string> words;
    for (const auto& item : n.items())
        words.push_back(item_text(item, path));
    return compose::quoted_words(words);
}

}  // namespace

std::string scalar_text(const compose::node& n, const std::string& path) {
    return std::visit(
        [&](const auto& v) -> std::string {
            using type = std::decay_t<decltype(v)>;
            if constexpr (std::is_same_v<type, std::string>) return v;
            if constexpr (std::is_same_v<type, bool>) return v ? "true" : "false";
            if constexpr (std::is_same_v<type, std::int64_t> || std::is_same_v<type, double>)
                return std::to_string(v);
            throw compose::error(n.where, path + " must be a string or a number");
        },
        n.value);
}

std::string setting_text(const setting_row& row, const compose::node& value,
                         const std::string& path) {
    if (row.is_command) return command_text(value, path);
    if (*row.joined_by) return list_text(value, path, row.joined_by);
    return scalar_text(value, path);
}

std::string absolute_path(const std::string& folder, const std::string& path) {
    return (std::filesystem::path(folder) / path).lexically_normal().string();
}

}  // namespace rollout::blue_green
