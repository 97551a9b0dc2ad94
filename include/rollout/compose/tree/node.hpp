#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace rollout::compose {

/// Where a value stands in its file. Line and column count from 1; a column counts bytes. Line 0
/// means the whole file; no file means that the value was made by us.
struct position {
    std::shared_ptr<const std::string> file;  ///< as the user knows it; shared by all its values
    int line = 0;
    int column = 0;

    [[nodiscard]] std::string_view file_name() const {
        return file ? std::string_view(*file) : std::string_view();
    }
};

/// A plain scalar that YAML reads as a date, in RFC 3339. No Compose key takes one.
struct timestamp {
    std::string text;
    bool operator==(const timestamp&) const = default;
};

/// What a tag asks of the files that were read before.
enum class directive : unsigned char {
    none,
    reset,     ///< `!reset`: forget what they say, and this too
    override,  ///< `!override`: forget what they say
};

/// One value of a Compose file, with the place it came from. Aliases are expanded and merge keys
/// applied; mappings keep the order of the file and have unique keys, but for values with a mark.
class node {
  public:
    struct entry;
    using null = std::monostate;
    using sequence = std::vector<node>;
    using mapping = std::vector<entry>;
    /// Integers above the range of int64 are uint64.
    using value_type = std::variant<null, bool, std::int64_t, std::uint64_t, double, timestamp,
                                    std::string, sequence, mapping>;

    node() = default;
    node(value_type v, position p);

    [[nodiscard]] bool is_null() const { return std::holds_alternative<null>(value); }
    [[nodiscard]] bool is_string() const { return std::holds_alternative<std::string>(value); }
    [[nodiscard]] bool is_sequence() const { return std::holds_alternative<sequence>(value); }
    [[nodiscard]] bool is_mapping() const { return std::holds_alternative<mapping>(value); }

    /// These need the kind that they name.
    [[nodiscard]] const std::string& string() const { return std::get<std::string>(value); }
    [[nodiscard]] const sequence& items() const { return std::get<sequence>(value); }
    [[nodiscard]] const mapping& entries() const { return std::get<mapping>(value); }
    [[nodiscard]] sequence& items() { return std::get<sequence>(value); }
    [[nodiscard]] mapping& entries() { return std::get<mapping>(value); }

    /// The value of a mapping's key; nullptr when this is no mapping or has no such key.
    [[nodiscard]] const node* find(std::string_view key) const;
    [[nodiscard]] node* find(std::string_view key);

    value_type value;
    position where;
    directive mark = directive::none;
};

struct node::entry {
    std::string key;
    position key_where;
    node value;
};

}  // namespace rollout::compose
