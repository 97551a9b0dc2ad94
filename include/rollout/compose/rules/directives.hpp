#pragma once

#include <rollout/compose/tree/node.hpp>

#include <functional>
#include <map>
#include <string>
#include <string_view>
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

    [[nodiscard]] bool empty() const { return places_.below.empty() && !places_.marked; }

  private:
    /// A key on the way to a marked place; the key `*` means all.
    struct step {
        std::map<std::string, step, std::less<>> below;
        bool marked = false;
    };
    using steps = std::vector<const step*>;

    static void collect(node& n, step& here);
    static void merge(step& into, step from);
    static steps next(const steps& here, std::string_view key);
    static void apply(node& n, const steps& here);

    step places_;
};

}  // namespace rollout::compose
