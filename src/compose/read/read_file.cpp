#include "read_file.hpp"

#include <rollout/compose/text/limits.hpp>
#include <rollout/compose/tree/error.hpp>

#include <utility>

namespace rollout::compose {

std::string read_file(const base::files& disk, const std::string& path, const position& where) {
    auto found = disk.read(path, max_file_bytes);
    if (const auto* problem = std::get_if<base::file_problem>(&found))
        throw error(where, problem->text);
    return std::get<std::string>(std::move(found));
}

}  // namespace rollout::compose
