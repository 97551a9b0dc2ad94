#include "body.hpp"
#include "steps.hpp"

#include <rollout/compose/text/invalid_value.hpp>
#include <rollout/compose/text/numbers.hpp>
#include <rollout/compose/tree/error.hpp>
#include <rollout/plan/plan.hpp>

namespace rollout::plan {

namespace {

/// What a secret or config is, for the user.
struct file_kind {
    const char* name;
    std::string (*target)(const compose::file_mount&);
};

/// Empty = there is nothing to put.
std::string content_of(const compose::project& p, const compose::file_object& file,
                       const char* kind) {
    if (file.content && !file.content->empty()) return *file.content;
    if (!file.environment.empty() && !p.environment.contains(file.environment))
        throw compose::error(file.where, "environment variable \"" + file.environment +
                                             "\" required by " + kind + " \"" + file.name +
                                             "\" is not set");
    return {};
}

std::int64_t owner(const compose::file_mount& use, const char* key, const std::string& text) {
    if (text.empty()) return 0;
    try {
        return compose::parse_integer(text, "Atoi");
    } catch (const compose::invalid_value& e) {
        throw compose::error(use.where, std::string(key) + " of " + use.source + ": " + e.what());
    }
}

void add_files(operations& ops, const compose::project& p, const std::string& container,
               const std::vector<compose::file_mount>& uses,
               const std::map<std::string, compose::file_object>& known, file_kind kind) {
    for (const auto& use : uses) {
        auto content = content_of(p, known.at(use.source), kind.name);
        if (content.empty()) continue;
        auto& op = ops.emplace_back(action::put_file, container);
        op.cause = std::string(kind.name) + ' ' + use.source;
        op.file.path = kind.target(use);
        op.file.content = std::move(content);
        if (use.mode) op.file.mode = static_cast<std::uint32_t>(use.mode->bits);
        op.file.uid = owner(use, "uid", use.uid);
        op.file.gid = owner(use, "gid", use.gid);
        op.file.owned = !use.uid.empty() || !use.gid.empty();
    }
}

}  // namespace

operations files_before_start(const compose::project& p, const compose::service& s,
                              const std::string& container) {
    operations ops;
    add_files(ops, p, container, s.secrets, p.secrets, {"secret", target_of_secret});
    add_files(ops, p, container, s.configs, p.configs, {"config", target_of_config});
    for (auto& op : ops)
        op.service = s.name;
    return ops;
}

operations starting(const compose::project& p, const compose::service& s,
                    const std::string& container, const std::string& cause) {
    auto ops = files_before_start(p, s, container);
    ops.push_back(start_operation(s, container, cause));
    return ops;
}

}  // namespace rollout::plan
