#include "decode_values.hpp"

#include <rollout/compose/rules/cast.hpp>
#include <rollout/compose/text/ascii.hpp>
#include <rollout/compose/text/byte_size.hpp>
#include <rollout/compose/text/duration.hpp>
#include <rollout/compose/text/invalid_value.hpp>
#include <rollout/compose/text/numbers.hpp>
#include <rollout/compose/text/shell_words.hpp>
#include <rollout/compose/text/text.hpp>
#include <rollout/compose/tree/go_text.hpp>
#include <rollout/compose/tree/tree.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

namespace rollout::compose {

namespace {

[[noreturn]] void unconvertible(const cursor& at, const char* wanted) {
    at.fail(std::string("expected type '") + wanted + "', got unconvertible type '" +
            go_type(at.value()) + '\'');
}

/// `parse()`, whose `invalid_value` becomes an `error` here.
template <class Parse>
auto parsed(const cursor& at, Parse parse) {
    try {
        return parse();
    } catch (const invalid_value& e) {
        at.fail(e.what());
    }
}

std::optional<std::int64_t> whole(const node& n) {
    if (const auto* i = std::get_if<std::int64_t>(&n.value)) return *i;
    if (const auto* u = std::get_if<std::uint64_t>(&n.value)) return static_cast<std::int64_t>(*u);
    const auto* d = std::get_if<double>(&n.value);
    if (d && *d > -0x1p63 && *d < 0x1p63) return static_cast<std::int64_t>(*d);
    return {};
}

template <class Unsigned>
Unsigned unsigned_value(const cursor& at, const char* type) {
    const auto value = whole(at.value());
    if (!value) unconvertible(at, type);
    if (*value < 0 && !std::holds_alternative<std::uint64_t>(at.value().value)) {
        at.fail(std::string("cannot parse value as '") + type + "': " + go_text(at.value()) +
                " overflows uint");
    }
    return static_cast<Unsigned>(*value);
}

std::string without_brackets(std::string ip) {
    if (ip.size() > 2 && ip.front() == '[' && ip.back() == ']') return ip.substr(1, ip.size() - 2);
    return ip;
}

bool is_blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

}  // namespace

void decode_value(const cursor& at, std::string& into, warnings&) {
    if (at.value().is_string()) {
        into = at.value().string();
    } else if (std::holds_alternative<std::int64_t>(at.value().value)) {
        into = go_text(at.value());
    } else {
        unconvertible(at, "string");
    }
}

void decode_value(const cursor& at, bool& into, warnings& notes) {
    if (const auto* flag = std::get_if<bool>(&at.value().value)) {
        into = *flag;
    } else if (at.value().is_string()) {
        into = parsed(at, [&] { return parse_bool(at.value().string(), notes); });
    } else {
        unconvertible(at, "bool");
    }
}

void decode_value(const cursor& at, std::int64_t& into, warnings&) {
    if (at.value().is_string()) {
        into = parsed(at, [&] { return parse_integer(at.value().string()); });
    } else if (const auto value = whole(at.value())) {
        into = *value;
    } else if (std::holds_alternative<double>(at.value().value)) {
        into = INT64_MIN;  // what the processor makes of it for docker compose
    } else {
        unconvertible(at, "int");
    }
}

void decode_value(const cursor& at, std::uint64_t& into, warnings&) {
    into = unsigned_value<std::uint64_t>(at, "uint64");
}

void decode_value(const cursor& at, std::uint32_t& into, warnings&) {
    into = unsigned_value<std::uint32_t>(at, "uint32");
}

void decode_value(const cursor& at, std::uint16_t& into, warnings&) {
    into = unsigned_value<std::uint16_t>(at, "uint16");
}

void decode_value(const cursor& at, float& into, warnings&) {
    const auto& value = at.value().value;
    if (at.value().is_string()) {
        into = parsed(at, [&] { return static_cast<float>(parse_float(at.value().string())); });
    } else if (const auto* d = std::get_if<double>(&value)) {
        into = static_cast<float>(*d);
    } else if (const auto* i = std::get_if<std::int64_t>(&value)) {
        into = static_cast<float>(*i);
    } else {
        unconvertible(at, "float32");
    }
}

void decode_value(const cursor& at, byte_size& into, warnings&) {
    if (const auto* bytes = std::get_if<std::int64_t>(&at.value().value)) {
        into.bytes = *bytes;
    } else if (at.value().is_string()) {
        into.bytes = parsed(at, [&] { return parse_byte_size(at.value().string()); });
    }
}

void decode_value(const cursor& at, file_mode& into, warnings&) {
    if (const auto* bits = std::get_if<std::int64_t>(&at.value().value)) {
        into.bits = *bits;
    } else if (at.value().is_string()) {
        into.bits = parsed(at, [&] { return parse_octal(at.value().string()); });
    } else {
        at.fail("unexpected value type " + go_type(at.value()) + " for mode");
    }
}

void decode_value(const cursor& at, ulimit& into, warnings& notes) {
    into = {};
    if (!at.value().is_mapping()) {
        decode_value(at, into.single, notes);
        return;
    }
    if (const auto soft = at.find("soft")) decode_value(*soft, into.soft, notes);
    if (const auto hard = at.find("hard")) decode_value(*hard, into.hard, notes);
}

void decode_value(const cursor& at, std::chrono::nanoseconds& into, warnings&) {
    into = parsed(at, [&] { return parse_duration(go_text(at.value())); });
}

void decode_value(const cursor& at, volume_mount::kind& into, warnings&) {
    using kind = volume_mount::kind;
    const auto text = go_text(at.value());
    for (const auto candidate :
         {kind::bind, kind::volume, kind::tmpfs, kind::npipe, kind::cluster, kind::image}) {
        if (text == to_string(candidate)) into = candidate;
    }
}

void decode_value(const cursor& at, env_file& into, warnings& notes) {
    into.where = at.where();
    if (const auto path = at.find("path")) decode_value(*path, into.path, notes);
    if (const auto required = at.find("required")) decode_value(*required, into.required, notes);
    if (const auto format = at.find("format")) decode_value(*format, into.format, notes);
}

void decode_value(const cursor& at, text_map& into, warnings&) {
    at.each_entry([&into](const node::entry& e, const cursor& value) {
        into[e.key] = value.value().is_null() ? "" : go_text(value.value());
    });
    at.each_item([&into](const cursor& item) {
        const auto text = go_text(item.value());
        const auto equals = text.find('=');
        into[text.substr(0, equals)] = equals == std::string::npos ? "" : text.substr(equals + 1);
    });
}

void decode_value(const cursor& at, optional_text_map& into, warnings&) {
    at.each_entry([&into](const node::entry& e, const cursor& value) {
        into[e.key] =
            value.value().is_null() ? std::nullopt : std::optional(go_text(value.value()));
    });
    at.each_item([&](const cursor& item) {
        const auto text = go_text(item.value());
        const auto equals = text.find('=');
        const auto key = text.substr(0, equals);
        if (!key.empty() && is_blank(key.back())) {
            at.fail("environment variable " + key + " is declared with a trailing space");
        }
        into[key] =
            equals == std::string::npos ? std::nullopt : std::optional(text.substr(equals + 1));
    });
}

void decode_value(const cursor& at, host_list& into, warnings&) {
    const auto add = [&](const std::string& host, std::vector<std::string> ips) {
        if (host.empty() || host.find_first_of(":=") != std::string::npos) {
            at.fail("bad host name '" + host + '\'');
        }
        auto& known = into[host];
        for (auto& ip : ips)
            known.push_back(without_brackets(std::move(ip)));
    };
    at.each_entry([&add](const node::entry& e, const cursor& value) {
        if (value.value().is_sequence()) {
            add(e.key, decode_any_texts(value));
        } else {
            add(e.key, {value.value().is_null() ? "" : go_text(value.value())});
        }
    });
    at.each_item([&](const cursor& item) {
        const auto text = go_text(item.value());
        auto mark = text.find('=');
        if (mark == std::string::npos) mark = text.find(':');
        if (mark == std::string::npos) {
            at.fail("invalid additional host, missing IP: " + text);
        }
        add(text.substr(0, mark), split(text.substr(mark + 1), ','));
    });
}

void decode_value(const cursor& at, std::vector<std::string>& into, warnings& notes) {
    if (!at.value().is_sequence()) {
        decode_value(at, into.emplace_back(), notes);
        return;
    }
    at.each_item([&](const cursor& item) { decode_value(item, into.emplace_back(), notes); });
}

void decode_command(const cursor& at, command& into) {
    if (at.value().is_sequence()) {
        into = decode_any_texts(at);
    } else {
        into = parsed(at, [&] { return split_shell_words(go_text(at.value())); });
    }
}

void decode_test(const cursor& at, std::vector<std::string>& into) {
    if (at.value().is_sequence()) {
        into = decode_any_texts(at);
    } else {
        into = {"CMD-SHELL", go_text(at.value())};
    }
}

void decode_device_count(const cursor& at, std::int64_t& into) {
    if (const auto* count = std::get_if<std::int64_t>(&at.value().value)) {
        into = *count;
        return;
    }
    if (!at.value().is_string()) {
        at.fail("invalid type " + go_type(at.value()) + " for device count");
    }
    const auto& text = at.value().string();
    if (lower_case(text) == "all") {
        into = -1;
        return;
    }
    try {
        into = parse_integer(text);
    } catch (const invalid_value&) {
        at.fail("invalid value \"" + text + "\", the only value allowed is 'all' or a number");
    }
}

std::vector<std::string> decode_any_texts(const cursor& at) {
    std::vector<std::string> all;
    at.each_item([&all](const cursor& item) { all.push_back(go_text(item.value())); });
    return all;
}

}  // namespace rollout::compose
