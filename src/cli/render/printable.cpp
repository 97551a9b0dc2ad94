#include <cli/render/printable.hpp>

namespace rollout::cli {

namespace {

constexpr char escape = '\x1b';

bool is_control(char c) {
    const auto code = static_cast<unsigned char>(c);
    return (code < 0x20 && c != '\t') || code == 0x7f;
}

/// U+0080 to U+009F in UTF-8: some terminals take them for escape sequences of one character.
bool is_c1(std::string_view rest) {
    return rest.size() > 1 && rest[0] == '\xc2' && static_cast<unsigned char>(rest[1]) >= 0x80 &&
           static_cast<unsigned char>(rest[1]) < 0xa0;
}

/// The length of the escape sequence that `rest` begins with (ECMA-48): CSI up to its final byte,
/// OSC, DCS and their like up to their end, else two characters.
std::size_t sequence_length(std::string_view rest) {
    if (rest.size() < 2) return rest.size();
    if (rest[1] == '[') {
        const auto final = rest.find_first_not_of("0123456789:;<=>?!\"#$%&'()*+,-./ ", 2);
        return final == std::string_view::npos ? rest.size() : final + 1;
    }
    if (std::string_view("]PX^_").find(rest[1]) == std::string_view::npos) return 2;
    for (std::size_t i = 2; i < rest.size(); ++i) {
        if (rest[i] == '\a') return i + 1;
        if (rest[i] == escape && i + 1 < rest.size() && rest[i + 1] == '\\') return i + 2;
    }
    return 2;  // without its end it must not hide what follows
}

}  // namespace

std::string printable(std::string_view text) {
    std::string kept;
    kept.reserve(text.size());
    while (!text.empty()) {
        std::size_t length = 1;
        if (text.front() == escape)
            length = sequence_length(text);
        else if (is_c1(text))
            length = 2;
        else if (!is_control(text.front()))
            kept += text.front();
        text.remove_prefix(length);
    }
    return kept;
}

}  // namespace rollout::cli
