#include <rollout/compose/tree/error.hpp>

#include <utility>

namespace rollout::compose {

namespace {

std::string one_line(const position& where, const std::string& message) {
    std::string text(where.file_name());
    if (where.line > 0) {
        text += ':' + std::to_string(where.line) + ':' + std::to_string(where.column);
    }
    return text.empty() ? message : text + ": " + message;
}

bool is_utf8_continuation(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

}  // namespace

error::error(position where, const std::string& message)
    : std::runtime_error(one_line(where, message)), where_(std::move(where)) {}

std::string excerpt(const error& e) {
    const auto& line = e.source_line();
    if (line.empty()) return {};
    const auto number = std::to_string(e.where().line);
    std::string caret(number.size(), ' ');
    caret += " | ";
    const auto before = static_cast<std::size_t>(e.where().column > 0 ? e.where().column - 1 : 0);
    for (std::size_t i = 0; i < before && i < line.size(); ++i) {
        if (line[i] == '\t') {
            caret += '\t';
        } else if (!is_utf8_continuation(line[i])) {
            caret += ' ';
        }
    }
    return number + " | " + line + '\n' + caret + "^\n";
}

}  // namespace rollout::compose
