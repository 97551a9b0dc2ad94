#include "access_log.hpp"

#include <engine_api/client.hpp>
#include <engine_api/error.hpp>
#include <rollout/engine_work/logs.hpp>

#include <algorithm>
#include <charconv>
#include <utility>

namespace rollout::blue_green {

namespace {

namespace net = boost::asio;
using std::chrono::milliseconds;

/// Up to the next blank, which is dropped with it.
std::string_view take_word(std::string_view& text) {
    const auto end = text.find(' ');
    const auto word = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return word;
}

/// Digits only, and no more of them than any time or status has.
template <class Number>
std::optional<Number> digits(std::string_view text) {
    constexpr std::size_t most = 12;
    if (text.empty() || text.size() > most) return std::nullopt;
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (!std::all_of(text.begin(), text.end(), is_digit)) return std::nullopt;
    Number value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

/// nginx writes seconds with three places: `1700000000.123`, `0.005`.
std::optional<milliseconds> seconds(std::string_view text) {
    const auto point = text.find('.');
    if (point == std::string_view::npos || text.size() != point + 4) return std::nullopt;
    const auto whole = digits<std::int64_t>(text.substr(0, point));
    const auto places = digits<std::int64_t>(text.substr(point + 1));
    if (!whole || !places) return std::nullopt;
    return milliseconds(*whole * 1000 + *places);
}

}  // namespace

std::optional<access_entry> parse_access_line(std::string_view line) {
    if (take_word(line) != "rollout") return std::nullopt;
    const auto at = seconds(take_word(line));
    const auto status = take_word(line);
    const auto status_number = status.size() == 3 ? digits<int>(status) : std::nullopt;
    const auto took = seconds(take_word(line));
    if (!at || !status_number || !took) return std::nullopt;
    access_entry entry;
    entry.at = access_time(*at);
    entry.status = *status_number;
    entry.took = *took;
    entry.by_rollout = line.starts_with("rollout-");
    return entry;
}

void access_tally::add(std::string_view line) {
    const auto entry = parse_access_line(line);
    if (!entry || entry->at < since_) return;
    in_the_format_ = true;
    if (entry->by_rollout) return;
    ++figures_.requests;
    if (entry->status >= 500) ++figures_.failed;
    figures_.slowest_ms = std::max<std::int64_t>(figures_.slowest_ms, entry->took.count());
}

std::optional<users_measured> access_tally::figures() const {
    return in_the_format_ ? std::optional(figures_) : std::nullopt;
}

net::awaitable<std::optional<users_measured>> read_access_log(engine_api::client& engine,
                                                              std::string proxy_container,
                                                              access_time since) {
    const auto until = engine_api::deadline::after(std::chrono::seconds(10));
    engine_api::logs_options wanted;
    wanted.err = false;
    // The entries of that second are told apart by their own times.
    wanted.since = std::chrono::floor<std::chrono::seconds>(since.time_since_epoch());
    access_tally tally(since);
    const engine_work::log_line_taker take = [&tally](const std::string& line) { tally.add(line); };
    try {
        co_await engine_work::read_log(engine, std::move(proxy_container), wanted, take, until);
    } catch (const engine_api::error& e) {
        if (e.kind() == engine_api::error_kind::cancelled) throw;
        co_return std::nullopt;
    }
    co_return tally.figures();
}

}  // namespace rollout::blue_green
