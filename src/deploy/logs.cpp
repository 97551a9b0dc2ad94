#include <engine_api/client.hpp>
#include <rollout/deploy/observe.hpp>
#include <rollout/deploy/stack.hpp>

#include <boost/asio/experimental/awaitable_operators.hpp>

#include <stdexcept>

namespace rollout::deploy {

namespace {

namespace net = boost::asio;
using container_list = std::vector<plan::observed_container>;

/// Cuts a container's output into lines.
class line_printer {
  public:
    line_printer(reporter& to, std::string container) : to_(to), container_(std::move(container)) {}

    void add(const std::string& text) {
        for (const char c : text) {
            if (c == '\n')
                flush();
            else if (c != '\r')
                line_ += c;
        }
    }
    void flush() {
        to_.detail(container_, line_);
        line_.clear();
    }
    void finish() {
        if (!line_.empty()) flush();
    }

  private:
    reporter& to_;
    std::string container_;
    std::string line_;
};

net::awaitable<void> print_one(const context& ctx, const plan::observed_container& c,
                               const logs_options& options) {
    const auto details = co_await ctx.engine.containers().inspect(c.id);
    engine_api::logs_options wanted;
    wanted.follow = options.follow;
    wanted.tail = options.tail;
    auto stream = co_await ctx.engine.containers().logs(c.id, details.tty, wanted);
    line_printer printer(ctx.reporter, c.name);
    while (const auto piece = co_await stream.next())
        printer.add(piece->text);
    printer.finish();
}

net::awaitable<void> follow_all(const context& ctx, const container_list& list, std::size_t from,
                                const logs_options& options) {
    using namespace net::experimental::awaitable_operators;
    if (from == list.size()) co_return;
    co_await (print_one(ctx, list[from], options) && follow_all(ctx, list, from + 1, options));
}

}  // namespace

net::awaitable<exit_code> logs(const context& ctx, logs_options options) {
    for (const auto& name : options.services)
        if (!ctx.project.services.contains(name))
            throw std::invalid_argument("no such service: " + name);
    container_list list;
    for (auto& c : co_await observe_containers(ctx.engine, ctx.project))
        if (options.services.empty() || options.services.contains(c.service)) list.push_back(c);
    if (options.follow) {
        co_await follow_all(ctx, list, 0, options);
    } else {
        for (const auto& c : list)
            co_await print_one(ctx, c, options);
    }
    co_return exit_code::live;
}

}  // namespace rollout::deploy
