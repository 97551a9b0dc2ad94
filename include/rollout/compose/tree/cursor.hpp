#pragma once

#include <rollout/compose/tree/error.hpp>
#include <rollout/compose/tree/key_path.hpp>
#include <rollout/compose/tree/node.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace rollout::compose {

/// A value of a canonical tree, together with the way to it, for decoders. A cursor must outlive
/// the cursors that it hands out.
class cursor {
  public:
    explicit cursor(const node& n, key_path path = {}) : node_(&n), path_(path) {}

    [[nodiscard]] const node& value() const { return *node_; }
    [[nodiscard]] const position& where() const { return node_->where; }

    /// The value of a mapping's key; absent also when this is no mapping, and for null.
    [[nodiscard]] std::optional<cursor> find(std::string_view key) const& {
        const auto* found = node_->find(key);
        if (!found || found->is_null()) return {};
        return cursor(*found, path_.child(key));
    }
    std::optional<cursor> find(std::string_view key) const&& = delete;

    /// `visit(cursor)` for every item; nothing when this is no list.
    template <class Visit>
    void each_item(Visit visit) const& {
        if (!node_->is_sequence()) return;
        for (std::size_t i = 0; i < node_->items().size(); ++i) {
            visit(cursor(node_->items()[i], path_.item(i)));
        }
    }

    /// `visit(entry, cursor)` for every entry; nothing when this is no mapping.
    template <class Visit>
    void each_entry(Visit visit) const& {
        if (!node_->is_mapping()) return;
        for (const auto& e : node_->entries())
            visit(e, cursor(e.value, path_.entry(e.key)));
    }

    [[noreturn]] void fail(const std::string& message) const {
        throw error(where(), '\'' + path_.to_string(item_style::decoded) + "' " + message);
    }

  private:
    const node* node_;
    key_path path_;
};

}  // namespace rollout::compose
