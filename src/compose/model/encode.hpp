#pragma once

#include "service_fields.hpp"

#include <rollout/compose/model/normal_form.hpp>
#include <rollout/compose/text/numbers.hpp>

#include <chrono>
#include <concepts>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace rollout::compose {

// One value each, as a tree.
node encode_texts(const std::vector<std::string>& texts);
node encode_hosts(const host_list& hosts);
node encode_duration(std::chrono::nanoseconds d);
node encode_ulimit(const ulimit& u, format style);
node encode_env_file(const env_file& f, format style);

/// Writes the fields of one structure into a mapping.
class field_encoder {
  public:
    explicit field_encoder(format style) : style_(style) {}

    template <class T>
    void operator()(const char* key, const T& value) {
        if (says_something(value)) add(key, encode(value));
    }
    template <class T>
    void always(const char* key, const T& value) {
        add(key, encode(value));
    }
    template <class T>
    void structure(const char* key, const T& value) {
        auto tree = encode(value);
        const bool empty = style_ == format::yaml && is_zero(value, tree);
        if (!empty) add(key, std::move(tree));
    }
    template <class T>
    void bare(const char* key, const T& value) {
        std::string name(key);
        if (style_ == format::json) name.front() = static_cast<char>(name.front() - 'a' + 'A');
        add(name, encode(value));
    }
    void command(const char* key, const compose::command& words) {
        if (words) {
            add(key, encode_texts(*words));
        } else if (style_ == format::json) {
            add(key, node());
        }
    }
    void test(const char* key, const std::vector<std::string>& words) { (*this)(key, words); }
    void device_count(const char* key, std::int64_t count) { (*this)(key, count); }
    void any_texts(const char* key, const std::vector<std::string>& texts) { (*this)(key, texts); }
    void only_texts(const char* key, const text_map& texts) { (*this)(key, texts); }
    void lists(const char* key, const std::map<std::string, std::vector<std::string>>& lists) {
        (*this)(key, lists);
    }
    void hosts(const char* key, const host_list& hosts) {
        if (!hosts.empty()) add(key, encode_hosts(hosts));
    }
    void keys(const char* key, const text_map& ssh);

    template <class T>
    static node of(const T& value, format style) {
        field_encoder encoder(style);
        fields(encoder, value);
        if constexpr (requires { value.extensions; }) {
            if (style == format::yaml) {
                auto more = sorted_form(node(value.extensions, {}), style);
                for (auto& e : more.entries())
                    encoder.out_.push_back(std::move(e));
            }
        }
        return {std::move(encoder.out_), {}};
    }

    template <class T>
    [[nodiscard]] node encode(const std::map<std::string, T>& map) const {
        node::mapping all;
        for (const auto& [key, value] : map)
            all.push_back({key, {}, encode(value)});
        return sorted_form({std::move(all), {}}, style_, 1);
    }

  private:
    static node sorted_form(node n, format style, int levels = -1);

    void add(std::string key, node value) {
        out_.push_back({std::move(key), {}, std::move(value)});
    }

    // What is left out.
    static bool says_something(const std::string& v) { return !v.empty(); }
    static bool says_something(const byte_size& v) { return v.bytes != 0; }
    static bool says_something(std::chrono::nanoseconds v) { return v.count() != 0; }
    static bool says_something(volume_mount::kind) { return true; }
    template <class T>
    requires std::is_arithmetic_v<T>
    static bool says_something(T v) { return v != T(); }
    template <class T>
    static bool says_something(const std::optional<T>& v) {
        return v.has_value();
    }
    template <class T>
    static bool says_something(const std::vector<T>& v) {
        return !v.empty();
    }
    template <class K, class T>
    static bool says_something(const std::map<K, T>& v) {
        return !v.empty();
    }

    /// A structure whose every field is zero. Its tree shows that, but for extensions.
    template <class T>
    static bool is_zero(const T&, const node& tree) {
        return tree.entries().empty();
    }

    // How it is written.
    [[nodiscard]] node encode(const std::string& v) const { return {v, {}}; }
    [[nodiscard]] node encode(bool v) const { return {v, {}}; }
    [[nodiscard]] node encode(float v) const { return {widened(v), {}}; }
    template <class T>
    requires(std::integral<T> && !std::same_as<T, bool>) [[nodiscard]] node encode(T v) const {
        if constexpr (std::same_as<T, std::uint64_t>) {
            return {v, {}};
        } else {
            return {static_cast<std::int64_t>(v), {}};
        }
    }
    [[nodiscard]] node encode(const byte_size& v) const { return {std::to_string(v.bytes), {}}; }
    [[nodiscard]] node encode(const file_mode& v) const;
    [[nodiscard]] node encode(std::chrono::nanoseconds v) const { return encode_duration(v); }
    [[nodiscard]] node encode(volume_mount::kind v) const { return {to_string(v), {}}; }
    [[nodiscard]] node encode(const ulimit& v) const { return encode_ulimit(v, style_); }
    [[nodiscard]] node encode(const env_file& v) const { return encode_env_file(v, style_); }
    template <class T>
    [[nodiscard]] node encode(const std::optional<T>& v) const {
        return v ? encode(*v) : node();
    }
    template <class T>
    [[nodiscard]] node encode(const std::vector<T>& list) const {
        node::sequence items;
        for (const auto& item : list)
            items.push_back(encode(item));
        return {std::move(items), {}};
    }
    template <class T>
    requires requires(field_encoder& e, const T& x) { fields(e, x); }
    [[nodiscard]] node encode(const T& v) const {
        if constexpr (requires { v.given; }) {
            if (!v.given) return {};
        }
        return of(v, style_);
    }

    format style_;
    node::mapping out_;
};

}  // namespace rollout::compose
