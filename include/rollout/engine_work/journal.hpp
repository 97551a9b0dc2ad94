#pragma once

#include <engine_api/fwd.hpp>

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rollout::engine_work {

/// A text that a project keeps in its engine, seen by every client of it: a label of the container
/// `<project>-rollout-record-<number>`, which is created and never started. Each text gets a
/// container of its own with the next number, and then those before are removed: whoever reads
/// sees the old text or the new one.
struct journal_page {
    std::uint64_t number = 0;
    std::string text;
    std::vector<std::string> ids;  ///< of all containers that are there, this page's too
};

/// The newest text; nullopt when there is none. One GET request. Throws engine_api::error.
boost::asio::awaitable<std::optional<journal_page>> read_journal(engine_api::client& engine,
                                                                 std::string project);

/// Writes `text` as the page that follows on `before` and returns it. `image` is any that the
/// engine has. Throws engine_api::error when it is not written; a page before that cannot be
/// removed stays, and the next one removes it.
boost::asio::awaitable<journal_page> write_journal(engine_api::client& engine, std::string project,
                                                   std::string image, std::string text,
                                                   std::optional<journal_page> before);

/// Removes all of it. Throws engine_api::error.
boost::asio::awaitable<void> remove_journal(engine_api::client& engine, std::string project);

}  // namespace rollout::engine_work
