#include "service_environment.hpp"

#include <rollout/compose/error.hpp>

namespace rollout::compose {

void apply_env_files(service& s, const variables& environment, const file_reader& read,
                     warnings& notes) {
    variables found;
    const auto outer = [&](std::string_view name) -> std::optional<std::string> {
        if (const auto it = environment.find(name); it != environment.end()) return it->second;
        const auto own = s.environment.find(std::string(name));
        if (own != s.environment.end() && own->second) return own->second;
        if (const auto it = found.find(name); it != found.end()) return it->second;
        return {};
    };
    for (const auto& file : s.env_files) {
        const auto fail = [&](const std::string& message) {
            throw error(file.where, "services." + s.name + ".env_file: " + message);
        };
        const auto text = read(file.path);
        if (!text && file.required) fail("env file " + file.path + " not found");
        if (!text) continue;
        try {
            if (file.format == "raw") {
                parse_raw_env(*text, outer, found);
            } else {
                parse_dotenv(*text, outer, found, notes);
            }
        } catch (const dotenv_error& e) {
            fail("failed to read " + file.path + ": line " + std::to_string(e.line) + ": " +
                 e.what());
        }
    }
    for (const auto& [name, value] : found)
        s.environment.try_emplace(name, value);
}

}  // namespace rollout::compose
