#pragma once

#include <rollout/compose/text/warnings.hpp>

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rollout::compose {

/// Value of a variable; absent = not set.
using variable_lookup = std::function<std::optional<std::string>(std::string_view name)>;

/// One mention of a variable: `$NAME`, `${NAME}` or `${NAME op operand}`. Views into the text.
struct variable_form {
    std::string_view name;
    std::string_view op;  ///< empty = none
    std::string_view operand;
};

/// The mentions in a text, not those in operands. Stops at a form that is none.
std::vector<variable_form> variable_forms(std::string_view text);

/// Replaces `$NAME`, `${NAME}`, `${NAME:-text}` and the other operators (`-`, `:+`, `+`, `:?`, `?`)
/// in texts, `$$` by `$`. Replaced values are not looked at again; the text of an operator is, also
/// when it is not used. A variable that is not set is empty and leads to one warning.
class interpolator {
  public:
    /// Keeps a reference to `notes`.
    interpolator(variable_lookup variables, warnings& notes)
        : variables_(std::move(variables)), notes_(&notes) {}

    /// Throws `invalid_value` for a form that is none, for a required variable without a value, and
    /// when all results together grow beyond `max_interpolated_bytes`.
    std::string operator()(std::string_view text);

  private:
    std::string expand(std::string_view text, int depth);
    std::string apply(std::string_view name, std::string_view op, std::string_view operand,
                      int depth);
    std::string plain(std::string_view name);
    void spend(std::size_t bytes);

    variable_lookup variables_;
    warnings* notes_;
    std::size_t spent_ = 0;
};

/// A text in which interpolation gives back what it was: each `$` is doubled.
std::string escape_dollars(const std::string& text);

}  // namespace rollout::compose
