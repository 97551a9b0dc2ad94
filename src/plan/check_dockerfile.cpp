#include "source_names.hpp"

#include <rollout/base/joined.hpp>
#include <rollout/compose/text/ascii.hpp>
#include <rollout/compose/tree/error.hpp>
#include <rollout/plan/check_dockerfile.hpp>
#include <rollout/plan/named_contexts.hpp>

#include <algorithm>
#include <cstddef>
#include <map>
#include <memory>
#include <string_view>
#include <utility>

namespace rollout::plan {

namespace {

using instruction = dockerfile_instruction;

const std::set<std::string>& set_by_buildkit() {
    static const std::set<std::string> names{"BUILDARCH",      "BUILDOS",      "BUILDPLATFORM",
                                             "BUILDVARIANT",   "TARGETARCH",   "TARGETOS",
                                             "TARGETPLATFORM", "TARGETVARIANT"};
    return names;
}

const std::set<std::string>& flags_of_buildkit(const std::string& name) {
    static const std::set<std::string> copy{"chmod", "exclude", "link", "parents"};
    static const std::set<std::string> add{"checksum",     "chmod", "exclude",
                                           "keep-git-dir", "link",  "unpack"};
    static const std::set<std::string> nothing;
    return name == "COPY" ? copy : name == "ADD" ? add : nothing;
}

/// `NAME` and `NAME=default` of ARG.
std::vector<std::pair<std::string, bool>> declared_by(const instruction& one) {
    std::vector<std::pair<std::string, bool>> names;
    std::string_view text = one.rest;
    while (!text.empty()) {
        const auto end = std::min(text.find_first_of(" \t"), text.size());
        const auto word = text.substr(0, end);
        const auto equals = std::min(word.find('='), word.size());
        if (!word.empty()) names.emplace_back(word.substr(0, equals), equals < word.size());
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return names;
}

/// The variables that a text wants a value of: `$NAME` and `${NAME}`, none with a default.
std::set<std::string> variables_in(std::string_view text) {
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    std::set<std::string> names;
    for (auto at = text.find('$'); at < text.size(); at = text.find('$', at + 1)) {
        auto rest = text.substr(at + 1);
        const bool braced = rest.starts_with('{');
        if (braced) rest.remove_prefix(1);
        const auto end = std::min(rest.find_first_not_of(letters), rest.size());
        if (!braced || rest.substr(end).starts_with('}')) names.emplace(rest.substr(0, end));
    }
    return names;
}

bool is_git_repository(std::string_view source) {
    source = source.substr(0, source.find('#'));
    return source.starts_with("git@") || source.starts_with("git://") ||
           source.starts_with("ssh://") ||
           (source.find("://") != std::string_view::npos && source.ends_with(".git"));
}

std::string git_repository_in(std::string_view rest) {
    while (!rest.empty()) {
        const auto end = std::min(rest.find_first_of(" \t\",[]"), rest.size());
        if (is_git_repository(rest.substr(0, end))) return std::string(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return {};
}

class use_finder {
  public:
    explicit use_finder(const compose::build& section) : section_(section), given_(section.args) {
        for (const auto& [name, text] : section.additional_contexts)
            contexts_[context_name(name)] = is_stage_name(name) && !is_elsewhere(text);
    }

    std::vector<buildkit_use> run(const std::string& dockerfile) {
        has_more_stages_ = !used_contexts(dockerfile, section_).empty();
        for (const auto& one : parse_dockerfile(dockerfile)) {
            if (one.heredoc) add(one, "a heredoc");
            if (one.triggered) continue;  // carried out by the build of another image
            flags(one);
            if (one.name == "ADD") git_repository(one);
            if (one.name == "ARG" && !in_a_stage_) declare(one);
            if (one.name == "FROM") from(one);
            contexts(one);
        }
        return std::move(found_);
    }

  private:
    void add(const instruction& one, const std::string& what) {
        found_.push_back({one.line, one.column, one.name + ' ' + what});
    }

    void flags(const instruction& one) {
        const auto& known = flags_of_buildkit(one.name);
        for (const auto& flag : one.flags)
            if (!flag.name.empty() && (one.name == "RUN" || known.contains(flag.name)))
                add(one, "--" + flag.name);
    }

    void git_repository(const instruction& one) {
        const auto source = git_repository_in(one.rest);
        if (!source.empty()) add(one, source);
    }

    void declare(const instruction& one) {
        for (const auto& [name, has_default] : declared_by(one)) {
            const auto given = given_.find(name);
            if (has_default || (given != given_.end() && given->second) ||
                set_by_buildkit().contains(name))
                known_.insert(name);
        }
    }

    void from(const instruction& one) {
        if (!in_a_stage_ && has_more_stages_ && is_number(section_.target))
            add(one, "for `target: " + section_.target + "` beside additional_contexts");
        in_a_stage_ = true;
        auto text = one.rest;
        for (const auto& flag : one.flags)
            text += ' ' + flag.value;
        for (const auto& name : variables_in(text))
            if (set_by_buildkit().contains(name) && !known_.contains(name))
                add(one, "$" + name + " without `ARG " + name + "` before it");
    }

    static bool is_elsewhere(const std::string& text) {
        return parse_named_context(text).what == named_context::kind::elsewhere;
    }

    /// A named context can be a stage of its own, but for one that takes the place of a stage.
    void contexts(const instruction& one) {
        const auto names = names_of_sources(one);
        for (std::size_t i = 0; i < names.size() && !contexts_.empty(); ++i) {
            const auto& name = names[i];
            const bool is_stage = i > 0 && names_a_stage(one);
            if (has_more_stages_ && is_number(name))
                add(one, name + ", the number of a stage, beside additional_contexts");
            else if (!is_fit(name, is_stage))
                add(one, name + (is_variable(name) ? ", which may be one of its" : ", one of its") +
                             " additional_contexts");
        }
    }

    static bool is_number(const std::string& text) {
        return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
    }

    [[nodiscard]] bool is_fit(const std::string& name, bool as_a_stage) const {
        if (is_variable(name))
            return std::all_of(contexts_.begin(), contexts_.end(),
                               [](const auto& entry) { return entry.second; });
        const auto found = contexts_.find(context_name(name));
        if (found == contexts_.end()) return true;
        return found->second && !as_a_stage && compose::lower_case(name) == found->first;
    }

    const compose::build& section_;
    const compose::optional_text_map& given_;
    bool has_more_stages_ = false;          ///< those of contexts, in front
    std::map<std::string, bool> contexts_;  ///< whether it can be a stage
    std::set<std::string> known_;
    bool in_a_stage_ = false;
    std::vector<buildkit_use> found_;
};

std::string line_of_text(std::string_view text, int number) {
    for (; number > 1; --number)
        text.remove_prefix(text.find('\n') + 1);
    return std::string(text.substr(0, text.find_first_of("\r\n")));
}

/// `linux/arm/v7` -> its parts; what is not said is empty.
std::vector<std::string> parts_of_platform(const std::string& platform) {
    std::vector<std::string> parts;
    std::size_t begin = 0;
    while (parts.size() < 3) {
        const auto end = std::min(platform.find('/', begin), platform.size());
        parts.push_back(platform.substr(std::min(begin, platform.size()), end - begin));
        begin = std::min(end + 1, platform.size());
    }
    return parts;
}

}  // namespace

std::vector<buildkit_use> buildkit_uses(const std::string& dockerfile,
                                        const compose::build& section) {
    return use_finder(section).run(dockerfile);
}

namespace {

/// The builder would look for them in a registry.
void refuse_to_pull_contexts(const std::string& dockerfile, const compose::build& section,
                             const std::string& service) {
    if (!section.pull) return;
    for (const auto& name : used_contexts(dockerfile, section)) {
        const auto context = parse_named_context(section.additional_contexts.at(name));
        if (context.what != named_context::kind::image)
            throw compose::error(section.where,
                                 "services." + service +
                                     ".build: it cannot pull its base images "
                                     "anew, as the engine would look for the context '" +
                                     name +
                                     "' in a registry, too; pull them by themselves, and build "
                                     "without `pull`");
    }
}

}  // namespace

void check_dockerfile(const std::string& file, const std::string& dockerfile,
                      const compose::build& section, const std::string& service) {
    refuse_to_pull_contexts(dockerfile, section, service);
    const auto uses = buildkit_uses(dockerfile, section);
    if (uses.empty()) return;
    const auto& first = uses.front();
    std::vector<std::string> others;
    for (const auto& use : uses)
        if (&use != &first) others.push_back(use.what + " in line " + std::to_string(use.line));
    const compose::position where{std::make_shared<const std::string>(file), first.line,
                                  first.column};
    compose::error refused(
        where, "services." + service + ".build: only BuildKit carries out " + first.what +
                   (others.empty() ? "" : " (and " + base::joined(others, ", ") + ')') +
                   ", and rollout builds with the engine's classic builder; build the image "
                   "elsewhere (docker buildx build) and name it by `image`");
    refused.set_source_line(line_of_text(dockerfile, first.line));
    throw refused;
}

std::set<std::string> automatic_args(const std::string& dockerfile) {
    std::set<std::string> names;
    for (const auto& one : parse_dockerfile(dockerfile)) {
        if (one.name != "ARG" || one.triggered) continue;
        for (const auto& [name, has_default] : declared_by(one))
            if (!has_default && set_by_buildkit().contains(name)) names.insert(name);
    }
    return names;
}

compose::text_map platform_args(const std::string& engine, const std::string& target) {
    compose::text_map values;
    const auto set = [&values](const std::string& whose, const std::string& platform) {
        const auto parts = parts_of_platform(platform);
        values[whose + "PLATFORM"] = platform;
        values[whose + "OS"] = parts[0];
        values[whose + "ARCH"] = parts[1];
        values[whose + "VARIANT"] = parts[2];
    };
    set("BUILD", engine);
    set("TARGET", target.empty() ? engine : target);
    return values;
}

}  // namespace rollout::plan
