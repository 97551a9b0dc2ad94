#pragma once

#include <cli/render/describe.hpp>
#include <cli/render/renderer.hpp>

#include <iosfwd>

namespace rollout::cli {

/// One line an event: `phase: text`, details as `phase | text`; warnings and errors are marked and
/// go to `err`. What others said is made printable.
class plain_renderer final : public renderer {
  public:
    enum class what { all, only_problems };  ///< of the events; what a command found out is shown

    plain_renderer(std::ostream& out, std::ostream& err, what told = what::all)
        : out_(out), err_(err), told_(told) {}

    void report(const engine_work::event& e) override;
    void report(const blue_green::event& e) override;
    void show(const stack_status& status) override;
    void show(const container_list& list) override;
    void show(const deploy_history& history) override;
    void finish(const command_result& result) override;
    void print(const description& d);

  private:
    void tell(const description& d);
    void print_containers(const std::vector<plan::observed_container>& containers);
    void print_live(const blue_green::live_status& live);

    std::ostream& out_;
    std::ostream& err_;
    what told_;
};

}  // namespace rollout::cli
