#include <rollout/compose/schema/schema.hpp>
#include <rollout/compose/schema/schema_table.hpp>
#include <rollout/compose/text/near_miss.hpp>
#include <rollout/compose/tree/error.hpp>
#include <rollout/compose/tree/go_text.hpp>
#include <rollout/compose/tree/key_path.hpp>
#include <rollout/compose/tree/tree.hpp>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
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
        kinds operator()(double d) const {
            return std::isfinite(d) && std::trunc(d) == d ? schema::integer : schema::fraction;
        }
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

// In the order of the alphabet, as docker compose lists them.
constexpr kind_name kind_names[] = {
    {schema::list, "array"},      {schema::boolean, "boolean"}, {schema::integer, "integer"},
    {schema::mapping, "mapping"}, {schema::null, "null"},       {schema::number, "number"},
    {schema::text, "string"},
};

std::string describe(kinds allowed) {
    std::vector<std::string_view> names;
    for (const auto& [kind, name] : kind_names) {
        if ((allowed & kind) != kind) continue;
        if (kind == schema::integer && (allowed & schema::number) == schema::number) continue;
        names.push_back(name);
    }
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) text += i + 1 == names.size() ? " or " : ", ";
        text += names[i];
    }
    return text;
}

std::string in_quotes(std::string_view text) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'' || c == '\\') out += '\\';
        out += c;
    }
    return out + '\'';
}

/// A fault of one value, so far the deepest: it says most about what the user meant.
struct fault {
    int depth = -1;
    position where;
    std::string message;
    std::string hint;
};

const schema::field* find_field(const shape& s, std::string_view key) {
    const auto it = std::find_if(s.fields.begin(), s.fields.end(),
                                 [key](const schema::field& f) { return f.name == key; });
    return it == s.fields.end() ? nullptr : &*it;
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
    return piece(is_flag ? 'b' : 'n', go_text(n));
}

class checker {
  public:
    void check(const node& n, const shape& s, const key_path& path) {
        const auto kind = kind_of(n);
        if ((s.allowed & kind) == 0) {
            report(n.where, path, wrong_kind(n, s));
            return;
        }
        // A value that fits none of the alternatives is told what the first one is.
        const auto* first = s.first != 0 && (s.first & kind) == 0 ? &s : nullptr;
        switch (kind) {
            case schema::mapping: check_mapping(n, s, path, first); break;
            case schema::list: check_list(n, s, path, first); break;
            case schema::text: check_text(n, s, path); break;
            case schema::integer: check_range(n, s, path, first); break;
            default: break;
        }
    }

    /// The worst fault, or none.
    [[nodiscard]] const fault& worst() const { return worst_; }

  private:
    static std::string wrong_kind(const node& n, const shape& s) {
        if (kind_of(n) == schema::date) return " invalid jsonType time.Time";
        return " must be a " + describe(s.first != 0 ? s.first : s.allowed);
    }

    /// `about` is the path of the key when that is not `path`.
    void report(const position& where, const key_path& path, const std::string& message,
                std::string hint = {}, int extra_depth = 0, const std::string& about = {}) {
        const auto depth = path.depth() + extra_depth;
        if (depth <= worst_.depth) return;
        const auto at = path.to_string(item_style::plain);
        worst_ = {
            depth, where,
            (about.empty() ? "" : about + ": ") + at + (at.empty() ? message.substr(1) : message),
            std::move(hint)};
    }

    void report_own(const node& n, const key_path& path, const shape* first, std::string message) {
        report(n.where, path, first ? " must be a " + describe(first->first) : std::move(message));
    }

    void check_mapping(const node& n, const shape& s, const key_path& path, const shape* first) {
        check_required(n, s, path, first);
        std::vector<const node::entry*> unknown;
        for (const auto& e : n.entries()) {
            const auto at = path.child(e.key);
            const bool extension = !s.strict && e.key.rfind("x-", 0) == 0;
            if (const auto* f = find_field(s, e.key)) {
                check(e.value, *f->value, at);
            } else if (s.any_key && (!s.valid_name || s.valid_name(e.key))) {
                check(e.value, *s.any_key, at);
            } else if (!s.open && !extension) {
                unknown.push_back(&e);
            }
        }
        if (!unknown.empty()) report_unknown(unknown, s, path);
    }

