#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace rollout::compose {

/// The way from the root of a file to one of its values, as a chain of steps on the stack of
/// whoever walks: a step refers to the step before it, which must outlive it.
class key_path {
  public:
    key_path() = default;

    [[nodiscard]] key_path child(std::string_view key) const& { return {this, key, 0, false}; }
    [[nodiscard]] key_path item(std::size_t index) const& { return {this, {}, index, true}; }
    key_path child(std::string_view key) const&& = delete;
    key_path item(std::size_t index) const&& = delete;

    [[nodiscard]] bool is_root() const { return parent_ == nullptr; }

    /// `services.app.ports[0]`; the root is empty.
    [[nodiscard]] std::string to_string() const;

    /// Compares with a pattern such as `services.*.ports.[].target`: `*` is any key, `[]` any item.
    [[nodiscard]] bool matches(std::string_view pattern) const;

  private:
    key_path(const key_path* parent, std::string_view key, std::size_t index, bool is_item)
        : parent_(parent), key_(key), index_(index), is_item_(is_item) {}

    const key_path* parent_ = nullptr;
    std::string_view key_;
    std::size_t index_ = 0;
    bool is_item_ = false;
};

}  // namespace rollout::compose
