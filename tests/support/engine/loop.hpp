#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <type_traits>

namespace boost::asio {
class io_context;
}

namespace support::engine {

// One thread that everything of a fake engine happens on.
class loop {
  public:
    loop();
    ~loop();  // stops first
    loop(const loop&) = delete;
    loop& operator=(const loop&) = delete;

    boost::asio::io_context& context();

    // Runs it on the thread and waits for it; from the thread itself it is a plain call. Throws
    // what it throws.
    void run(const std::function<void()>& work);
    template <typename Work>
    auto ask(Work work) {
        std::remove_const_t<decltype(work())> answer{};
        run([&] { answer = work(); });
        return answer;
    }
    // Later, on the thread; dropped when the loop ends before.
    void after(std::chrono::milliseconds pause, std::function<void()> work);
    // Joins the thread. Nothing runs any more behind it.
    void stop();

  private:
    class impl;
    std::unique_ptr<impl> impl_;
};

}  // namespace support::engine
