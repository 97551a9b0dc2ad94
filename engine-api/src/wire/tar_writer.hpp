#pragma once

#include <engine_api/body_source.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace engine_api::wire {

/// A file, folder or link of this host, without what is in it.
struct tar_item {
    std::string path;                                ///< on this host
    std::string name;                                ///< in the archive
    std::optional<std::string> text = std::nullopt;  ///< of a file that is made here, not read
};

enum class tar_owner {
    root,
    as_it_is,
};

/// An uncompressed tar of these in their order, made while it is read. Modes, times and links are
/// kept; what is neither file, folder nor link is left out. Reading it throws `error` (bad_request)
/// for what cannot be read.
[[nodiscard]] std::unique_ptr<body_source> make_tar(std::vector<tar_item> items, tar_owner owner);

}  // namespace engine_api::wire
