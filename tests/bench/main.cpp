// rollout-bench [ROUNDS]: a deploy of the sample stack beside the bare engine calls for it, on the
// engine at ROLLOUT_TEST_SOCKET, in turns; start-up, memory and size of the program. Exit code: 0
// when every target holds, 1 when one does not, 2 when it could not be measured.
#include "bare_calls.hpp"

#include <support/temp_dir.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <iostream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <daemon/stack.hpp>

namespace {

using namespace daemon_tests;
using namespace std::chrono_literals;
using bench::milliseconds;
using samples = std::vector<double>;

constexpr int default_rounds = 15;
constexpr int version_runs = 50;
constexpr int memory_runs = 3;

struct targets {
    double ratio = 1.3;
    double start_up_ms = 10;
    double memory_mb = 12;
    double binary_mb = 10;
};

double median(samples values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1) return *middle;
    return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

void print_spread(const std::string& name, const samples& values, const char* unit) {
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    std::printf("%-28s %9.1f %9.1f %9.1f  %s\n", name.c_str(), median(values), *least, *most, unit);
}

bool print_target(const char* name, double value, double limit, const char* unit) {
    const bool holds = value <= limit;
    std::printf("%-28s %9.2f   at most %5.1f %-3s %s\n", name, value, limit, unit,
                holds ? "holds" : "MISSED");
    return holds;
}

void require(int exit_code, const process& program) {
    if (exit_code != 0)
        throw std::runtime_error("exit code " + std::to_string(exit_code) + ":\n" +
                                 program.output());
}

double timed(const stack& s, const std::vector<std::string>& arguments) {
    const auto began = clock_type::now();
    const auto program = s.start(arguments);
    const int code = program->wait(command_limit);
    const milliseconds time = clock_type::now() - began;
    require(code, *program);
    return time.count();
}

struct deploy_time {
    double moved = 0;  ///< from the start until nginx served the new version
    double whole = 0;  ///< until the last request to the old one was served, too
};

deploy_time timed_deploy(const stack& s, const daemon_tests::variables& settings) {
    const auto began = clock_type::now();
    const auto program = s.start({"deploy", "--no-build"}, settings);
    require(program->wait(command_limit), *program);
    const milliseconds whole = clock_type::now() - began;
    const auto moved = program->time_of("cutover: nginx serves");
    if (!moved) throw std::runtime_error("no cutover:\n" + program->output());
    return {milliseconds(*moved - began).count(), whole.count()};
}

// The kernel keeps the highest value of a living process only.
double peak_megabytes(const stack& s, const std::vector<std::string>& arguments) {
    const auto program = s.start(arguments);
    const auto status = "/proc/" + std::to_string(program->pid()) + "/status";
    double peak_kb = 0;
    int code = -1;
    while ((code = program->wait(1ms)) == -1) {
        std::istringstream lines(support::read_file(status));
        for (std::string word; lines >> word;)
            if (word == "VmHWM:") lines >> peak_kb;
    }
    require(code, *program);
    return peak_kb / 1024;
}

struct deploy_times {
    samples moved;          ///< without a preview route
    samples whole;          ///< likewise
    samples moved_preview;  ///< with one
    samples whole_preview;
    samples bare;
    std::map<std::string, samples> bare_steps;
    std::vector<std::string> step_names;
};

deploy_times measure_deploys(const stack& s, int rounds) {
    deploy_times times;
    bench::bare_calls bare(s);
    for (int round = 0; round < rounds; ++round) {
        const auto unseen = timed_deploy(s, {{"ROLLOUT_PREVIEW_CONF", "nowhere/preview.conf"}});
        times.moved.push_back(unseen.moved);
        times.whole.push_back(unseen.whole);
        const auto seen = timed_deploy(s, {});
        times.moved_preview.push_back(seen.moved);
        times.whole_preview.push_back(seen.whole);
        const auto steps = bare.run(s.record() == "blue" ? "app_green" : "app");
        double whole = 0;
        times.step_names.clear();
        for (const auto& [name, time] : steps) {
            whole += time.count();
            times.bare_steps[name].push_back(time.count());
            times.step_names.push_back(name);
        }
        times.bare.push_back(whole);
        std::cerr << "." << std::flush;
    }
    std::cerr << '\n';
    return times;
}

bool measure(int rounds) {
    const targets limits;
    const stack s;
    timed(s, {"up"});
    timed(s, {"deploy"});  // both images, and an idle color
    timed(s, {"deploy"});
    const auto times = measure_deploys(s, rounds);
    samples start_up;
    for (int i = 0; i < version_runs; ++i)
        start_up.push_back(timed(s, {"version"}));
    samples memory;
    for (int i = 0; i < memory_runs; ++i)
        memory.push_back(peak_megabytes(s, {"deploy"}));
    const auto binary = std::filesystem::file_size(s.command({}).front());

    std::printf("%d deploys without and with a preview and the bare calls, in turns\n\n", rounds);
    std::printf("%-28s %9s %9s %9s\n", "", "median", "least", "most");
    print_spread("traffic moved", times.moved, "ms");
    print_spread("  the whole deploy", times.whole, "ms");
    print_spread("traffic moved, previewed", times.moved_preview, "ms");
    print_spread("  the whole deploy", times.whole_preview, "ms");
    print_spread("bare engine calls", times.bare, "ms");
    for (const auto& name : times.step_names)
        print_spread("  " + name, times.bare_steps.at(name), "ms");
    print_spread("rollout version", start_up, "ms");
    print_spread("memory of rollout deploy", memory, "MB");
    std::printf("\n");
    const double binary_mb = static_cast<double>(binary) / (1024 * 1024);
    const std::vector<bool> holds{
        print_target("moved / bare calls", median(times.moved) / median(times.bare), limits.ratio,
                     ""),
        print_target("start-up", median(start_up), limits.start_up_ms, "ms"),
        print_target("memory", *std::max_element(memory.begin(), memory.end()), limits.memory_mb,
                     "MB"),
        print_target("binary", binary_mb, limits.binary_mb, "MB")};
    return std::find(holds.begin(), holds.end(), false) == holds.end();
}

int rounds_from(int argc, char** argv) {
    int rounds = default_rounds;
    if (argc < 2) return rounds;
    const std::string text = argv[1];
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), rounds);
    if (failure != std::errc() || end != text.data() + text.size() || rounds < 1)
        throw std::runtime_error('\'' + text + "' is no number of rounds");
    return rounds;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return measure(rounds_from(argc, argv)) ? 0 : 1;
    } catch (const std::exception& e) {
        std::cerr << "rollout-bench: " << e.what() << '\n';
        return 2;
    }
}
