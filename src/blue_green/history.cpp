#include "record.hpp"

#include <rollout/engine_work/journal.hpp>

namespace rollout::blue_green {

namespace net = boost::asio;

net::awaitable<std::vector<history_entry>> read_history(engine_api::client& engine,
                                                        std::string project) {
    std::vector<history_entry> entries;
    const auto page = co_await engine_work::read_journal(engine, project);
    if (auto record = record_on(page)) entries = std::move(record->history);
    co_return entries;
}

}  // namespace rollout::blue_green
