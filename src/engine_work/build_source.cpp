#include "build_source.hpp"

#include <engine_api/build_context.hpp>
#include <rollout/base/files.hpp>
#include <rollout/compose/tree/error.hpp>
#include <rollout/plan/check_dockerfile.hpp>
#include <rollout/plan/named_contexts.hpp>

#include <cstddef>
#include <filesystem>
#include <optional>
#include <utility>
#include <variant>

namespace rollout::engine_work {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_dockerfile = std::size_t{8} * 1024 * 1024;

[[noreturn]] void refuse_build(const compose::service& s, const char* key, const std::string& why) {
    throw compose::error(s.build->where, "services." + s.name + ".build." + key + ": " + why);
}

/// Empty when it lies elsewhere, also by way of a symbolic link.
std::string path_inside(const base::files& files, const std::string& context,
                        const std::string& path) {
    const auto folder = files.real_path(context);
    const auto file = files.real_path(path);
    if (!folder || !file) return {};
    auto inside = fs::path(*file).lexically_relative(*folder).generic_string();
    return inside.starts_with("..") ? std::string() : inside;
}

}  // namespace

build_source read_build_source(const compose::service& s) {
    const auto& section = *s.build;
    const auto& files = base::host_files();
    if (!files.is_folder(section.context))
        refuse_build(s, "context", section.context + " is not a folder");
    build_source found;
    if (!section.dockerfile_inline.empty()) {
        found.text = section.dockerfile_inline;
        found.known_as = "services." + s.name + ".build.dockerfile_inline";
        return found;
    }
    found.path = (fs::path(section.context) / section.dockerfile).lexically_normal().string();
    found.known_as = found.path;
    if (!files.is_regular(found.path))
        refuse_build(s, "dockerfile", "there is no Dockerfile " + found.path);
    auto text = files.read(found.path, largest_dockerfile);
    if (const auto* problem = std::get_if<base::file_problem>(&text))
        refuse_build(s, "dockerfile", problem->text);
    found.text = std::get<std::string>(std::move(text));
    found.in_context = path_inside(files, section.context, found.path);
    return found;
}

void use_contexts(build_source& source, const compose::text_map& images) {
    if (images.empty()) return;
    source.text = plan::with_context_stages(source.text, images);
    source.in_context.clear();
}

build_body body_of_build(const compose::service& s, const build_source& source) {
    build_body body;
    if (!source.in_context.empty()) {
        body.context = engine_api::build_context(s.build->context, source.in_context);
        body.dockerfile = source.in_context;
        return body;
    }
    engine_api::added_dockerfile added;
    added.text = source.text;
    added.path = source.path;
    body.context = engine_api::build_context(s.build->context, added);
    body.dockerfile = added.name();
    return body;
}

void refuse_unbuildable(const compose::project& p, const plan::operations& operations) {
    for (const auto& op : operations) {
        if (op.what != plan::action::build_image) continue;
        const auto& s = p.services.at(op.service);
        const auto source = read_build_source(s);
        plan::check_dockerfile(source.known_as, source.text, *s.build, s.name);
    }
}

}  // namespace rollout::engine_work
