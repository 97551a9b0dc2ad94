#include <cli/render/log_printer.hpp>
#include <cli/render/printable.hpp>
#include <cli/render/text_table.hpp>

#include <algorithm>
#include <array>
#include <ostream>

namespace rollout::cli {

namespace {

constexpr std::array prefix_colors = {"\x1b[36m",   "\x1b[33m",   "\x1b[32m",   "\x1b[35m",
                                      "\x1b[34m",   "\x1b[36;1m", "\x1b[33;1m", "\x1b[32;1m",
                                      "\x1b[35;1m", "\x1b[34;1m"};
constexpr const char* no_color = "\x1b[0m";

}  // namespace

std::string log_printer::short_name(const std::string& container) const {
    const auto beginning = project_ + '-';
    return printable(container.starts_with(beginning) ? container.substr(beginning.size())
                                                      : container);
}

void log_printer::found(const std::string& container) {
    width_ = std::max(width_, width_of(short_name(container)) + 1);
}

const char* log_printer::color_of(const std::string& service) {
    const auto next = colors_.size();
    const auto [known, is_new] = colors_.try_emplace(service, next);
    return prefix_colors[known->second % prefix_colors.size()];
}

void log_printer::print(const engine_work::log_entry& entry) {
    if (style_.prefix) {
        auto name = short_name(entry.container);
        name.resize(name.size() + width_ - std::min(width_, width_of(name)), ' ');
        if (style_.color)
            out_ << color_of(entry.service) << name << " | " << no_color;
        else
            out_ << name << " | ";
    }
    if (style_.times) out_ << entry.time << ' ';
    out_ << printable(entry.line) << '\n' << std::flush;
}

}  // namespace rollout::cli
