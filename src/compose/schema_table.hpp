#pragma once

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
inline constexpr kinds date = 128;  ///< allowed nowhere
inline constexpr kinds anything = 255;

struct shape;

struct field {
    std::string_view name;
    const shape* value = nullptr;
    bool required = false;
};

/// What a value may look like. One shape covers short and long forms: each kind has its own rules.
struct shape {
    kinds allowed = anything;
    std::span<const field> fields = {};  ///< mapping: its keys, when they are fixed
    const shape* any_key = nullptr;      ///< mapping: every value, when the keys are free
    bool (*valid_name)(std::string_view) = nullptr;  ///< mapping: rule for free keys
    const shape* items = nullptr;                    ///< list
    bool unique_items = false;                       ///< list
    std::span<const std::string_view> values = {};   ///< text: one of these; empty = any
    bool (*valid_text)(std::string_view) = nullptr;  ///< text
};

/// The shape of a whole file.
const shape& compose_file();

}  // namespace rollout::compose::schema
