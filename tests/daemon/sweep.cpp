#include "sweep.hpp"

#include <support/waiting.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <stdexcept>

namespace daemon_tests {

using namespace std::chrono_literals;

namespace {

constexpr std::chrono::milliseconds outage_limit = 60s;

bool says(const std::string& text, const std::string& line) {
    return ('\n' + text).find('\n' + line) != std::string::npos;
}

std::string words_for(const answer& a) {
    return std::to_string(a.status) + " from " + a.replica + " with version " + a.version;
}

}  // namespace

void Sweep::SetUp() {
    StackTest::SetUp();
    if (HasFatalFailure()) return;
    const auto began = clock_type::now();
    const auto deploy = the_stack().run({"deploy"}, {{"APP_VERSION", "measured"}});
    ASSERT_EQ(deploy.exit_code, 0) << deploy.output;
    deploy_takes_ =
        std::chrono::duration_cast<std::chrono::milliseconds>(clock_type::now() - began);
}

void Sweep::tell(const std::string& name) {
    std::string ended;
    for (const auto& [code, times] : figures_.ended)
        ended += std::to_string(code) + " x " + std::to_string(times) + ", ";
    std::printf(
        "sweep: %s: %d moments; exit codes %s%llu requests, %llu failed, %llu by the fault "
        "itself; %d lies, %d times unsure\n",
        name.c_str(), figures_.moments, ended.c_str(),
        static_cast<unsigned long long>(figures_.requests),
        static_cast<unsigned long long>(figures_.failed),
        static_cast<unsigned long long>(figures_.by_the_fault), figures_.lies, figures_.unsure);
    std::fflush(stdout);
    figures_ = figures();
}

void Sweep::sweep(const std::string& name, int moments, harm h, const fault& what,
                  const variables& settings) {
    SCOPED_TRACE(name);
    for (int i = 0; i < moments && !HasFatalFailure(); ++i)
        disturb(i, moments, h, what, settings);
    tell(name);
}

std::chrono::milliseconds Sweep::moment(int number, int of) const {
    return deploy_takes_ * (2 * number + 1) / (2 * of);
}

void Sweep::disturb(int number, int of, harm h, const fault& what, const variables& settings) {
    const auto after = moment(number, of);
    const auto version = "disturbed-" + std::to_string(number);
    SCOPED_TRACE(std::to_string(after.count()) + " ms");
    ++figures_.moments;
    const auto before = steady_answer();
    ASSERT_TRUE(before);
    before_ = *before;
    auto load = start_load(6, users_url());
    auto with_version = settings;
    with_version["APP_VERSION"] = version;
    const auto deploy = the_stack().start({"deploy"}, with_version);
    deploy->wait(after);
    const auto lost_before = load->so_far().failed;
    what(*deploy);
    expect_served();
    if (h != harm::none) {
        const auto seen = load->stop();
        figures_.requests += seen.sent;
        figures_.failed += lost_before;
        figures_.by_the_fault += seen.failed - lost_before;
        EXPECT_EQ(lost_before, 0U) << traffic::to_table(seen);
        load = start_load(6, users_url());
    }
    const int code = deploy->wait(command_limit);
    ++figures_.ended[code];
    SCOPED_TRACE(deploy->output());
    const auto grace = h == harm::detour ? until_addresses_are_found : 0ms;
    expect_code_was_true(code, *before, version, grace);
    expect_status_is_true(grace);
    count(load->stop());
    expect_next_deploy("after-" + std::to_string(number));
}

void Sweep::expect_code_was_true(int code, const answer& before, const std::string& version,
                                 std::chrono::milliseconds grace) {
    EXPECT_NE(code, 75);
    EXPECT_NE(code, -1);
    if (code == 3) return;  // nobody knows
    const auto promised = code == 0 ? version : before.version;
    std::optional<answer> got;
    const auto kept = [&] {
        got = steady_answer();
        return got && got->version == promised;
    };
    if (support::poll_until(kept, grace)) return;
    ++figures_.lies;
    ADD_FAILURE() << "exit code " << code << " means version " << promised << ", not "
                  << words_for(got.value_or(answer()));
}

Sweep::verdict Sweep::judge_status(std::string& output) {
    const auto before = steady_answer();
    output = the_stack().run({"status"}).output;
    const auto after = steady_answer();
    const bool steady = before && after && before->replica == after->replica;
    if (!steady) return verdict::no_answer;
    if (says(output, "live: " + after->replica + '\n')) return verdict::right;
    const bool sure = says(output, "agreement: record and proxy agree\n");
    return sure ? verdict::lie : verdict::unsure;
}

void Sweep::expect_status_is_true(std::chrono::milliseconds grace) {
    std::string output;
    auto found = judge_status(output);
    figures_.unsure += found == verdict::unsure ? 1 : 0;
    support::poll_until(
        [&] {
            if (found == verdict::unsure || found == verdict::no_answer)
                found = judge_status(output);
            return found == verdict::right || found == verdict::lie;
        },
        grace);
    figures_.lies += found == verdict::lie ? 1 : 0;
    EXPECT_EQ(found, verdict::right) << output;
}

void Sweep::expect_next_deploy(const std::string& version) {
    const auto load = start_load(6, users_url());
    const auto next = the_stack().run({"deploy"}, {{"APP_VERSION", version}});
    ASSERT_EQ(next.exit_code, 0) << next.output;
    expect_live(the_stack().record(), version);
    expect_no_lock();
    count(load->stop());
}

void Sweep::count(const traffic::report& load) {
    figures_.requests += load.sent;
    figures_.failed += load.failed;
    const auto kept = lost_nothing(load);
    const auto said = kept ? std::string() : the_stack().run({"logs", "proxy"}).output;
    EXPECT_TRUE(kept) << said;
}

std::optional<answer> Sweep::steady_answer() {
    constexpr int times = 8;
    std::optional<answer> first;
    try {
        for (int i = 0; i < times; ++i) {
            const auto got = the_stack().ask();
            if (got.status != 200) return std::nullopt;
            if (!first) first = got;
            if (got.replica != first->replica || got.version != first->version) return std::nullopt;
        }
    } catch (const std::exception&) {
        return std::nullopt;
    }
    return first;
}

void Sweep::expect_served() {
    EXPECT_TRUE(support::poll_until([&] { return steady_answer().has_value(); }, outage_limit))
        << "nobody is served";
}

void Sweep::act(const std::string& service, const std::string& action) {
    const auto name = the_stack().container_name(service);
    const auto there = the_stack().engine().container(name);
    if (!there) return;
    try {
        the_stack().engine().call("POST", "/containers/" + there->id + '/' + action);
    } catch (const std::runtime_error&) {
        // It may be on its way out, and another one of its name there by now.
        const auto gone = [&] {
            const auto now = the_stack().engine().container(name);
            return !now || now->id != there->id;
        };
        if (!support::poll_until(gone)) throw;
    }
}

}  // namespace daemon_tests
