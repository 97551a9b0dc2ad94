// A text with variables.

#include "input.hpp"

#include <rollout/compose/text/interpolate.hpp>
#include <rollout/compose/text/invalid_value.hpp>

#include <optional>
#include <string>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace rollout::compose;
    const auto text = fuzz::text_of_input(data, size);
    warnings notes;
    interpolator expand(
        [](std::string_view name) -> std::optional<std::string> {
            if (name == "A") return "value";
            if (name == "E") return "";
            if (name == "L") return std::string(4096, '$');
            return std::nullopt;
        },
        notes);
    try {
        expand(text);
    } catch (const invalid_value&) {
        // What is said of a broken form.
    }
    variable_forms(text);
    return 0;
}
