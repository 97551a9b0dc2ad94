#include <engine_api/client.hpp>
#include <rollout/engine_work/copy_files.hpp>
#include <rollout/engine_work/observe.hpp>

#include <boost/asio/this_coro.hpp>
#include <cli/command.hpp>
#include <cli/commands/one_container.hpp>
#include <cli/frame.hpp>
#include <cli/terminal/descriptor_stream.hpp>

#include <algorithm>
#include <filesystem>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>

namespace rollout::cli {

namespace {

namespace net = boost::asio;
using engine_work::exit_code;

constexpr const char* standard_stream = "-";

/// `SERVICE:PATH`, a path of this host, or `-`.
struct side {
    std::string service;  ///< empty: it is here
    std::string path;
};

/// A path that begins with `/` or `.` is one of this host, whatever it has in it.
side read_side(const std::string& text) {
    const auto colon = text.find(':');
    if (colon == std::string::npos || text.starts_with('/') || text.starts_with('.'))
        return {{}, text};
    return {text.substr(0, colon), text.substr(colon + 1)};
}

/// With its end, `/` or `/.`, which means something.
std::string absolute(const std::string& path, const std::string& working_dir) {
    return path.starts_with('/') ? path : working_dir + '/' + path;
}

/// Waits for what comes, so that a signal ends it.
class descriptor_source final : public engine_api::body_source {
  public:
    descriptor_source(const net::any_io_executor& executor, int descriptor)
        : in_(executor, descriptor, descriptor_stream::direction::in) {}
    net::awaitable<void> ready() override {
        if (!left_.empty()) co_return;
        auto come = co_await in_.read();
        left_ = std::move(come);
    }
    std::size_t read(std::span<char> into) override {
        const auto n = left_.copy(into.data(), into.size());
        left_.erase(0, n);
        return n;
    }

  private:
    descriptor_stream in_;
    std::string left_;
};

class cp_command final : public command {
  public:
    option_list own_options() override {
        return {
            {"-a,--archive", "Give what is copied into a container the owner it runs as",
             &copy_.keep_owners},
            {"-L,--follow-link", "Where SRC itself is a link, copy what it leads to",
             &copy_.follow_link},
            {"--index", "Number of the container, of a service with several", &index_},
            {"--all", "Look among containers that `run` made, too", &one_offs_},
            {"SRC", "SERVICE:PATH, a path of this host, or - for a tar on standard input", &from_},
            {"DEST", "Likewise; - writes a tar to standard output", &to_}};
    }
    [[nodiscard]] bool output_is_a_programs() const override { return true; }

    exit_code run(frame& f) override {
        if (from_.empty() || to_.empty()) throw std::invalid_argument("cp needs SRC and DEST");
        const auto from = read_side(from_);
        const auto to = read_side(to_);
        if (from.service.empty() == to.service.empty())
            throw std::invalid_argument(from.service.empty()
                                            ? "one of SRC and DEST must be SERVICE:PATH"
                                            : "copying between services is not supported");
        const auto found = load_or_find_any_project(f);
        const auto copy = [&](const engine_work::context& work) -> net::awaitable<exit_code> {
            const bool out = !from.service.empty();
            const auto containers =
                co_await targets(f, found, work, out ? from.service : to.service);
            if (from.path == standard_stream && containers.size() > 1)
                throw std::invalid_argument(
                    "a tar on standard input is for one container: say "
                    "which with --index");
            for (const auto& id : containers) {
                if (out)
                    co_await copy_out(f, work.engine, id, from.path, to.path);
                else
                    co_await copy_in(f, work.engine, id, from.path, to.path);
                if (out) break;
            }
            co_return exit_code::done;
        };
        return f.on_engine(found.project, frame::logins::unused, copy);
    }

  private:
    /// Ids, the lowest number first, those of one-offs last. They need not run.
    net::awaitable<std::vector<std::string>> targets(const frame& f, const any_project& found,
                                                     const engine_work::context& work,
                                                     std::string service) const {
        auto meant = co_await find_meant(f, found, work, std::move(service));
        std::stable_sort(meant.all.begin(), meant.all.end(),
                         [](const auto& a, const auto& b) { return a.number < b.number; });
        if (one_offs_) {
            const auto made =
                co_await engine_work::observe_with_one_offs(work.engine, found.project);
            meant.all.insert(meant.all.end(), made.one_offs.begin(), made.one_offs.end());
        }
        std::vector<std::string> ids;
        for (const auto& c : meant.all)
            if (c.service == meant.service && (!index_ || c.number == *index_)) ids.push_back(c.id);
        if (ids.empty())
            throw engine_work::failure(
                exit_code::failed, "service '" + meant.service + "' has no container" +
                                       (index_ ? " with the number " + std::to_string(*index_)
                                               : "; `rollout up " + meant.service + "` makes one"));
        co_return ids;
    }

    net::awaitable<void> copy_in(const frame& f, engine_api::client& engine, std::string id,
                                 std::string from, std::string to) const {
        if (from == standard_stream) {
            const auto executor = co_await net::this_coro::executor;
            auto tar = std::make_unique<descriptor_source>(executor, f.process().descriptors.in);
            engine_api::put_options put;
            put.no_overwrite_dir_non_dir = true;
            put.copy_uid_gid = copy_.keep_owners;
            co_await engine.containers().put_archive(id, to, std::move(tar), put);
            co_return;
        }
        auto copy = copy_;
        copy.container = std::move(id);
        copy.from = absolute(from, f.process().working_dir);
        copy.to = std::move(to);
        co_await engine_work::copy_into(engine, copy);
    }

    net::awaitable<void> copy_out(const frame& f, engine_api::client& engine, std::string id,
                                  std::string from, std::string to) const {
        if (to == standard_stream) {
            descriptor_stream out(co_await net::this_coro::executor, f.process().descriptors.out,
                                  descriptor_stream::direction::out);
            auto tar = co_await engine.containers().get_archive(id, from);
            while (const auto piece = co_await tar.next()) {
                const bool read = co_await out.write(*piece);
                if (!read) break;
            }
            co_return;
        }
        auto copy = copy_;
        copy.container = std::move(id);
        copy.from = std::move(from);
        copy.to = absolute(to, f.process().working_dir);
        co_await engine_work::copy_out_of(engine, copy);
    }

    engine_work::copy_options copy_;
    std::string from_;
    std::string to_;
    std::optional<int> index_;
    bool one_offs_ = false;
};

}  // namespace

std::unique_ptr<command> make_cp() {
    return std::make_unique<cp_command>();
}

}  // namespace rollout::cli
