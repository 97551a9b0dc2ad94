#include "wire/line_decoder.hpp"

#include <utility>

namespace engine_api {

std::optional<std::string> line_decoder::next() {
    for (;;) {
        const auto end = pending_.find('\n', scanned_);
        if (end == std::string::npos) {
            scanned_ = pending_.size();
            if (pending_.size() > line_limit) throw std::length_error("a line over 4 MiB");
            return std::nullopt;
        }
        std::string line = pending_.substr(0, end);
        pending_.erase(0, end + 1);
        scanned_ = 0;
        if (!line.empty() && line.back() == '\r') line.pop_back();
        if (!line.empty()) return line;
    }
}

std::string line_decoder::finish() {
    scanned_ = 0;
    return std::exchange(pending_, {});
}

}  // namespace engine_api
