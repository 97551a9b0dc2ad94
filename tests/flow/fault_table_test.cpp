// At every request of every verb that moves users, every mishap.
//
// CI tries a spread sample of the requests; ROLLOUT_FAULTS=1 tries each (scripts/faults).
#include "fault_table.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <tuple>

namespace flow {

namespace {

constexpr std::size_t sampled = 8;  // one of so many requests

constexpr const char* verbs[] = {"deploy", "rollback", "recover", "promote"};
constexpr const char* mishaps[] = {"kill",      "kill_after",  "sigterm", "refused",
                                   "reset",     "reset_after", "cut",     "error_500",
                                   "error_409", "hang",        "gone"};

std::size_t one_of_how_many() {
    const char* wanted = std::getenv("ROLLOUT_FAULTS");
    return wanted == nullptr ? sampled : std::stoul(wanted);
}

class FaultTable : public fault_table, public testing::WithParamInterface<std::tuple<int, int>> {};

TEST_P(FaultTable, LeavesOneKnownState) {
    const auto [v, m] = GetParam();
    const auto step = one_of_how_many();
    // Within the requests of the shortest verb, however few are sampled.
    const auto offset = static_cast<std::size_t>(3 * v + 5 * m) % std::min<std::size_t>(step, 16);
    std::size_t tried = 0;
    for (auto n = 1 + offset; try_at(verb(v), mishap(m), n) && violations_.size() < 20; n += step)
        ++tried;
    std::string codes;
    for (const auto& [code, times] : codes_)
        codes += " " + std::to_string(code) + "x" + std::to_string(times);
    std::printf(
        "faults: %-8s %-11s %3zu requests, %3zu tried, %4zu runs, codes%s, %zu violations\n",
        verbs[v], mishaps[m], longest_, tried, runs_, codes.c_str(), violations_.size());
    EXPECT_GT(tried, 0u);
}

std::string name_of(const testing::TestParamInfo<std::tuple<int, int>>& of) {
    return std::string(verbs[std::get<0>(of.param)]) + "_" + mishaps[std::get<1>(of.param)];
}

INSTANTIATE_TEST_SUITE_P(EveryRequest, FaultTable,
                         testing::Combine(testing::Range(0, 4), testing::Range(0, 11)), name_of);

}  // namespace

}  // namespace flow