    void check_required(const node& n, const shape& s, const key_path& path, const shape* first) {
        std::vector<std::string> missing;
        for (const auto& f : s.fields) {
            if (f.required && !n.find(f.name)) missing.push_back(in_quotes(f.name));
        }
        if (missing.empty()) return;
        std::string names;
        for (const auto& name : missing)
            names += (names.empty() ? "" : ", ") + name;
        report_own(n, path, first,
                   (missing.size() == 1 ? " missing property " : " missing properties ") + names);
    }

    void report_unknown(const std::vector<const node::entry*>& unknown, const shape& s,
                        const key_path& path) {
        std::string names;
        for (const auto* e : unknown)
            names += (names.empty() ? "" : ", ") + in_quotes(e->key);
        std::vector<std::string_view> known;
        for (const auto& f : s.fields)
            known.push_back(f.name);
        const auto near = near_miss(unknown.front()->key, known);
        const auto first = path.child(unknown.front()->key).to_string(item_style::plain);
        report(unknown.front()->key_where, path, " additional properties " + names + " not allowed",
               near.empty() ? "" : "; did you mean `" + std::string(near) + "`?", 1, first);
    }

    void check_list(const node& n, const shape& s, const key_path& path, const shape* first) {
        if (s.items) {
            for (std::size_t i = 0; i < n.items().size(); ++i)
                check(n.items()[i], *s.items, path.item(i));
        }
        if (s.unique_items) check_unique(n, path, first);
    }

    void check_unique(const node& n, const key_path& path, const shape* first) {
        std::unordered_map<std::string, std::size_t> seen;
        for (std::size_t i = 0; i < n.items().size(); ++i) {
            const auto [it, is_new] = seen.try_emplace(fingerprint(n.items()[i]), i);
            if (is_new) continue;
            report(n.items()[i].where, path,
                   first ? " must be a " + describe(first->first)
                         : " items at " + std::to_string(it->second) + " and " + std::to_string(i) +
                               " are equal");
            return;
        }
    }

    void check_text(const node& n, const shape& s, const key_path& path) {
        if (!s.values.empty() &&
            std::find(s.values.begin(), s.values.end(), n.string()) == s.values.end()) {
            std::string allowed;
            for (const auto value : s.values)
                allowed += (allowed.empty() ? "" : ", ") + in_quotes(value);
            const auto near = near_miss(n.string(), {s.values.begin(), s.values.end()});
            report(n.where, path,
                   (s.values.size() == 1 ? " value must be " : " value must be one of ") + allowed,
                   near.empty() ? "" : "; did you mean `" + std::string(near) + "`?");
        }
        if (s.rule && !s.rule->matches(n.string())) {
            report(n.where, path,
                   ' ' + in_quotes(n.string()) + " does not match pattern " +
                       in_quotes(s.rule->pattern));
        }
    }

    void check_range(const node& n, const shape& s, const key_path& path, const shape* first) {
        const bool limited = s.limits.low != INT64_MIN || s.limits.high != INT64_MAX;
        if (!limited) return;
        const auto* whole = std::get_if<std::int64_t>(&n.value);
        const auto* fraction = std::get_if<double>(&n.value);
        const bool low = (whole && *whole < s.limits.low) ||
                         (fraction && *fraction < static_cast<double>(s.limits.low));
        const bool high = (whole && *whole > s.limits.high) ||
                          (fraction && *fraction > static_cast<double>(s.limits.high));
        if (low) {
            report_own(n, path, first,
                       " must be greater than or equal to " + std::to_string(s.limits.low));
        } else if (high) {
            report_own(n, path, first,
                       " must be less than or equal to " + std::to_string(s.limits.high));
        }
    }

    fault worst_;
};

}  // namespace

void check_schema(const node& root) {
    checker all;
    all.check(root, schema::compose_file(), key_path());
    const auto& worst = all.worst();
    if (worst.depth >= 0) throw error(worst.where, worst.message + worst.hint);
}

}  // namespace rollout::compose
