#include "yaml_text.hpp"

#include "yaml_scalar.hpp"

#include <rollout/compose/text/ascii.hpp>
#include <rollout/compose/text/text.hpp>
#include <rollout/compose/tree/go_text.hpp>
#include <rollout/compose/tree/tree.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

// YAML as go-yaml v3 writes it.

namespace rollout::compose {

namespace {

constexpr std::string_view old_booleans[] = {"y", "Y", "yes", "Yes", "YES", "on",  "On",  "ON",
                                             "n", "N", "no",  "No",  "NO",  "off", "Off", "OFF"};

/// `1:30:00`, a number to YAML 1.1.
bool is_base60(std::string_view text) {
    if (!text.empty() && (text.front() == '+' || text.front() == '-')) text.remove_prefix(1);
    if (text.empty() || !is_digit(text.front())) return false;
    const auto whole = text.find_first_not_of("0123456789_");
    if (whole == std::string_view::npos || text[whole] != ':') return false;
    text.remove_prefix(whole);
    while (!text.empty() && text.front() == ':') {
        text.remove_prefix(1);
        const auto digits = std::min(text.find_first_not_of("0123456789"), text.size());
        if (digits == 0 || digits > 2 || (digits == 2 && text.front() > '5')) return false;
        text.remove_prefix(digits);
    }
    if (!text.empty() && text.front() == '.') {
        text.remove_prefix(1);
        text.remove_prefix(std::min(text.find_first_not_of("0123456789_"), text.size()));
    }
    return text.empty();
}

/// A text that would be read as something else without quotes.
bool reads_as_other(const std::string& text) {
    if (!std::holds_alternative<std::string>(plain_scalar_value(text))) return true;
    return is_base60(text) || std::find(std::begin(old_booleans), std::end(old_booleans), text) !=
                                  std::end(old_booleans);
}

/// One character of UTF-8 text.
struct character {
    char32_t code = 0;
    std::size_t length = 1;
};

character decode(std::string_view text) {
    const auto first = static_cast<unsigned char>(text.front());
    const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (length == 1 || length > text.size()) return {first, 1};
    char32_t code = first & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i)
        code = code << 6U | (static_cast<unsigned char>(text[i]) & 0x3FU);
    return {code, length};
}

bool is_break(char32_t c) {
    return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

bool is_printable(char32_t c) {
    return c == '\n' || (c >= 0x20 && c <= 0x7E) || (c >= 0xA0 && c <= 0xD7FF) ||
           (c >= 0xE000 && c <= 0xFFFD && c != 0xFEFF);
}

/// Which ways of writing a text are open.
struct analysis {
    bool multiline = false;
    bool plain = true;
    bool single_quoted = true;
    bool block = true;
};

bool is_indicator(char32_t c, bool first, bool after_blank, bool before_blank) {
    static constexpr std::string_view never_first = "#,[]{}&*!|>'\"%@`";
    if (first && c < 0x80 && never_first.find(static_cast<char>(c)) != std::string_view::npos) {
        return true;
    }
    if (first && (c == '?' || c == '-')) return before_blank;
    return (c == ':' && before_blank) || (c == '#' && !first && after_blank);
}

analysis analyze(std::string_view text) {
    analysis a;
    if (text.empty()) {
        a.block = false;
        return a;
    }
    bool indicators = starts_with(text, "---") || starts_with(text, "...");
    bool special = false;
    bool tabs = false;
    bool break_space = false;
    bool space_break = false;
    bool after_blank = true;
    bool after_space = false;
    bool after_break = false;
    const auto blank_at = [text](std::size_t i) {
        return i >= text.size() || text[i] == ' ' || text[i] == '\t' ||
               is_break(decode(text.substr(i)).code);
    };
    for (std::size_t i = 0; i < text.size();) {
        const auto [c, length] = decode(text.substr(i));
        const bool before_blank =
            i + length >= text.size() || text[i + length] == ' ' || text[i + length] == '\t';
        indicators = indicators || is_indicator(c, i == 0, after_blank, before_blank);
        if (c == '\t') {
            tabs = true;
        } else if (!is_printable(c)) {
            special = true;
        }
        break_space = break_space || (c == ' ' && after_break);
        space_break = space_break || (is_break(c) && after_space);
        a.multiline = a.multiline || is_break(c);
        after_space = c == ' ';
        after_break = is_break(c);
        after_blank = blank_at(i);
        i += length;
    }
    const bool leading = text.front() == ' ' || is_break(decode(text).code);
    const bool trailing_space = text.back() == ' ';
    const bool trailing = trailing_space || after_break;
    a.plain = !indicators && !leading && !trailing && !break_space && !space_break && !tabs &&
              !special && !a.multiline;
    a.single_quoted = !break_space && !space_break && !tabs && !special;
    a.block = !trailing_space && !space_break && !special;
    return a;
}

std::string single_quoted(std::string_view text) {
    std::string out = "'";
    for (const char c : text)
        out.append(c == '\'' ? 2 : 1, c);
    return out + '\'';
}

void append_hex(std::string& out, char kind, char32_t code, int digits) {
    out += '\\';
    out += kind;
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4)
        out += "0123456789ABCDEF"[code >> static_cast<unsigned>(shift) & 15U];
}

void append_escape(std::string& out, char32_t c) {
    static constexpr std::string_view codes("\0\a\b\t\n\v\f\r\x1b\"\\", 11);
    static constexpr std::string_view names = "0abtnvfre\"\\";
    const auto at = c < 0x80 ? codes.find(static_cast<char>(c)) : std::string_view::npos;
    if (at != std::string_view::npos) {
        out += {'\\', names[at]};
    } else if (c == 0x85 || c == 0xA0) {
        out += c == 0x85 ? "\\N" : "\\_";
    } else if (c == 0x2028 || c == 0x2029) {
        out += c == 0x2028 ? "\\L" : "\\P";
    } else if (c <= 0xFF) {
        append_hex(out, 'x', c, 2);
    } else {
        append_hex(out, c <= 0xFFFF ? 'u' : 'U', c, c <= 0xFFFF ? 4 : 8);
    }
}

std::string double_quoted(std::string_view text) {
    // go-yaml looks for a byte order mark at the front only, but at each character.
    const bool marked = starts_with(text, "\xEF\xBB\xBF");
    std::string out = "\"";
    for (std::size_t i = 0; i < text.size();) {
        const auto [c, length] = decode(text.substr(i));
        if (marked || !is_printable(c) || is_break(c) || c == '"' || c == '\\') {
            append_escape(out, c);
        } else {
            out += text.substr(i, length);
        }
        i += length;
    }
    return out + '"';
}

class yaml_writer {
  public:
    explicit yaml_writer(std::size_t indent) : step_(indent) {}

