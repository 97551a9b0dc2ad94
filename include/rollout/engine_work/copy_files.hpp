#pragma once

#include <engine_api/fwd.hpp>

#include <boost/asio/awaitable.hpp>

#include <string>

namespace rollout::engine_work {

struct copy_options {
    copy_options() = default;
    std::string container;     ///< id or name; it need not run
    std::string from;          ///< a path of this host, or of the container
    std::string to;            ///< the other one
    bool follow_link = false;  ///< where `from` itself is a link
    bool keep_owners = false;  ///< into a container: `put_options::copy_uid_gid`
};

/// Copies a file, or a folder with all that is in it, by the rules of `plan::place_of_copy`. Paths
/// of this host are absolute; those of a container start at its root. Throws engine_api::error and
/// std::invalid_argument.
boost::asio::awaitable<void> copy_into(engine_api::client& engine, copy_options options);
boost::asio::awaitable<void> copy_out_of(engine_api::client& engine, copy_options options);

}  // namespace rollout::engine_work
