#pragma once

#include <engine_api/terminal_size.hpp>

#include <cli/render/live_board.hpp>
#include <cli/render/plain.hpp>

#include <cstddef>
#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

namespace rollout::cli {

/// What is under way in the last lines of a terminal, drawn anew as it goes on, and above them for
/// good what plain_renderer prints, an operation only when it is over. Nothing else may be written
/// to that terminal while an operation is under way.
class live_renderer final : public renderer {
  public:
    using size_function = std::function<engine_api::terminal_size()>;
    using now_function = std::function<live_board::clock::time_point()>;

    live_renderer(std::ostream& out, std::ostream& err, size_function size,
                  now_function now = live_board::clock::now)
        : out_(out), plain_(out, err), size_(std::move(size)), now_(std::move(now)) {}

    void report(const engine_work::event& e) override;
    void report(const blue_green::event& e) override;
    void show(const stack_status& status) override;
    void show(const container_list& list) override;
    void show(const deploy_history& history) override;
    void finish(const command_result& result) override;
    bool redraw() override;

  private:
    void say(const std::vector<description>& words);
    void draw();
    void erase();

    std::ostream& out_;
    plain_renderer plain_;
    size_function size_;
    now_function now_;
    live_board board_;
    std::vector<std::size_t> drawn_;  ///< how long the lines on the screen are
};

}  // namespace rollout::cli
