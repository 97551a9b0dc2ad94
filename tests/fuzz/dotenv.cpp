// A dotenv file, read in both formats.

#include "input.hpp"

#include <rollout/compose/text/dotenv.hpp>

#include <optional>
#include <string>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace rollout::compose;
    const auto text = fuzz::text_of_input(data, size);
    const auto outer = [](std::string_view name) -> std::optional<std::string> {
        return name == "SET" ? std::optional<std::string>("outer") : std::nullopt;
    };
    variables found;
    warnings notes;
    try {
        parse_dotenv(text, outer, found, notes);
    } catch (const dotenv_error&) {
        // What is said of a broken line.
    }
    try {
        parse_raw_env(text, outer, found);
    } catch (const dotenv_error&) {
        // The same.
    }
    return 0;
}
