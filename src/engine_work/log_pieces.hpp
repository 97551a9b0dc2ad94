#pragma once

#include "line_splitter.hpp"

#include <engine_api/streams.hpp>
#include <rollout/engine_work/logs.hpp>

#include <deque>
#include <string>
#include <utility>

namespace rollout::engine_work {

/// `2026-01-02T03:04:05.000000006Z text` taken apart; a line without a time has none.
inline std::pair<std::string, std::string> split_time(const std::string& line) {
    const auto blank = line.find(' ');
    const bool has_time =
        blank != std::string::npos && blank > 19 && line[4] == '-' && line[10] == 'T';
    if (!has_time) return {std::string(), line};
    return {line.substr(0, blank), line.substr(blank + 1)};
}

/// The lines of a log's two streams, each put together on its own.
class log_pieces {
  public:
    explicit log_pieces(bool with_times)
        : with_times_(with_times), out_(taker{this}), err_(taker{this}) {}
    log_pieces(const log_pieces&) = delete;
    log_pieces& operator=(const log_pieces&) = delete;

    void add(const engine_api::output& piece) {
        (piece.from == engine_api::output::source::err ? err_ : out_).add(piece.text);
    }
    void finish() {
        out_.finish();
        err_.finish();
    }
    [[nodiscard]] bool empty() const { return lines_.empty(); }
    /// Its time and its text.
    [[nodiscard]] const std::pair<std::string, std::string>& front() const {
        return lines_.front();
    }
    void pop() { lines_.pop_front(); }

  private:
    struct taker {
        log_pieces* to;
        void operator()(std::string line) const {
            to->lines_.push_back(to->with_times_ ? split_time(line)
                                                 : std::pair(std::string(), std::move(line)));
        }
    };

    bool with_times_;
    std::deque<std::pair<std::string, std::string>> lines_;
    line_splitter<taker> out_;
    line_splitter<taker> err_;
};

}  // namespace rollout::engine_work
