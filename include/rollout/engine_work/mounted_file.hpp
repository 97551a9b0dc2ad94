#pragma once

#include <engine_api/containers.hpp>
#include <engine_api/fwd.hpp>

#include <boost/asio/awaitable.hpp>

#include <string>

namespace rollout::engine_work {

/// A file that a container has by a mount: of a folder of the engine's host, or of a volume.
struct mounted_file {
    engine_api::mount mount;
    std::string inside;  ///< the way to it from the mount's folder
};

/// Writes that file through the engine, for a client that has not its host's files: a container
/// named `<project>-rollout-files` that is created and never started mounts the folder writable and
/// takes the file, and is removed again, as is one that a killed run left behind. `image` is any
/// that the engine has. The mode of an existing file is kept. No replacement at one stroke: for a
/// moment a reader finds no file, or a part of it. Needs the project's lock. Throws
/// engine_api::error.
boost::asio::awaitable<void> write_through_engine(engine_api::client& engine, std::string project,
                                                  std::string image, mounted_file where,
                                                  std::string text);

/// What a run that was killed while it wrote has left, if anything. Throws engine_api::error.
boost::asio::awaitable<void> remove_files_container(engine_api::client& engine,
                                                    std::string project);

}  // namespace rollout::engine_work
