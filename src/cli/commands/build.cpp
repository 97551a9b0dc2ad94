#include <rollout/compose/text/byte_size.hpp>
#include <rollout/compose/text/invalid_value.hpp>
#include <rollout/engine_work/build.hpp>

#include <cli/command.hpp>
#include <cli/frame.hpp>

#include <stdexcept>

namespace rollout::cli {

namespace {

namespace net = boost::asio;
using engine_work::exit_code;

/// `NAME=VALUE`, or `NAME` for the value that the variable has.
compose::optional_text_map args_of(const std::vector<std::string>& texts,
                                   const compose::text_map& environment) {
    compose::optional_text_map args;
    for (const auto& text : texts) {
        const auto equals = text.find('=');
        auto& value = args[text.substr(0, equals)];
        if (equals != std::string::npos)
            value = text.substr(equals + 1);
        else if (const auto set = environment.find(text); set != environment.end())
            value = set->second;
    }
    return args;
}

std::int64_t bytes_of(const std::string& text) {
    if (text.empty()) return 0;
    try {
        return compose::parse_byte_size(text);
    } catch (const compose::invalid_value& e) {
        throw std::invalid_argument("--memory: " + std::string(e.what()));
    }
}

class build_command final : public command {
  public:
    option_list own_options() override {
        const std::string classic = "images are built by the engine's classic builder";
        return {
            {"--build-arg",
             "NAME=VALUE of an ARG, in place of what the file says; NAME alone: the "
             "variable's value",
             &args_},
            {"--no-cache", "Build every instruction anew", &choice_.no_cache},
            {"--pull", "Look for newer base images", &choice_.pull},
            {"-q,--quiet", "Say nothing of the builds' course", &choice_.quiet},
            {"-m,--memory", "Memory that each instruction may take, such as 512m", &memory_},
            {"--with-dependencies", "Build what the services depend on, too",
             &choice_.with_dependencies},
            {"--push", "", refused{"`rollout push` does, once it is built"}},
            {"--ssh", "", refused{classic + ", which has no SSH agents"}},
            {"--builder", "", refused{classic}},
            {"--provenance", "", refused{classic + ", which attests to nothing"}},
            {"--sbom", "", refused{classic + ", which attests to nothing"}},
            {"--check", "", refused{classic + ", which cannot check without building"}},
            {"--print", "", refused{classic + ", and there is no bake file"}},
            {"--compress", "", &unused_, {}, true},
            {"--force-rm", "", &unused_, {}, true},
            {"--no-rm", "", &unused_, {}, true},
            {"--parallel", "", &unused_, {}, true},
        };
    }
    [[nodiscard]] std::string services_help() const override {
        return "Services (default: all that have a build section)";
    }

    exit_code run(frame& f) override {
        const auto project = f.load_project();
        choice_.services = f.services();
        choice_.args = args_of(args_, project.environment);
        choice_.memory = bytes_of(memory_);
        const auto build = [&](const engine_work::context& work) -> net::awaitable<exit_code> {
            co_await engine_work::build(work, choice_);
            co_return exit_code::done;
        };
        return f.on_engine(project, frame::logins::read, build);
    }

  private:
    engine_work::build_choice choice_;
    std::vector<std::string> args_;
    std::string memory_;
    bool unused_ = false;
};

}  // namespace

std::unique_ptr<command> make_build() {
    return std::make_unique<build_command>();
}

}  // namespace rollout::cli
