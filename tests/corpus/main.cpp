#include "corpus.hpp"

#include <exception>
#include <iostream>
#include <string>
#include <vector>

int main(int argc, char** argv) {
    const std::vector<std::string> args(argv + 1, argv + argc);
    if (args.size() != 1) {
        std::cerr << "usage: rollout-corpus DIR\n"
                     "DIR has files/ and expected/; see tests/corpus/corpus.hpp\n";
        return 64;
    }
    try {
        const auto counts = rollout::test::run_corpus(args[0], std::cout);
        std::cout << counts.normal_forms << " of " << counts.wanted_normal_forms
                  << " accepted files give the same normal form, " << counts.hashes << " of "
                  << counts.wanted_hashes << " services the same hash, " << counts.refusals
                  << " of " << counts.wanted_refusals
                  << " refused files are refused for the same reason\n";
        return counts.all_match() ? 0 : 1;
    } catch (const std::exception& e) {
        std::cerr << "rollout-corpus: " << e.what() << '\n';
        return 1;
    }
}
