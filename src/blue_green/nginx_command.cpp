#include "nginx_command.hpp"

#include <algorithm>

namespace rollout::blue_green {

std::vector<std::string> nginx_command(const compose::service& proxy) {
    const auto words = proxy.command.value_or(std::vector<std::string>{"nginx"});
    const auto is_nginx = [](const std::string& word) {
        return word == "nginx" || word.ends_with("/nginx");
    };
    const auto program = std::find_if(words.begin(), words.end(), is_nginx);
    std::vector<std::string> command = {program == words.end() ? "nginx" : *program};
    for (auto word = words.begin(); word != words.end() && word + 1 != words.end(); ++word)
        if (*word == "-c" || *word == "-p") command.insert(command.end(), {*word, *(word + 1)});
    return command;
}

}  // namespace rollout::blue_green
