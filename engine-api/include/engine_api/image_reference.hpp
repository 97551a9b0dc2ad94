#pragma once

#include <string>
#include <string_view>

namespace engine_api {

inline constexpr const char* default_registry_domain = "docker.io";

/// An image's name taken apart as the engine does: `host:5000/team/app:2@sha256:...`.
struct image_reference {
    image_reference() = default;
    std::string name;    ///< as written, without tag and digest
    std::string domain;  ///< the registry; `docker.io` when the name has none
    bool names_domain = false;
    std::string path;    ///< below the domain; `library/app` for `app` of docker.io
    std::string tag;     ///< empty = none, which means `latest` beside no digest
    std::string digest;  ///< `sha256:...`; empty = none
};

/// The first part of a name is a domain when it has a dot, a port or an upper case letter, or is
/// `localhost`; `index.docker.io` is docker.io's old name. Whether the rest is well-formed is the
/// engine's to say.
[[nodiscard]] image_reference parse_image_reference(std::string_view text);

}  // namespace engine_api
