#include "schema.hpp"

#include "key_path.hpp"
#include "near_miss.hpp"
#include "schema_table.hpp"
#include "yaml_scalar.hpp"

#include <rollout/compose/error.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace rollout::compose {

namespace {

using schema::kinds;
using schema::shape;

kinds kind_of(const node& n) {
    struct visitor {
        kinds operator()(const node::null&) const { return schema::null; }
        kinds operator()(bool) const { return schema::boolean; }
        kinds operator()(std::int64_t) const { return schema::integer; }
        kinds operator()(std::uint64_t) const { return schema::integer; }
        kinds operator()(double) const { return schema::fraction; }
        kinds operator()(const timestamp&) const { return schema::date; }
        kinds operator()(const std::string&) const { return schema::text; }
        kinds operator()(const node::sequence&) const { return schema::list; }
        kinds operator()(const node::mapping&) const { return schema::mapping; }
    };
    return std::visit(visitor(), n.value);
}

struct kind_name {
    kinds kind;
    std::string_view name;
};

constexpr kind_name kind_names[] = {
    {schema::text, "a string"},     {schema::number, "a number"},   {schema::integer, "an integer"},
    {schema::fraction, "a number"}, {schema::boolean, "a boolean"}, {schema::mapping, "a mapping"},
    {schema::list, "a list"},       {schema::null, "null"},         {schema::date, "a date"},
};

/// "a string, a number or null"
std::string describe(kinds allowed) {
    std::vector<std::string_view> names;
    for (const auto& [kind, name] : kind_names) {
        if ((allowed & kind) != kind) continue;
        names.push_back(name);
        allowed &= ~kind;
    }
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) text += i + 1 == names.size() ? " or " : ", ";
        text += names[i];
    }
    return text;
}

bool is_extension(std::string_view key) {
    return key.substr(0, 2) == "x-";
}

[[noreturn]] void fail(const position& where, const key_path& path, const std::string& message) {
    const auto text = path.to_string();
    throw error(where, text.empty() ? message : text + ": " + message);
}

const schema::field* find_field(const shape& s, std::string_view key) {
    const auto it = std::find_if(s.fields.begin(), s.fields.end(),
                                 [key](const schema::field& f) { return f.name == key; });
    return it == s.fields.end() ? nullptr : &*it;
}

[[noreturn]] void refuse_key(const node::entry& e, const shape& s, const key_path& path) {
    std::vector<std::string_view> known;
    for (const auto& f : s.fields)
        known.push_back(f.name);
    const auto near = near_miss(e.key, known);
    fail(e.key_where, path,
         near.empty() ? std::string("unknown or unsupported key")
                      : "unknown key; did you mean \"" + std::string(near) + "\"?");
}

void check(const node& n, const shape& s, const key_path& path);

void check_mapping(const node& n, const shape& s, const key_path& path) {
    for (const auto& e : n.entries()) {
        const auto at = path.child(e.key);
        if (s.any_key) {
            if (s.valid_name && !s.valid_name(e.key)) {
                fail(e.key_where, at, "a name may hold only letters, digits, '.', '_' and '-'");
            }
            check(e.value, *s.any_key, at);
        } else if (const auto* f = find_field(s, e.key)) {
            check(e.value, *f->value, at);
        } else if (!is_extension(e.key)) {
            refuse_key(e, s, at);
        }
    }
    for (const auto& f : s.fields) {
        if (f.required && !n.find(f.name)) {
            fail(n.where, path, "the key \"" + std::string(f.name) + "\" is missing");
        }
    }
}

/// A text that two values share when they are equal.
std::string fingerprint(const node& n) {
    const auto piece = [](char tag, const std::string& body) {
        return tag + std::to_string(body.size()) + ':' + body;
    };
    if (n.is_string()) return piece('s', n.string());
    if (n.is_sequence()) {
        std::string body;
        for (const auto& item : n.items())
            body += fingerprint(item);
        return piece('l', body);
    }
    if (n.is_mapping()) {
        std::vector<std::string> parts;
        for (const auto& e : n.entries())
            parts.push_back(piece('k', e.key) + fingerprint(e.value));
        std::sort(parts.begin(), parts.end());
        std::string body;
        for (const auto& part : parts)
            body += part;
        return piece('m', body);
    }
    const bool is_flag = std::holds_alternative<bool>(n.value);
    return piece(is_flag ? 'b' : 'n', scalar_text(n).value_or(""));
}

void check_unique(const node& n, const key_path& path) {
    std::unordered_map<std::string, int> line_of;
    for (std::size_t i = 0; i < n.items().size(); ++i) {
        const auto& item = n.items()[i];
        const auto [it, is_new] = line_of.try_emplace(fingerprint(item), item.where.line);
        if (is_new) continue;
        fail(item.where, path.item(i),
             "the same item stands at line " + std::to_string(it->second));
    }
}

void check_text(const node& n, const shape& s, const key_path& path) {
    if (!s.values.empty() &&
        std::find(s.values.begin(), s.values.end(), n.string()) == s.values.end()) {
        std::string allowed;
        for (const auto value : s.values) {
            allowed += (allowed.empty() ? "" : ", ") + std::string(value);
        }
        fail(n.where, path, '"' + n.string() + "\" is none of " + allowed);
    }
    if (s.valid_text && !s.valid_text(n.string())) {
        fail(n.where, path, '"' + n.string() + "\" is not valid here");
    }
}

void check(const node& n, const shape& s, const key_path& path) {
    const auto kind = kind_of(n);
    if ((s.allowed & kind) == 0) {
        fail(n.where, path, "must be " + describe(s.allowed) + ", not " + describe(kind));
    }
    if (kind == schema::mapping) check_mapping(n, s, path);
    if (kind == schema::text) check_text(n, s, path);
    if (kind == schema::list) {
        if (s.items) {
            for (std::size_t i = 0; i < n.items().size(); ++i) {
                check(n.items()[i], *s.items, path.item(i));
            }
        }
        if (s.unique_items) check_unique(n, path);
    }
}

}  // namespace

void check_schema(const node& root) {
    check(root, schema::compose_file(), key_path());
}

}  // namespace rollout::compose
