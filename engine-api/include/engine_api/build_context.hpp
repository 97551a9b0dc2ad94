#pragma once

#include <engine_api/body_source.hpp>

#include <memory>
#include <string>

namespace engine_api {

/// An uncompressed tar of a build context, made while it is read. Entries come in bytewise order
/// of their paths, owned by root; modes, symbolic links and times are kept. `.dockerignore` is
/// applied, or `<dockerfile>.dockerignore` where that exists; the Dockerfile and `.dockerignore`
/// are always sent. `dockerfile` is a path inside of `directory`.
/// Throws `error` (bad_request) when `directory` or the Dockerfile does not exist.
[[nodiscard]] std::unique_ptr<body_source> build_context(const std::string& directory,
                                                         const std::string& dockerfile);

/// A Dockerfile that is no file of the context.
struct added_dockerfile {
    added_dockerfile() = default;
    std::string text;
    std::string path;  ///< where `<path>.dockerignore` is looked for; empty = nowhere

    /// What it is called in the context, for `build_options::dockerfile`. The same text has the
    /// same name, so that the engine's cache is of use.
    [[nodiscard]] std::string name() const;
};

/// The same with a Dockerfile that is added to it. The `.dockerignore` that is sent hides it from
/// the instructions of the build, as the docker CLI does.
[[nodiscard]] std::unique_ptr<body_source> build_context(const std::string& directory,
                                                         const added_dockerfile& dockerfile);

}  // namespace engine_api
