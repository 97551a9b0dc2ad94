#include <cli/render/describe.hpp>
#include <cli/render/quiet.hpp>

#include <variant>

namespace rollout::cli {

void quiet_reporter::report(const engine_work::event& e) {
    using level = description::level;
    const auto importance = describe(e).importance;
    if (what_.all && importance != level::warning && importance != level::error) return;
    if (what_.pulls && std::holds_alternative<engine_work::pull_output>(e)) return;
    if (what_.builds && std::holds_alternative<engine_work::build_output>(e)) return;
    to_.report(e);
}

}  // namespace rollout::cli
