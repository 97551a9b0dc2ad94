#pragma once

#include <rollout/compose/model/service_parts.hpp>

#include <string>
#include <string_view>
#include <vector>

/// `additional_contexts` of a build. Only BuildKit has them; to the engine's classic builder each
/// is a stage that stands before those of the Dockerfile.
namespace rollout::plan {

/// What an additional context is made of.
struct named_context {
    enum class kind {
        folder,    ///< of this host
        image,     ///< `docker-image://x`
        service,   ///< `service:x`: the image of another service
        elsewhere  ///< a repository, an OCI layout, ...: nothing that rollout reads
    };
    kind what = kind::folder;
    std::string from;  ///< the path, reference or service
};

/// Of the text that a Compose file has for it, its path made absolute.
[[nodiscard]] named_context parse_named_context(std::string_view text);

/// The services whose images `section` names as contexts.
[[nodiscard]] std::vector<std::string> services_in_contexts(const compose::build& section);

/// The names of the contexts that the Dockerfile uses, as the file has them; all of them where a
/// variable may stand for one.
[[nodiscard]] std::vector<std::string> used_contexts(const std::string& dockerfile,
                                                     const compose::build& section);

/// The Dockerfile with a stage for each of `images`, context name -> reference or id, before its
/// first FROM.
[[nodiscard]] std::string with_context_stages(const std::string& dockerfile,
                                              const compose::text_map& images);

/// What makes an image of a folder's files.
inline constexpr const char* folder_dockerfile = "FROM scratch\nCOPY . /\n";

}  // namespace rollout::plan
