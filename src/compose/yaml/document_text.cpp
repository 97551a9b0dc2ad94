#include "yaml_text.hpp"

#include <rollout/compose/text/text.hpp>
#include <rollout/compose/tree/error.hpp>
#include <rollout/compose/tree/go_text.hpp>
#include <rollout/compose/tree/scalar_text.hpp>
#include <rollout/compose/tree/tree.hpp>
#include <rollout/compose/yaml/document_text.hpp>

#include <array>
#include <charconv>
#include <cmath>
#include <string>
#include <string_view>

// JSON as Go's encoding/json writes it.

namespace rollout::compose {

namespace {

constexpr std::string_view hex = "0123456789abcdef";

void append_escaped(std::string& out, char c) {
    switch (c) {
        case '"': out += "\\\""; return;
        case '\\': out += "\\\\"; return;
        case '\b': out += "\\b"; return;
        case '\f': out += "\\f"; return;
        case '\n': out += "\\n"; return;
        case '\r': out += "\\r"; return;
        case '\t': out += "\\t"; return;
        default: break;
    }
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || c == '<' || c == '>' || c == '&') {
        out += "\\u00";
        out += hex[byte >> 4U];
        out += hex[byte & 15U];
    } else {
        out += c;
    }
}

std::string json_quoted(std::string_view text) {
    static constexpr std::string_view line_separator = "\xE2\x80\xA8";
    static constexpr std::string_view paragraph_separator = "\xE2\x80\xA9";
    static constexpr std::string_view replacement = "\xEF\xBF\xBD";
    std::string out = "\"";
    const auto valid = valid_utf8(text);
    // What was replaced is written as an escape, what the text itself has is not.
    const bool was_valid = valid == text;
    for (std::size_t i = 0; i < valid.size(); ++i) {
        const auto rest = std::string_view(valid).substr(i);
        if (starts_with(rest, line_separator) || starts_with(rest, paragraph_separator)) {
            out += starts_with(rest, line_separator) ? "\\u2028" : "\\u2029";
            i += 2;
        } else if (!was_valid && starts_with(rest, replacement)) {
            out += "\\ufffd";
            i += 2;
        } else {
            append_escaped(out, valid[i]);
        }
    }
    return out + '"';
}

/// Shortest digits; an exponent below 1e-6 and from 1e21 on.
std::string number_text(double value) {
    if (!std::isfinite(value)) {
        throw error({}, "json: unsupported value: " + go_float_text(value));
    }
    const auto size = std::abs(value);
    const bool scientific = size != 0 && (size < 1e-6 || size >= 1e21);
    std::array<char, 400> buffer{};
    auto* const end =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                      scientific ? std::chars_format::scientific : std::chars_format::fixed)
            .ptr;
    std::string text(buffer.data(), end);
    // Go writes e-9, not e-09.
    const auto zero = text.find("e-0");
    if (zero != std::string::npos) text.erase(zero + 2, 1);
    return text;
}

class json_writer {
  public:
    /// An indent of 0 = all on one line.
    explicit json_writer(std::size_t indent) : indent_(indent) {}

    void write(const node& n) {
        if (n.is_mapping()) {
            write_all(n.entries(), '{', '}', [this](const node::entry& e) {
                out_ += json_quoted(e.key) + (indent_ > 0 ? ": " : ":");
                write(e.value);
            });
        } else if (n.is_sequence()) {
            write_all(n.items(), '[', ']', [this](const node& item) { write(item); });
        } else if (n.is_string()) {
            out_ += json_quoted(n.string());
        } else if (const auto* number = std::get_if<double>(&n.value)) {
            out_ += number_text(*number);
        } else if (const auto* date = std::get_if<timestamp>(&n.value)) {
            out_ += json_quoted(date->text);
        } else {
            out_ += n.is_null() ? "null" : go_text(n);
        }
    }

    std::string take() { return std::move(out_); }

  private:
    template <class List, class Write>
    void write_all(const List& list, char open, char close, Write write_one) {
        out_ += open;
        ++depth_;
        for (const auto& one : list) {
            if (&one != &list.front()) out_ += ',';
            new_line();
            write_one(one);
        }
        --depth_;
        if (!list.empty()) new_line();
        out_ += close;
    }

    void new_line() {
        if (indent_ == 0) return;
        out_ += '\n';
        out_.append(depth_ * indent_, ' ');
    }

    std::size_t indent_;
    std::size_t depth_ = 0;
    std::string out_;
};

std::string json(const node& n, std::size_t indent) {
    json_writer out(indent);
    out.write(n);
    return out.take();
}

}  // namespace

std::string compact_json(const node& n) {
    return json(n, 0);
}

std::string text_of(const node& n, format style, std::size_t indent) {
    return style == format::json ? json(n, indent) : yaml_text(n, indent);
}

}  // namespace rollout::compose
