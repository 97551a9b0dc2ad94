#include "wire/line_decoder.hpp"

namespace engine_api {

namespace {

bool is_blank(std::string_view line) {
    return line.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace

void line_decoder::feed(std::string_view bytes) {
    pending_.erase(0, taken_);
    scanned_ -= taken_;
    taken_ = 0;
    pending_.append(bytes);
}

std::optional<std::string> line_decoder::next() {
    for (;;) {
        const auto end = pending_.find('\n', scanned_);
        const auto length = (end == std::string::npos ? pending_.size() : end) - taken_;
        if (length > line_limit) throw std::length_error("a line over 4 MiB");
        if (end == std::string::npos) {
            scanned_ = pending_.size();
            return std::nullopt;
        }
        std::string line = pending_.substr(taken_, length);
        taken_ = scanned_ = end + 1;
        if (!line.empty() && line.back() == '\r') line.pop_back();
        if (!is_blank(line)) return line;
    }
}

std::string line_decoder::finish() {
    auto rest = pending_.substr(taken_);
    pending_.clear();
    taken_ = scanned_ = 0;
    return is_blank(rest) ? std::string() : rest;
}

}  // namespace engine_api
