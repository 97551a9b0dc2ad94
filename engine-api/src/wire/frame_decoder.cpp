#include "wire/frame_decoder.hpp"

#include <algorithm>
#include <stdexcept>

namespace engine_api {

bool frame_decoder::open_frame() {
    constexpr std::size_t head = 8;
    while (left_ == 0) {
        if (pending_.size() < head) return false;
        const auto byte = [this](std::size_t i) { return static_cast<unsigned char>(pending_[i]); };
        stream_ = byte(0);
        if (stream_ > 3 || byte(1) != 0 || byte(2) != 0 || byte(3) != 0)
            throw std::runtime_error("a frame of the output stream has no valid head");
        for (std::size_t i = 4; i < head; ++i)
            left_ = left_ << 8 | byte(i);
        pending_.erase(0, head);
    }
    return true;
}

std::optional<output> frame_decoder::next() {
    if (!open_frame() || pending_.empty()) return std::nullopt;
    const auto n = std::min(left_, pending_.size());
    output piece;
    piece.text = pending_.substr(0, n);
    pending_.erase(0, n);
    left_ -= n;
    if (stream_ == 3) throw std::runtime_error("the engine ended the output: " + piece.text);
    piece.from = stream_ == 2 ? output::source::err : output::source::out;
    return piece;
}

}  // namespace engine_api
