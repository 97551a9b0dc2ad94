#include "image_progress.hpp"

#include <charconv>
#include <cstddef>
#include <string_view>

namespace rollout::engine_work {

namespace {

/// Takes a number, and what must follow it, off the front of `text`; nullopt when it is not so.
std::optional<int> take_number(std::string_view& text, std::string_view behind) {
    int number = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (failed != std::errc() || !text.starts_with(behind)) return std::nullopt;
    text.remove_prefix(behind.size());
    return number;
}

}  // namespace

std::optional<builder_step> builder_lines::step_in(const std::string& line) {
    constexpr std::string_view begin = "Step ";
    std::string_view text = line;
    if (!text.starts_with(begin)) return std::nullopt;
    text.remove_prefix(begin.size());
    const auto step = take_number(text, "/");
    const auto steps = step ? take_number(text, " : ") : std::nullopt;
    if (!steps || *step != last_ + 1) return std::nullopt;
    last_ = *step;
    return builder_step{*step, *steps, std::string(text)};
}

bool builder_lines::is_about_layers(const std::string& line) {
    return line.starts_with(" ---> ") || line.starts_with("Removing intermediate container ");
}

bool layer_progress::is_news(const std::string& layer, const std::string& status,
                             std::int64_t current, std::int64_t total) {
    const auto twentieths = total > 0 ? current * 20 / total : 0;
    std::pair now(status, twentieths);
    auto& told = told_[layer];
    if (told == now) return false;
    told = std::move(now);
    return true;
}

}  // namespace rollout::engine_work
