#pragma once

#include <rollout/compose/tree/node.hpp>

#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace rollout::compose {

/// Sets a mapping's key, at the end when it is new; `where` is the place of the key and value.
node& set_key(node::mapping& map, std::string_view key, node value);

/// True when the key was there.
bool erase_key(node::mapping& map, std::string_view key);

/// A mapping's value for `key`, made as null where it is missing.
node& get_or_add(node::mapping& map, std::string_view key, const position& where);

inline node make_text(std::string text, const position& where) {
    return {node::value_type(std::move(text)), where};
}
inline node make_flag(bool flag, const position& where) {
    return {node::value_type(flag), where};
}
inline node make_mapping(const position& where) {
    return {node::mapping(), where};
}

/// A boolean that is true.
inline bool is_true(const node* n) {
    const auto* flag = n ? std::get_if<bool>(&n->value) : nullptr;
    return flag && *flag;
}

/// Equal values, wherever they stand; the order of keys does not count.
bool same_value(const node& a, const node& b);

/// About how many bytes a copy takes.
std::size_t weight_of(const node& n);

/// Finds keys of a mapping faster than one by one.
class key_index {
  public:
    key_index() = default;
    explicit key_index(const node::mapping& map);
    /// Index of the entry; npos when there is none.
    [[nodiscard]] std::size_t find(std::string_view key) const;
    void add(std::string_view key, std::size_t index);
    static constexpr std::size_t npos = static_cast<std::size_t>(-1);

  private:
    std::unordered_map<std::string, std::size_t> index_;
};

/// Makes a mapping of many keys; a key that comes again gets the later value at its first place.
class unique_mapping {
  public:
    explicit unique_mapping(const position& where) : made_(make_mapping(where)) {}
    void set(std::string_view key, node value);
    node take() { return std::move(made_); }

  private:
    node made_;
    key_index index_;
};

}  // namespace rollout::compose
