// Ways in which the fake engine misbehaves on the wire.
#pragma once

#include <chrono>
#include <cstddef>
#include <limits>
#include <string>

namespace support {

// Which of the matching requests are meant; counted from 1 since the fault was injected.
struct occurrence {
    std::size_t first = 1;
    std::size_t last = std::numeric_limits<std::size_t>::max();

    static occurrence always() { return {}; }
    static occurrence nth(std::size_t n) { return {n, n}; }
    static occurrence from(std::size_t n) { return {n, always().last}; }
    static occurrence up_to(std::size_t n) { return {1, n}; }
};

struct fault {
    enum class kind {
        fail,
        delay,
        reset_before_head,
        reset_after_head,
        cut_body,
        cut_in_chunk,
        garbage_head,
        stall,
        stall_after_head,
        wrong_length,
        close_after_reply,
    };

    kind what = kind::fail;
    unsigned status = 0;
    std::string message;
    std::chrono::milliseconds pause{0};
    std::size_t bytes = 0;
    // Whether the engine does what was asked although the client never learns of it. Only for kinds
    // that suppress the reply (fail, reset_before_head, garbage_head, stall); the others always do
    // it.
    bool carried_out = false;

    // {"message": message} with that status.
    static fault fail(unsigned status, std::string message);
    // The right answer, late.
    static fault delay(std::chrono::milliseconds pause);
    // Connection reset (RST) instead of an answer / behind the head.
    static fault reset_before_head();
    static fault reset_after_head();
    // End of the connection behind n bytes of the body, with a head that promised all of it.
    static fault cut_body_after(std::size_t bytes);
    // A chunk that promises more bytes than follow, then the end of the connection.
    static fault cut_in_chunk();
    // Bytes that are no HTTP head, then the end of the connection.
    static fault garbage_head();
    // No answer, connection left open until the client gives up / the same behind the head.
    static fault stall();
    static fault stall_after_head();
    // A Content-Length that promises `extra` bytes more than follow; connection left open.
    static fault wrong_length(std::size_t extra);
    // The right answer without "Connection: close", and then the idle connection is closed.
    static fault close_after_reply();

    fault executed() const;  // the same with carried_out set
};

}  // namespace support
