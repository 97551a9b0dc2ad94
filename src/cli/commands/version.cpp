#include <cli/command.hpp>
#include <cli/frame.hpp>

#include <ostream>
#include <string>

namespace rollout::cli {

namespace {

class version_command final : public command {
  public:
    option_list own_options() override {
        return {{"-f,--format", "pretty (default) or json", &format_, {"pretty", "json"}},
                {"--short", "Print the number alone", &short_}};
    }

    engine_work::exit_code run(frame& f) override {
        const std::string version = ROLLOUT_VERSION;
        auto text = "rollout " + version;
        if (format_ == "json") text = R"({"version":")" + version + "\"}";
        if (short_) text = version;
        f.process().out << text << std::endl;
        return engine_work::exit_code::done;
    }

  private:
    std::string format_;
    bool short_ = false;
};

}  // namespace

std::unique_ptr<command> make_version() {
    return std::make_unique<version_command>();
}

}  // namespace rollout::cli
