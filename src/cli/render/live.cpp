#include <cli/render/live.hpp>

#include <algorithm>
#include <ostream>

namespace rollout::cli {

void live_renderer::report(const engine_work::event& e) {
    const auto words = board_.take(e, now_());
    if (!words.empty()) say(words);
}

void live_renderer::report(const blue_green::event& e) {
    say({describe(e)});
}

void live_renderer::show(const stack_status& status) {
    erase();
    plain_.show(status);
}

void live_renderer::show(const container_list& list) {
    erase();
    plain_.show(list);
}

void live_renderer::show(const deploy_history& history) {
    erase();
    plain_.show(history);
}

void live_renderer::finish(const command_result& result) {
    erase();
    board_.clear();
    plain_.finish(result);
}

bool live_renderer::redraw() {
    erase();
    draw();
    out_ << std::flush;
    return true;
}

void live_renderer::say(const std::vector<description>& words) {
    erase();
    out_ << std::flush;  // standard error is the same terminal
    for (const auto& one : words)
        plain_.print(one);
    draw();
    out_ << std::flush;
}

void live_renderer::draw() {
    for (const auto& line : board_.lines(now_(), size_())) {
        out_ << line << '\n';
        drawn_.push_back(line.size());
    }
}

/// A terminal that became narrower has broken the lines.
void live_renderer::erase() {
    if (drawn_.empty()) return;
    const auto columns = static_cast<std::size_t>(std::max(size_().columns, 1));
    std::size_t rows = 0;
    for (const auto length : drawn_)
        rows += std::max<std::size_t>((length + columns - 1) / columns, 1);
    out_ << "\r\x1b[" << rows << "A\x1b[J";
    drawn_.clear();
}

}  // namespace rollout::cli
