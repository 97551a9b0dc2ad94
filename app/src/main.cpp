#include "command_line.hpp"

#include <unistd.h>

int main(int argc, char** argv) {
    app::environment variables;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string pair = *entry;
        if (const auto equals = pair.find('='); equals != pair.npos) {
            variables.emplace(pair.substr(0, equals), pair.substr(equals + 1));
        }
    }
    return app::run_command_line({argv + 1, argv + argc}, variables);
}
