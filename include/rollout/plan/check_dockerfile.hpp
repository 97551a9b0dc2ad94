#pragma once

#include <rollout/compose/model/service_parts.hpp>

#include <set>
#include <string>
#include <vector>

namespace rollout::plan {

/// Something in a Dockerfile that the engine's classic builder (`POST /build`) does not carry out
/// and BuildKit does.
struct buildkit_use {
    int line = 0;
    int column = 0;
    std::string what;  ///< `RUN --mount`
};

/// All of them, in their order, when `section` has it built; of that count `args` and
/// `additional_contexts`. Tried with the builder of Docker 20.10; what newer classic builders can
/// do, and what is no Dockerfile at all, is left to the engine.
[[nodiscard]] std::vector<buildkit_use> buildkit_uses(const std::string& dockerfile,
                                                      const compose::build& section);

/// Throws compose::error at the first of them, which names the others, and for contexts that cannot
/// be had together with `pull`. `file` is what a person
/// knows the Dockerfile by, `service` whose it is.
void check_dockerfile(const std::string& file, const std::string& dockerfile,
                      const compose::build& section, const std::string& service);

/// Those of the args that BuildKit sets by itself (`TARGETARCH`, `BUILDPLATFORM`, ...) which the
/// Dockerfile declares and gives no value: the classic builder must be told them.
[[nodiscard]] std::set<std::string> automatic_args(const std::string& dockerfile);

/// Their values for a build on an engine of this platform (`linux/amd64`); `target` is the platform
/// of the image, empty = the engine's.
[[nodiscard]] compose::text_map platform_args(const std::string& engine, const std::string& target);

}  // namespace rollout::plan
