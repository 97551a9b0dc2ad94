#pragma once

#include <engine_api/body_source.hpp>
#include <rollout/compose/model/project.hpp>
#include <rollout/plan/operation.hpp>

#include <memory>
#include <string>

namespace rollout::engine_work {

/// The Dockerfile of a service that has a build section.
struct build_source {
    std::string text;
    std::string known_as;    ///< its path, or what a person knows it by
    std::string path;        ///< empty = it stands in the Compose file
    std::string in_context;  ///< its path inside of the context; empty = it is added to it
};

/// Reads it. Throws compose::error when the context is no folder or there is no such file.
[[nodiscard]] build_source read_build_source(const compose::service& s);

/// Puts a stage for each of these contexts, name -> image, before those of the Dockerfile.
void use_contexts(build_source& source, const compose::text_map& images);

/// What is sent, and what the Dockerfile is called in it.
struct build_body {
    std::unique_ptr<engine_api::body_source> context;
    std::string dockerfile;
};

[[nodiscard]] build_body body_of_build(const compose::service& s, const build_source& source);

/// Throws compose::error when one of `operations` is a build that the engine's classic builder
/// cannot do, or whose Dockerfile is not there.
void refuse_unbuildable(const compose::project& p, const plan::operations& operations);

}  // namespace rollout::engine_work
