#pragma once

#include <engine_api/error.hpp>

#include <string>
#include <utility>

namespace engine_api {

/// An error that no request of ours has to do with.
[[nodiscard]] inline error local_error(error_kind kind, std::string reason,
                                       std::string remedy = {}) {
    error::details d;
    d.kind = kind;
    d.reason = std::move(reason);
    d.remedy = std::move(remedy);
    return error(d);
}

/// For what a caller gave, or a file that it names, and that is of no use.
[[nodiscard]] inline error refused_argument(std::string reason, std::string remedy = {}) {
    return local_error(error_kind::bad_request, std::move(reason), std::move(remedy));
}

}  // namespace engine_api
