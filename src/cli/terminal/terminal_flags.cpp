#include <cli/process.hpp>
#include <cli/terminal/raw_terminal.hpp>
#include <cli/terminal/terminal_flags.hpp>

#include <stdexcept>

namespace rollout::cli {

option_list terminal_flags::options(const char* no_tty_names) {
    return {{no_tty_names, "No terminal, although here is one", &no_tty},
            {"-t,--tty", "A terminal, as is the default where here is one", &tty},
            {"-i,--interactive", "Send standard input, which is the default", &interactive}};
}

void terminal_flags::check(const standard_descriptors& here, bool detached) const {
    if (tty && no_tty) throw std::invalid_argument("--tty and -T exclude each other");
    if (tty && !detached && !is_terminal(here.in))
        throw std::invalid_argument("--tty: standard input is no terminal");
}

bool terminal_flags::gives_tty(const standard_descriptors& here) const {
    return tty || (!no_tty && is_terminal(here.in) && is_terminal(here.out));
}

}  // namespace rollout::cli
