#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace rollout::compose {

/// How a list item is written in a path. docker compose has a way of its own in each of its phases.
enum class item_style {
    attached,  ///< `ports[0]`
    any,       ///< `ports.[]`
    plain,     ///< `ports.0`
    dotted,    ///< `ports.[0]`
    decoded,   ///< `ports[0]`, and `labels[key]` for the keys that a user chooses
};

/// The way from the root of a file to one of its values, as a chain of steps on the stack of
/// whoever walks: a step refers to the step before it, which must outlive it.
class key_path {
  public:
    key_path() = default;

    [[nodiscard]] key_path child(std::string_view key) const& { return {this, key, 0, kind::key}; }
    /// A key that the user chose.
    [[nodiscard]] key_path entry(std::string_view key) const& {
        return {this, key, 0, kind::entry};
    }
    [[nodiscard]] key_path item(std::size_t index) const& { return {this, {}, index, kind::item}; }
    key_path child(std::string_view key) const&& = delete;
    key_path entry(std::string_view key) const&& = delete;
    key_path item(std::size_t index) const&& = delete;

    [[nodiscard]] bool is_root() const { return parent_ == nullptr; }

    /// `services.app.ports[0]`; the root is empty.
    [[nodiscard]] std::string to_string(item_style style = item_style::attached) const;

    /// Number of steps from the root.
    [[nodiscard]] int depth() const { return is_root() ? 0 : parent_->depth() + 1; }

    /// Compares with a pattern such as `services.*.ports.[].target`: `*` is any key or item, `[]`
    /// any item.
    [[nodiscard]] bool matches(std::string_view pattern) const;

  private:
    enum class kind { key, entry, item };
    key_path(const key_path* parent, std::string_view key, std::size_t index, kind step)
        : parent_(parent), key_(key), index_(index), step_(step) {}

    const key_path* parent_ = nullptr;
    std::string_view key_;
    std::size_t index_ = 0;
    kind step_ = kind::key;
};

}  // namespace rollout::compose
