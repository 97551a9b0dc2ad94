#pragma once

#include "flow.hpp"
#include "local_streams.hpp"

#include <csignal>
#include <string>
#include <utility>
#include <vector>

namespace flow {

/// For commands that make a program's streams ours, on a stack named `plain`.
class carrying_test : public stack_test {
  protected:
    explicit carrying_test(const std::string& services) {
        std::signal(SIGPIPE, SIG_IGN);  // as the program has it
        dir_.write("plain/compose.yaml", "name: plain\nservices:\n" + services);
        dir_.write("empty", "");
    }

    [[nodiscard]] std::vector<std::string> in_plain(std::vector<std::string> args) const {
        args.insert(args.begin(), {"-f", (dir_ / "plain/compose.yaml").string()});
        return args;
    }
    outcome plain(std::vector<std::string> args) { return rollout(in_plain(std::move(args))); }

    struct carried {
        outcome result;
        std::string out;
        std::string err;
    };
    /// With a file as its input.
    carried carry(std::vector<std::string> args, const std::string& input = "empty") {
        local_streams here(dir_ / input);
        carried all;
        all.result = rollout_at(here.descriptors(), in_plain(std::move(args)));
        all.out = here.out();
        all.err = here.err();
        return all;
    }
};

}  // namespace flow
