#pragma once

#include <engine_api/body_source.hpp>

#include <memory>
#include <string>

namespace engine_api {

/// An uncompressed tar of a build context, made while it is read. Entries come in bytewise order
/// of their paths, owned by root; modes, symbolic links and times are kept. `.dockerignore` is
/// applied; the Dockerfile and `.dockerignore` are always sent.
/// Throws `error` (bad_request) when `directory` or the Dockerfile does not exist.
[[nodiscard]] std::unique_ptr<body_source> build_context(const std::string& directory,
                                                         const std::string& dockerfile);

}  // namespace engine_api
