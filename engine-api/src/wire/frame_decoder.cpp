#include "wire/frame_decoder.hpp"

#include <algorithm>
#include <cstddef>
#include <stdexcept>

namespace engine_api {

void frame_decoder::feed(std::string_view bytes) {
    pending_.erase(0, taken_);
    taken_ = 0;
    pending_.append(bytes);
}

bool frame_decoder::open_frame() {
    constexpr std::size_t head = 8;
    while (left_ == 0) {
        if (waiting() < head) return false;
        const auto byte = [this](std::size_t i) {
            return static_cast<unsigned char>(pending_[taken_ + i]);
        };
        stream_ = byte(0);
        if (stream_ > 3 || byte(1) != 0 || byte(2) != 0 || byte(3) != 0)
            throw std::runtime_error("a frame of the output stream has no valid head");
        for (std::size_t i = 4; i < head; ++i)
            left_ = left_ << 8 | byte(i);
        taken_ += head;
    }
    return true;
}

std::optional<output> frame_decoder::next() {
    if (!open_frame() || waiting() == 0) return std::nullopt;
    const bool is_error = stream_ == 3;
    const auto wanted = is_error ? std::min(left_, error_limit) : std::size_t{1};
    if (waiting() < wanted) return std::nullopt;
    const auto n = std::min(left_, waiting());
    output piece;
    piece.text = pending_.substr(taken_, n);
    taken_ += n;
    left_ -= n;
    if (is_error) throw std::runtime_error("the engine ended the output: " + piece.text);
    piece.from = stream_ == 2 ? output::source::err : output::source::out;
    return piece;
}

}  // namespace engine_api
