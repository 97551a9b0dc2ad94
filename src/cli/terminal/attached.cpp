#include <engine_api/error.hpp>
#include <rollout/engine_work/interruption.hpp>
#include <rollout/engine_work/outcome.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cli/terminal/attached.hpp>
#include <cli/terminal/descriptor_stream.hpp>
#include <cli/terminal/detach_keys.hpp>
#include <cli/terminal/raw_terminal.hpp>

#include <array>
#include <chrono>
#include <csignal>
#include <exception>
#include <optional>
#include <utility>

namespace rollout::cli {

namespace {

namespace net = boost::asio;

constexpr int signals_that_end = 3;
constexpr int tries_of_the_first_size = 10;
constexpr std::chrono::milliseconds longer_each_time{10};

class attachment {
  public:
    attachment(const net::any_io_executor& executor, const standard_descriptors& here,
               engine_api::output_stream& program, const attached_options& options)
        : here_(here),
          program_(program),
          options_(options),
          keys_(options.detach_keys),
          out_(executor, here.out, descriptor_stream::direction::out),
          err_(executor, here.err, descriptor_stream::direction::out),
          resized_(executor, SIGWINCH),
          rest_(executor, net::steady_timer::time_point::max()) {
        if (options.input) in_.emplace(executor, here.in, descriptor_stream::direction::in);
    }

    net::awaitable<attached_end> run() {
        const auto executor = co_await net::this_coro::executor;
        auto output = net::co_spawn(executor, carry_output(), net::deferred);
        auto input = net::co_spawn(executor, carry_input(), net::deferred);
        auto size = net::co_spawn(executor, follow_size(), net::deferred);
        auto signals = net::co_spawn(executor, pass_signals_on(), net::deferred);
        auto all = net::experimental::make_parallel_group(std::move(output), std::move(input),
                                                          std::move(size), std::move(signals));
        const auto [order, of_output, of_input, of_size, of_signals] =
            co_await all.async_wait(net::experimental::wait_for_one(), net::use_awaitable);
        const std::array problems{of_output, of_input, of_size, of_signals};
        if (const auto& first = problems.at(order.front())) std::rethrow_exception(first);
        if (reader_left_) co_return attached_end::of_a_reader;
        co_return detached() ? attached_end::by_keys : attached_end::of_output;
    }

  private:
    net::awaitable<void> carry_output() {
        for (;;) {
            const auto piece = co_await program_.next();
            if (!piece) break;
            auto& to = piece->from == engine_api::output::source::err ? err_ : out_;
            const bool read = co_await to.write(piece->text);
            reader_left_ = !read;
            if (reader_left_) co_return;
        }
        if (options_.until) co_await options_.until();
    }

    /// Ends by the detach keys alone: that of the output is the end.
    net::awaitable<void> carry_input() {
        if (in_) co_await send_all();
        if (!detached()) co_await rest_.async_wait(net::use_awaitable);
    }

    [[nodiscard]] bool detached() const { return options_.tty && keys_.seen(); }

    net::awaitable<void> send_all() {
        try {
            for (;;) {
                const auto bytes = co_await in_->read();
                if (bytes.empty()) break;
                const auto typed = options_.tty ? keys_.typed(bytes) : std::string_view(bytes);
                if (!typed.empty()) co_await program_.write(typed);
                if (detached()) co_return;
            }
            co_await program_.close_stdin();
        } catch (const engine_api::error&) {
            // A program that has ended takes no more; how it ended is told by its output.
        }
    }

    net::awaitable<void> follow_size() {
        if (options_.resize) co_await tell_first_size();
        for (;;) {
            co_await resized_.async_wait(net::use_awaitable);
            if (options_.resize) co_await tell_size();
        }
    }

    /// Throws at the last that asks for an end: a program may not heed them.
    net::awaitable<void> pass_signals_on() {
        if (!options_.signals) co_await rest_.async_wait(net::use_awaitable);
        for (int asked = 0;;) {
            const int number = co_await options_.signals->async_wait(net::use_awaitable);
            if (number == SIGINT || number == SIGTERM) ++asked;
            if (asked == signals_that_end) give_up(number);
            co_await pass_on(number);
        }
    }

    [[noreturn]] static void give_up(int number) {
        engine_work::interruption last;
        last.ask(number);
        throw engine_work::failure(last.or_else(engine_work::exit_code::failed),
                                   "the program does not end at its signals; `rollout kill` ends "
                                   "what still runs");
    }

    /// The program may have ended meanwhile.
    net::awaitable<void> pass_on(int number) {
        try {
            co_await options_.pass_on(number);
        } catch (const engine_api::error&) {
        }
    }

    net::awaitable<void> tell_first_size() {
        net::steady_timer pause(co_await net::this_coro::executor);
        for (int i = 1; i <= tries_of_the_first_size; ++i) {
            const bool told = co_await tell_size();
            if (told) co_return;
            pause.expires_after(i * longer_each_time);
            co_await pause.async_wait(net::use_awaitable);
        }
    }

    net::awaitable<bool> tell_size() {
        const auto size = size_of_terminal(here_.out);
        if (!size) co_return true;
        try {
            co_await options_.resize(*size);
        } catch (const engine_api::error&) {
            co_return false;
        }
        co_return true;
    }

    const standard_descriptors& here_;
    engine_api::output_stream& program_;
    const attached_options& options_;
    detach_keys keys_;
    std::optional<descriptor_stream> in_;
    descriptor_stream out_;
    descriptor_stream err_;
    net::signal_set resized_;
    net::steady_timer rest_;
    bool reader_left_ = false;
};

}  // namespace

net::awaitable<attached_end> be_attached(standard_descriptors here,
                                         engine_api::output_stream& program,
                                         attached_options options) {
    std::optional<raw_terminal> raw;
    if (options.tty && options.input && is_terminal(here.in)) raw.emplace(here.in);
    attachment both(co_await net::this_coro::executor, here, program, options);
    co_return co_await both.run();
}

}  // namespace rollout::cli
