#include "corpus.hpp"
#include "requests.hpp"

#include <exception>
#include <iostream>
#include <string>
#include <vector>

namespace {

bool run_files(const std::string& folder) {
    const auto counts = rollout::test::run_corpus(folder, std::cout);
    std::cout << counts.normal_forms << " of " << counts.wanted_normal_forms
              << " accepted files give the same normal form, " << counts.families
              << " can be started without an app or a proxy, " << counts.hashes << " of "
              << counts.wanted_hashes << " services the same hash, " << counts.refusals << " of "
              << counts.wanted_refusals << " refused files are refused for the same reason\n";
    return counts.all_match();
}

bool run_requests(const std::string& folder) {
    const auto counts = rollout::test::run_requests(folder, std::cout);
    std::cout << counts.matching_requests << " of " << counts.requests
              << " create requests are the same, for " << counts.matching_files << " of "
              << counts.files << " files all; " << counts.refused
              << " others are for services that rollout refuses\n";
    return counts.all_match();
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> args(argv + 1, argv + argc);
    const bool with_requests = args.size() == 3 && args[1] == "--requests";
    if (args.size() != 1 && !with_requests) {
        std::cerr << "usage: rollout-corpus DIR [--requests DIR]\n"
                     "DIR has files/ and expected/; see tests/corpus/corpus.hpp\n"
                     "--requests also compares create requests; see tests/corpus/requests.hpp\n";
        return 64;
    }
    try {
        bool same = run_files(args[0]);
        if (with_requests) same = run_requests(args[2]) && same;
        return same ? 0 : 1;
    } catch (const std::exception& e) {
        std::cerr << "rollout-corpus: " << e.what() << '\n';
        return 1;
    }
}