    void document(const node& n) {
        if (n.is_mapping() && !n.entries().empty()) {
            mapping(n.entries(), 0, true);
        } else if (n.is_sequence() && !n.items().empty()) {
            sequence(n.items(), 0, true);
        } else {
            out_ += scalar(n, 0, false) + '\n';
        }
    }

    std::string take() { return std::move(out_); }

  private:
    void start_line(std::size_t indent, bool& in_line) {
        if (!in_line) out_.append(indent, ' ');
        in_line = false;
    }

    void mapping(const node::mapping& map, std::size_t indent, bool in_line) {
        for (const auto& [key, where, value] : map) {
            start_line(indent, in_line);
            const auto text = scalar(node(key, {}), indent, true);
            if (key.size() <= longest_simple_key) {
                out_ += text + ':';
                below(value, indent);
            } else {
                out_ += "? " + text + '\n';
                out_.append(indent, ' ');
                out_ += ':';
                beside(value, indent);
            }
        }
    }

    void sequence(const node::sequence& list, std::size_t indent, bool in_line) {
        for (const auto& item : list) {
            start_line(indent, in_line);
            out_ += '-';
            beside(item, indent);
        }
    }

    /// A value on the line of its mark.
    void beside(const node& value, std::size_t indent) {
        out_ += ' ';
        if (value.is_mapping() && !value.entries().empty()) {
            mapping(value.entries(), indent + 2, true);
        } else if (value.is_sequence() && !value.items().empty()) {
            sequence(value.items(), indent + 2, true);
        } else {
            out_ += scalar(value, indent, false);
            end_line();
        }
    }

    /// The value of a key.
    void below(const node& value, std::size_t indent) {
        if (value.is_mapping() && !value.entries().empty()) {
            out_ += '\n';
            mapping(value.entries(), indent + step_, false);
        } else if (value.is_sequence() && !value.items().empty()) {
            out_ += '\n';
            sequence(value.items(), indent + step_, false);
        } else {
            out_ += ' ' + scalar(value, indent, false);
            end_line();
        }
    }

    /// A block text with kept breaks has ended its line already.
    void end_line() {
        if (out_.back() != '\n') out_ += '\n';
    }

    [[nodiscard]] std::string scalar(const node& n, std::size_t indent, bool is_key) const {
        if (n.is_mapping()) return "{}";
        if (n.is_sequence()) return "[]";
        if (n.is_null()) return "null";
        if (const auto* number = std::get_if<double>(&n.value)) {
            if (std::isnan(*number)) return ".nan";
            if (std::isinf(*number)) return *number > 0 ? ".inf" : "-.inf";
        }
        if (!n.is_string()) return go_text(n);
        return text(valid_utf8(n.string()), indent, is_key);
    }

    [[nodiscard]] std::string text(const std::string& text, std::size_t indent, bool is_key) const {
        const auto a = analyze(text);
        if (text.find('\n') != std::string::npos) {
            return a.block && !is_key ? literal(text, indent + step_) : double_quoted(text);
        }
        if (is_key && a.multiline) return double_quoted(text);
        if (reads_as_other(text)) return double_quoted(text);
        if (a.plain) return text;
        return a.single_quoted ? single_quoted(text) : double_quoted(text);
    }

    [[nodiscard]] std::string literal(const std::string& text, std::size_t indent) const {
        std::string out = "|";
        if (text.front() == ' ' || text.front() == '\n') out += std::to_string(step_);
        const bool ends_line = text.back() == '\n';
        const bool more_breaks = ends_line && (text.size() == 1 || text[text.size() - 2] == '\n');
        if (!ends_line) out += '-';
        if (more_breaks) out += '+';
        out += '\n';
        bool at_start = true;
        for (const char c : text) {
            if (c != '\n' && at_start) out.append(indent, ' ');
            at_start = c == '\n';
            out += c;
        }
        return out;
    }

    static constexpr std::size_t longest_simple_key = 128;

    std::size_t step_;
    std::string out_;
};

}  // namespace

std::string yaml_text(const node& n, std::size_t indent) {
    yaml_writer out(indent);
    out.document(n);
    return out.take();
}

}  // namespace rollout::compose
