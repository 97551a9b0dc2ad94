#include <cli/words.hpp>

#include <charconv>
#include <sstream>
#include <variant>

namespace rollout::cli {

namespace {

/// `-it` is `-i -t`, and `-uroot` is `-u root`.
bool wants_next(const std::string& arg, const std::set<std::string>& flags_with_values) {
    if (arg.starts_with("--")) return flags_with_values.contains(arg);
    for (std::size_t i = 1; i < arg.size(); ++i)
        if (flags_with_values.contains(std::string("-") + arg[i])) return i + 1 == arg.size();
    return false;
}

}  // namespace

std::set<std::string> flags_with_values(const option_list& options,
                                        const std::set<std::string>& below) {
    auto found = below;
    for (const auto& o : options) {
        const bool has_value =
            !std::holds_alternative<bool*>(o.to) && !std::holds_alternative<refused>(o.to);
        std::istringstream names(o.names);
        for (std::string name; std::getline(names, name, ',');) {
            if (has_value)
                found.insert(name);
            else
                found.erase(name);
        }
    }
    return found;
}

std::optional<int> whole_number(const std::string& text) {
    int number = -1;
    const auto* end = text.data() + text.size();
    const auto [stop, failure] = std::from_chars(text.data(), end, number);
    if (failure != std::errc() || stop != end || number < 0) return std::nullopt;
    return number;
}

std::size_t first_word(const std::vector<std::string>& args, std::size_t from,
                       const std::set<std::string>& flags_with_values) {
    auto at = from;
    while (at < args.size()) {
        const auto& arg = args[at];
        if (arg == "--") return at + 1;
        if (arg.size() < 2 || arg.front() != '-') break;
        at += wants_next(arg, flags_with_values) ? 2 : 1;
    }
    return at;
}

}  // namespace rollout::cli
