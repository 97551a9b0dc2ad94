#pragma once

#include <rollout/compose/node.hpp>

#include <string>
#include <vector>

namespace rollout::compose {

/// The places of `!reset` and `!override` in one document.
class directives {
  public:
    /// Takes the marks out of a document, and the values of `!reset` with them.
    static directives take_from(node& document);

    /// Removes those places from what was read before.
    void apply_to(node& model) const;

    /// The same where `service` is the value of `services.<name>`.
    void apply_to_service(node& service, const std::string& name) const;

    [[nodiscard]] bool empty() const { return paths_.empty(); }

  private:
    using path = std::vector<std::string>;
    void collect(node& n, path& here);
    void apply(node& n, path& here) const;
    [[nodiscard]] bool names(const path& here) const;

    std::vector<path> paths_;
};

}  // namespace rollout::compose
