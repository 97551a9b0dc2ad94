#pragma once

#include <deque>
#include <functional>
#include <string>
#include <utility>

namespace support {

// Bytes on their way from a producer to a consumer, both on the engine's thread.
class byte_pipe {
  public:
    void push(std::string bytes) {
        if (!closed_ && !bytes.empty()) pieces_.push_back(std::move(bytes));
        wake();
    }
    void close() {
        closed_ = true;
        wake();
    }
    bool empty() const { return pieces_.empty(); }
    bool closed() const { return closed_; }
    std::string pop() {
        auto bytes = std::move(pieces_.front());
        pieces_.pop_front();
        return bytes;
    }
    // Called behind each push and close; replaces an earlier one. The consumer clears it when it
    // leaves.
    void on_change(std::function<void()> callback) { callback_ = std::move(callback); }
    bool has_consumer() const { return static_cast<bool>(callback_); }

  private:
    void wake() {
        if (callback_) callback_();
    }

    std::deque<std::string> pieces_;
    bool closed_ = false;
    std::function<void()> callback_;
};

}  // namespace support
