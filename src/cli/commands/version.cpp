#include <cli/command.hpp>
#include <cli/frame.hpp>

#include <ostream>

namespace rollout::cli {

namespace {

class version_command final : public command {
  public:
    engine_work::exit_code run(frame& f) override {
        f.process().out << "rollout " << ROLLOUT_VERSION << std::endl;
        return engine_work::exit_code::done;
    }
};

}  // namespace

std::unique_ptr<command> make_version() {
    return std::make_unique<version_command>();
}

}  // namespace rollout::cli
