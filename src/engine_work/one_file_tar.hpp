#pragma once

#include <engine_api/body_source.hpp>

#include <cstdint>
#include <memory>
#include <string>

namespace rollout::engine_work {

struct tar_access {
    unsigned permissions = 0644;
    std::int64_t uid = 0;
    std::int64_t gid = 0;
};

/// A tar with one regular file in it that was changed just now, as the body of
/// `PUT /containers/{id}/archive`.
[[nodiscard]] std::string one_file_tar(const std::string& name, const std::string& text,
                                       const tar_access& access = {});

/// `text`, to be sent.
[[nodiscard]] std::unique_ptr<engine_api::body_source> text_body(std::string text);

}  // namespace rollout::engine_work
