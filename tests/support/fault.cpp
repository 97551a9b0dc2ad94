#include <support/fault.hpp>

#include <utility>

namespace support {
namespace {

fault of_kind(fault::kind what) {
    fault made;
    made.what = what;
    return made;
}

fault with_bytes(fault::kind what, std::size_t bytes) {
    fault made = of_kind(what);
    made.bytes = bytes;
    return made;
}

}  // namespace

fault fault::fail(unsigned status, std::string message) {
    fault made = of_kind(kind::fail);
    made.status = status;
    made.message = std::move(message);
    return made;
}

fault fault::delay(std::chrono::milliseconds pause) {
    fault made = of_kind(kind::delay);
    made.pause = pause;
    return made;
}

fault fault::reset_before_head() {
    return of_kind(kind::reset_before_head);
}

fault fault::reset_after_head() {
    return of_kind(kind::reset_after_head);
}

fault fault::cut_body_after(std::size_t bytes) {
    return with_bytes(kind::cut_body, bytes);
}

fault fault::cut_in_chunk() {
    return of_kind(kind::cut_in_chunk);
}

fault fault::garbage_head() {
    return of_kind(kind::garbage_head);
}

fault fault::stall() {
    return of_kind(kind::stall);
}

fault fault::stall_after_head() {
    return of_kind(kind::stall_after_head);
}

fault fault::wrong_length(std::size_t extra) {
    return with_bytes(kind::wrong_length, extra);
}

fault fault::close_after_reply() {
    return of_kind(kind::close_after_reply);
}

fault fault::executed() const {
    fault copy = *this;
    copy.carried_out = true;
    return copy;
}

}  // namespace support
