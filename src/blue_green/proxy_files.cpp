#include "proxy_files.hpp"

#include "snippet.hpp"

#include <engine_api/client.hpp>
#include <engine_api/error.hpp>
#include <rollout/engine_work/outcome.hpp>

#include <filesystem>
#include <stdexcept>
#include <utility>

namespace rollout::blue_green {

namespace {

namespace net = boost::asio;
namespace fs = std::filesystem;

}  // namespace

proxy_files::proxy_files(engine_api::client& engine, std::string project, base::files& here,
                         plan::observed_container container, compose::service service)
    : engine_(engine),
      project_(std::move(project)),
      here_(here),
      container_(std::move(container)),
      service_(std::move(service)) {}

std::string proxy_files::path_of(const std::string& file) const {
    return path_in_proxy(file, service_);
}

bool proxy_files::sees(const std::string& file) const {
    try {
        return !path_of(file).empty();
    } catch (const std::invalid_argument&) {
        return false;
    }
}

/// That of a file that was asked for, or of one beside it: a folder is here as a whole.
std::optional<file_place> proxy_files::known_place(const std::string& file) const {
    const fs::path path = path_of(file);
    if (const auto found = places_.find(path.string()); found != places_.end())
        return found->second;
    for (const auto& [other, place] : places_)
        if (place.here && fs::path(other).parent_path() == path.parent_path())
            return neighbour(place, path.filename().string());
    return std::nullopt;
}

std::optional<seen_file> proxy_files::read_here(const file_place& place) const {
    if (!place.here) return std::nullopt;
    auto text = here_.find(*place.here);
    const auto modified = here_.modified(*place.here);
    if (!text || !modified) return std::nullopt;
    return seen_file{std::move(*text), *modified};
}

net::awaitable<std::optional<seen_file>> proxy_files::read(std::string file) {
    if (const auto place = known_place(file)) {
        auto seen = read_here(*place);
        if (seen) co_return seen;
    }
    auto seen = co_await read_there(std::move(file));
    co_return seen;
}

net::awaitable<std::optional<seen_file>> proxy_files::read_there(std::string file) {
    auto found = co_await engine_.containers().find_file(container_.id, path_of(file));
    if (!found) co_return std::nullopt;
    co_return seen_file{std::move(found->content), found->modified};
}

// That costs an engine next to nothing, while it starts a process of its own to read a file.
net::awaitable<std::optional<file_stamp>> proxy_files::stamp_of(std::string in_proxy) {
    try {
        const auto found = co_await engine_.containers().stat(container_.id, in_proxy);
        if (found.is_directory || found.is_link) co_return std::nullopt;
        co_return file_stamp{found.size, found.modified};
    } catch (const engine_api::error& e) {
        if (e.kind() != engine_api::error_kind::not_found) throw;
    }
    co_return std::nullopt;
}

net::awaitable<file_place> proxy_files::place_of(std::string file) {
    if (auto known = known_place(file)) co_return std::move(*known);
    const auto stamp = co_await stamp_of(path_of(file));
    std::optional<std::string> text;
    if (stamp && !stamp->is_unique()) {
        const auto seen = co_await read_there(file);
        if (seen) text = seen->text;
    }
    const auto details = co_await engine_.containers().inspect(container_.id);
    auto found = blue_green::place_of(file, path_of(file), stamp, text, details.mounts, here_);
    places_.insert_or_assign(path_of(file), found);
    co_return found;
}

net::awaitable<void> proxy_files::write(std::string file, std::string text) {
    const auto place = co_await place_of(file);
    if (place.writable) {
        here_.replace(*place.here, text);
        co_return;
    }
    if (!place.there)
        throw engine_work::failure(engine_work::exit_code::failed,
                                   "no folder and no volume brings " + path_of(file) +
                                       " into the proxy that runs: recreate it from this file");
    co_await engine_work::write_through_engine(engine_, project_, container_.image_id, *place.there,
                                               std::move(text));
}

}  // namespace rollout::blue_green
