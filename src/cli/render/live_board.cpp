#include <cli/render/human.hpp>
#include <cli/render/live_board.hpp>
#include <cli/render/printable.hpp>

#include <algorithm>
#include <cstdio>
#include <utility>
#include <variant>

namespace rollout::cli {

namespace {

using namespace engine_work;
using std::chrono::duration_cast;
using std::chrono::milliseconds;
using level = description::level;

constexpr std::size_t kept_lines = 20;
constexpr auto noteworthy = milliseconds(100);

bool is_the_same(const plan::operation& a, const plan::operation& b) {
    return a.what == b.what && a.target == b.target && a.network == b.network;
}

/// Never more columns than bytes, so that counting these is safe.
std::string cut(std::string text, std::size_t most) {
    if (text.size() <= most) return text;
    const auto is_inside = [&text](std::size_t at) {
        return (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
    };
    while (most > 0 && is_inside(most))
        --most;
    text.resize(most);
    return text;
}

std::string line_of(std::string text, const std::string& right, std::size_t columns) {
    if (columns <= right.size() + 1) return cut(std::move(text), columns);
    const auto left = columns - right.size() - 1;
    text = cut(std::move(text), left);
    text.append(left - text.size() + 1, ' ');
    return text + right;
}

}  // namespace

std::string took_text(milliseconds took) {
    const auto seconds = duration_cast<std::chrono::seconds>(took).count();
    char text[32];
    if (seconds < 10)
        std::snprintf(text, sizeof text, "%.1f s", static_cast<double>(took.count() / 100) / 10);
    else if (seconds < 60)
        std::snprintf(text, sizeof text, "%d s", static_cast<int>(seconds));
    else
        std::snprintf(text, sizeof text, "%d min %d s", static_cast<int>(seconds / 60),
                      static_cast<int>(seconds % 60));
    return text;
}

live_board::row* live_board::find(plan::action what, const std::string& name) {
    for (auto& r : rows_)
        if (r.operation.what == what && r.operation.target.name == name) return &r;
    return nullptr;
}

live_board::row* live_board::find_build(const std::string& service) {
    for (auto& r : rows_)
        if (r.operation.what == plan::action::build_image && r.operation.service == service)
            return &r;
    return nullptr;
}

/// One row an event that the board shows; every other is said as it is.
struct live_board_update {
    live_board& board;
    live_board::clock::time_point now;
    std::vector<description> said{};

    void operator()(const operation_started& e) { board.rows_.push_back({e.operation, now}); }

    void operator()(const operation_ended& e) {
        const auto found = std::find_if(board.rows_.begin(), board.rows_.end(), [&](const auto& r) {
            return is_the_same(r.operation, e.operation);
        });
        auto over = describe(operation_started{e.operation});
        const milliseconds took(e.duration_ms);
        if (!e.done) over.text += ": not done";
        if (took >= noteworthy) over.text += " (" + took_text(took) + ')';
        if (found != board.rows_.end()) {
            for (auto& line : found->output)
                if (!e.done) said.push_back({level::detail, over.phase, std::move(line)});
            board.rows_.erase(found);
        }
        said.push_back(std::move(over));
    }

    void operator()(const pull_progress& e) {
        auto* row = board.find(plan::action::pull_image, e.image);
        if (!row) return;
        auto& layer = row->layers[e.layer];
        layer.status = e.status;
        if (e.status != "Downloading") {
            layer.current = layer.total;
            return;
        }
        layer.current = e.current;
        layer.total = std::max(layer.total, e.total);
    }

    void operator()(const pull_output& e) {
        say_last(board.find(plan::action::pull_image, e.image), e.line, e);
    }
    void operator()(const push_output& e) {
        say_last(board.find(plan::action::push_image, e.image), e.line, e);
    }

    void operator()(const build_step& e) {
        auto* row = board.find_build(e.service);
        const auto step =
            "step " + std::to_string(e.step) + '/' + std::to_string(e.steps) + ": " + e.instruction;
        say_last(row, step, e);
        if (row) keep(*row, step);
    }

    void operator()(const build_output& e) {
        if (auto* row = board.find_build(e.service))
            keep(*row, e.line);
        else
            said.push_back(describe(e));
    }

    template <class Other>
    void operator()(const Other& e) {
        auto words = describe(e);
        if (words.importance != level::progress) said.push_back(std::move(words));
    }

  private:
    template <class Event>
    void say_last(live_board::row* row, const std::string& line, const Event& e) {
        if (row)
            row->doing = line;
        else
            said.push_back(describe(e));
    }

    static void keep(live_board::row& row, const std::string& line) {
        row.output.push_back(line);
        if (row.output.size() > kept_lines) row.output.pop_front();
    }
};

std::vector<description> live_board::take(const event& e, clock::time_point now) {
    live_board_update update{*this, now};
    std::visit(update, e);
    return std::move(update.said);
}

/// `2/3 layers, 1.2MB of 5MB`
std::string live_board::far(const row& r) {
    if (r.layers.empty()) return r.doing;
    std::int64_t current = 0;
    std::int64_t total = 0;
    std::size_t there = 0;
    for (const auto& [id, one] : r.layers) {
        current += one.current;
        total += one.total;
        there += one.status == "Pull complete" || one.status == "Already exists" ? 1 : 0;
    }
    auto text = std::to_string(there) + '/' + std::to_string(r.layers.size()) + " layers";
    if (total > 0) text += ", " + human_size(current) + " of " + human_size(total);
    return text;
}

std::vector<std::string> live_board::lines(clock::time_point now,
                                           const engine_api::terminal_size& screen) const {
    const auto columns = static_cast<std::size_t>(std::max(screen.columns - 1, 1));
    const auto most = static_cast<std::size_t>(std::max(screen.rows / 2, 1));
    const auto shown = rows_.size() <= most ? rows_.size() : most - 1;
    std::vector<std::string> lines;
    for (const auto& r : rows_) {
        if (lines.size() == shown) break;
        const auto words = describe(operation_started{r.operation});
        const auto more = far(r);
        const auto text = words.phase + ": " + words.text + (more.empty() ? "" : ": " + more);
        const auto since = duration_cast<milliseconds>(now - r.since);
        lines.push_back(line_of(printable(text), took_text(since), columns));
    }
    if (shown < rows_.size())
        lines.push_back(cut("... and " + std::to_string(rows_.size() - shown) + " more", columns));
    return lines;
}

}  // namespace rollout::cli
