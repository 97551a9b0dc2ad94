#include <rollout/cli/run.hpp>

#include <csignal>
#include <filesystem>
#include <iostream>

extern char** environ;

int main(int argc, char** argv) {
    std::signal(SIGPIPE,
                SIG_IGN);  // a closed pipe is an error of the write, not the end of a deploy
    rollout::cli::process p{{argv + (argc > 0 ? 1 : 0), argv + argc},
                            {},
                            std::filesystem::current_path().string(),
                            std::cout,
                            std::cerr,
                            &std::cin};
    for (char** entry = environ; *entry; ++entry) {
        const std::string text(*entry);
        const auto equals = text.find('=');
        if (equals != std::string::npos)
            p.environment.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    return rollout::cli::run(p);
}
