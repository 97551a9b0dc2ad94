#include "golden.hpp"

#include <support/folders.hpp>

#include <cctype>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

namespace rollout::compose::test {

namespace {

std::ifstream open(const std::string& name) {
    const auto path = support::source_dir() + "/tests/data/compose/" + name;
    std::ifstream in(path);
    if (!in) throw std::runtime_error(path + " is missing");
    return in;
}

bool starts(const std::string& line, const char* mark) {
    return line.rfind(mark, 0) == 0;
}

}  // namespace

std::vector<golden_case> read_cases(const std::string& name) {
    auto in = open(name);
    std::vector<golden_case> cases(1);
    int number = 0;
    bool at_top = true;
    for (std::string line; std::getline(in, line);) {
        ++number;
        at_top = at_top && starts(line, "#");
        if (at_top) continue;
        if (line.empty()) {
            if (!cases.back().lines.empty()) cases.emplace_back();
            continue;
        }
        if (cases.back().lines.empty()) cases.back().line = number;
        cases.back().lines.push_back(line);
    }
    if (cases.back().lines.empty()) cases.pop_back();
    return cases;
}

std::vector<golden_archive> read_archives(const std::string& name) {
    auto in = open(name);
    std::vector<golden_archive> all;
    for (std::string line; std::getline(in, line);) {
        if (starts(line, "==== ")) {
            all.emplace_back().name = line.substr(5);
        } else if (starts(line, "---- ") && !all.empty()) {
            all.back().parts.push_back({line.substr(5), {}});
        } else if (!all.empty() && !all.back().parts.empty()) {
            all.back().parts.back().text += line + '\n';
        }
    }
    return all;
}

std::string one_line(const std::string& text) {
    std::istringstream in(text);
    std::string line;
    for (std::string word; in >> word;)
        line += (line.empty() ? "" : " ") + word;
    return line;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

expectation expected_by(const std::string& line) {
    if (line.size() < 3 || (!starts(line, "-> ") && !starts(line, "!! "))) {
        throw std::runtime_error("no expectation: " + line);
    }
    return {starts(line, "!! "), line.substr(3)};
}

}  // namespace rollout::compose::test
