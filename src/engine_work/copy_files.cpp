#include <engine_api/client.hpp>
#include <engine_api/local_copy.hpp>
#include <rollout/engine_work/copy_files.hpp>
#include <rollout/plan/copy_place.hpp>

#include <filesystem>
#include <optional>
#include <stdexcept>

namespace rollout::engine_work {

namespace {

namespace net = boost::asio;
namespace fs = std::filesystem;
using plan::copied_path;

std::string from_root(const std::string& path) {
    return path.starts_with('/') ? path : '/' + path;
}

net::awaitable<std::optional<engine_api::path_stat>> find_path(engine_api::client& engine,
                                                               std::string container,
                                                               std::string path) {
    try {
        co_return co_await engine.containers().stat(container, path);
    } catch (const engine_api::error& e) {
        if (e.kind() != engine_api::error_kind::not_found) throw;
    }
    co_return std::nullopt;
}

struct path_in_container {
    std::string real;  ///< what is read or written
    bool exists = false;
    bool is_folder = false;
};

/// A link leads to what it names; the engine tells that as a path from the root.
net::awaitable<path_in_container> look_at_path(engine_api::client& engine, std::string container,
                                               std::string path, bool follow) {
    path_in_container found;
    found.real = plan::without_end(path);
    auto there = co_await find_path(engine, container, found.real);
    if (there && there->is_link && follow) {
        const auto target = fs::path(plan::folder_of_path(found.real)) / there->link_target;
        found.real = target.lexically_normal().string();
        there = co_await find_path(engine, container, found.real);
    }
    found.exists = there.has_value();
    found.is_folder = there && there->is_directory;
    co_return found;
}

/// An end of `/` asks for what a link leads to, too.
bool follows(const std::string& written, bool flag) {
    return flag || plan::without_end(written) != written;
}

std::string local_source(const copy_options& options) {
    const auto plain = plan::without_end(options.from);
    std::error_code ec;
    if (fs::symlink_status(plain, ec).type() == fs::file_type::not_found)
        throw std::invalid_argument("there is no " + plain);
    if (!follows(options.from, options.follow_link)) return plain;
    const auto real = fs::canonical(plain, ec);
    if (ec) throw std::invalid_argument(plain + ": " + ec.message());
    return real.string();
}

}  // namespace

net::awaitable<void> copy_into(engine_api::client& engine, copy_options options) {
    std::error_code ec;
    const auto source = local_source(options);
    copied_path from;
    from.path = options.from;
    from.is_folder = !fs::is_symlink(source, ec) && fs::is_directory(source, ec);
    constexpr bool follow = true;
    const auto there =
        co_await look_at_path(engine, options.container, from_root(options.to), follow);
    copied_path to;
    to.path = there.exists ? there.real : from_root(options.to);
    to.exists = there.exists;
    to.is_folder = there.is_folder;
    const auto place = plan::place_of_copy(from, to);
    engine_api::put_options put;
    put.no_overwrite_dir_non_dir = true;
    put.copy_uid_gid = options.keep_owners;
    auto tar = engine_api::archive_of(source, place.name);
    co_await engine.containers().put_archive(options.container, place.folder, std::move(tar), put);
}

net::awaitable<void> copy_out_of(engine_api::client& engine, copy_options options) {
    const auto written = from_root(options.from);
    const bool follow = follows(written, options.follow_link);
    const auto there = co_await look_at_path(engine, options.container, written, follow);
    copied_path from;
    from.path = written;
    from.is_folder = there.is_folder;
    copied_path to;
    std::error_code ec;
    to.path = options.to;
    to.exists = fs::exists(plan::without_end(options.to), ec);
    to.is_folder = fs::is_directory(plan::without_end(options.to), ec);
    auto tar = co_await engine.containers().get_archive(options.container, there.real);
    const auto place = plan::place_of_copy(from, to);
    if (!fs::is_directory(place.folder, ec))
        throw std::invalid_argument("there is no folder " + place.folder);
    engine_api::collected_archive collected(place.folder);
    while (const auto piece = co_await tar.next())
        collected.add(*piece);
    collected.unpack(place.folder, place.name);
}

}  // namespace rollout::engine_work
