#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace rollout::compose::schema {

/// Kinds of values, as bits.
using kinds = unsigned;
inline constexpr kinds null = 1;
inline constexpr kinds boolean = 2;
inline constexpr kinds integer = 4;
inline constexpr kinds fraction = 8;
inline constexpr kinds number = integer | fraction;
inline constexpr kinds text = 16;
inline constexpr kinds list = 32;
inline constexpr kinds mapping = 64;
inline constexpr kinds date = 128;  ///< allowed only where anything is
inline constexpr kinds anything = 255;

struct shape;

/// How the values of a key in two files become one (rules/merge).
enum class merging {
    by_kind,  ///< mappings key by key, lists appended, else the later value
    replace,
    to_list,       ///< as lists of `key=value`, appended
    hosts,         ///< the same, without those that are there already
    names,         ///< a list of names is a mapping of them
    dependencies,  ///< the same, with what a dependency is by default
    build,         ///< a text is the context
    logging,       ///< key by key only for the same driver
    pools,         ///< of a network's addresses, by their subnets
};

/// What tells that two items of a list mean the same thing, of which the last counts
/// (rules/merge_duplicates).
enum class sameness {
    none,
    variable,  ///< the text before `=`
    config,    ///< where the file is mounted; below `/` by default
    secret,    ///< the same, below /run/secrets
    device,
    path,
    exposed_port,
    published_port,
    mount,
};

/// What a text becomes once its variables are replaced (rules/cast).
enum class casting { none, to_int, to_int64, to_float, to_float32, to_bool };

struct key_rules {
    merging merge = merging::by_kind;
    sameness same = sameness::none;
    casting cast = casting::none;
};

/// All that is known of one key, but for what it means.
struct field {
    std::string_view name;
    const shape* value = nullptr;
    bool required = false;
    key_rules rules = {};

    [[nodiscard]] constexpr field merges(merging how) const {
        auto changed = *this;
        changed.rules.merge = how;
        return changed;
    }
    [[nodiscard]] constexpr field same_by(sameness what) const {
        auto changed = *this;
        changed.rules.same = what;
        return changed;
    }
    [[nodiscard]] constexpr field casts_to(casting what) const {
        auto changed = *this;
        changed.rules.cast = what;
        return changed;
    }
};

struct range {
    std::int64_t low = INT64_MIN;
    std::int64_t high = INT64_MAX;
};

struct text_rule {
    std::string_view pattern;  ///< as the schema writes it, for messages
    bool (*matches)(std::string_view);
};

/// What a value may look like. One shape covers short and long forms: each kind has its own rules.
struct shape {
    kinds allowed = anything;
    /// Where the schema offers alternatives, it is the first of them that a value is measured
    /// against when it fits none: the kinds of that one. 0 = no alternatives.
    kinds first = 0;
    std::span<const field> fields = {};  ///< mapping: its keys, when they are fixed
    const shape* any_key = nullptr;      ///< mapping: every value, when the keys are free
    key_rules any_rules = {};            ///< mapping: of such a key
    bool (*valid_name)(std::string_view) = nullptr;  ///< mapping: which free keys are looked at
    bool open = false;             ///< mapping: keys that are not known or not valid are left alone
    bool strict = false;           ///< mapping: `x-*` is no exception
    const shape* items = nullptr;  ///< list
    bool unique_items = false;     ///< list
    std::span<const std::string_view> values = {};  ///< text: one of these; empty = any
    const text_rule* rule = nullptr;                ///< text
    range limits = {};                              ///< integer
};

/// The shape of a whole file, and of one service.
const shape& compose_file();
const shape& compose_service();

// Parts of a service's shape that have a file of their own.
extern const shape build;
extern const shape deploy;
extern const shape develop;
extern const shape hooks;
extern const shape gpus;
extern const shape device_requests;
extern const shape file_mounts;
extern const shape ulimits;
extern const shape extra_hosts;

// Values that occur in many places.
inline constexpr shape string{.allowed = text};
inline constexpr shape flag{.allowed = boolean | text};
inline constexpr shape only_flag{.allowed = boolean};
inline constexpr shape only_integer{.allowed = integer};
inline constexpr shape only_number{.allowed = number};
inline constexpr shape whole_or_text{.allowed = integer | text};
inline constexpr shape number_or_text{.allowed = number | text};
inline constexpr shape scalar{.allowed = text | number | boolean | null};
inline constexpr shape strings{.allowed = list, .items = &string};
inline constexpr shape string_set{.allowed = list, .items = &string, .unique_items = true};
inline constexpr shape string_or_set{
    .allowed = text | list, .first = text, .items = &string, .unique_items = true};
inline constexpr shape string_or_list{.allowed = text | list, .first = text, .items = &string};
inline constexpr shape command{.allowed = null | text | list, .first = null, .items = &string};

bool not_empty(std::string_view name);
bool resource_name(std::string_view name);
bool lower_case_name(std::string_view name);

inline constexpr shape list_or_map{.allowed = mapping | list,
                                   .first = mapping,
                                   .any_key = &scalar,
                                   .valid_name = not_empty,
                                   .strict = true,
                                   .items = &string,
                                   .unique_items = true};
inline constexpr shape options_map{
    .allowed = mapping, .any_key = &number_or_text, .valid_name = not_empty, .open = true};

}  // namespace rollout::compose::schema
