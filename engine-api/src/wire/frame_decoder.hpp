#pragma once

#include <engine_api/streams.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace engine_api {

/// Takes apart the engine's framed output: 1 byte stream (0 stdin, 1 stdout, 2 stderr, 3 the
/// engine's own error), 3 zero bytes, 4 bytes length (big endian), payload. Long frames are
/// handed out in pieces as they arrive.
class frame_decoder {
  public:
    /// Longest error text that is collected.
    static constexpr std::size_t error_limit = 64 * 1024;

    void feed(std::string_view bytes);
    /// The next piece. Throws std::runtime_error for a frame that is none, or that carries an
    /// error of the engine.
    std::optional<output> next();
    /// True when the stream may end here: not inside a frame.
    [[nodiscard]] bool at_boundary() const { return waiting() == 0 && left_ == 0; }

  private:
    [[nodiscard]] std::size_t waiting() const { return pending_.size() - taken_; }
    bool open_frame();

    std::string pending_;
    std::size_t taken_ = 0;  // of pending_
    std::size_t left_ = 0;   // payload bytes of the open frame that are still to come
    unsigned char stream_ = 0;
};

}  // namespace engine_api
