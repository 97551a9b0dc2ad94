// What a person sees in the last lines of a terminal.
#include <cli/render/live.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

namespace {

using namespace rollout;
using namespace std::chrono_literals;
namespace ew = engine_work;
using plan::action;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

/// A terminal that knows the sequences which the display uses; lines that are too long are broken.
std::vector<std::string> screen_of(const std::string& written, std::size_t columns) {
    std::vector<std::string> lines(1);
    std::size_t at = 0;
    for (std::size_t i = 0; i < written.size(); ++i) {
        if (written[i] == '\n') {
            if (++at == lines.size()) lines.emplace_back();
        } else if (written[i] == '\r') {
            continue;  // the display writes it at the begin of a line only
        } else if (written[i] == '\x1b') {
            const auto end = written.find_first_of("AJ", i);
            if (written[end] == 'A') at -= std::stoul(written.substr(i + 2, end - i - 2));
            if (written[end] == 'J') lines.resize(at + 1);
            if (written[end] == 'J') lines.back().clear();
            i = end;
        } else {
            if (lines[at].size() == columns && ++at == lines.size()) lines.emplace_back();
            lines[at] += written[i];
        }
    }
    if (lines.back().empty()) lines.pop_back();
    return lines;
}

class LiveRenderer : public testing::Test {
  protected:
    [[nodiscard]] std::vector<std::string> screen() const {
        return screen_of(out_.str(), static_cast<std::size_t>(size_.columns));
    }

    void starts(const plan::operation& op) { to_.report(ew::operation_started{op}); }
    void ends(const plan::operation& op, std::int64_t took_ms, bool done = true) {
        to_.report(ew::operation_ended{op, took_ms, done});
    }
    void after(cli::live_board::clock::duration time) {
        now_ += time;
        to_.redraw();
    }

    static plan::operation build_of(const std::string& service) {
        plan::operation op(action::build_image, "shop-" + service);
        op.service = service;
        return op;
    }

    std::ostringstream out_;
    /// As wide as the screen, but for the last column.
    [[nodiscard]] std::string line(const std::string& left, const std::string& right) const {
        const auto width = static_cast<std::size_t>(size_.columns - 1);
        return left + std::string(width - left.size() - right.size(), ' ') + right;
    }

    engine_api::terminal_size size_{24, 61};
    cli::live_board::clock::time_point now_{};
    cli::live_renderer to_{out_, out_, [this] { return size_; }, [this] { return now_; }};
    plan::operation create_{action::create_container, "shop-app-1"};
    plan::operation pull_{action::pull_image, "nginx:1"};
};

TEST_F(LiveRenderer, AnOperationIsShownWithItsTimeAndStaysOnceItIsOver) {
    starts(create_);
    after(1300ms);
    EXPECT_THAT(screen(), ElementsAre(line("start: create container shop-app-1", "1.3 s")));
    after(59s);
    EXPECT_THAT(screen(), ElementsAre(line("start: create container shop-app-1", "1 min 0 s")));
    ends(create_, 60300);
    EXPECT_THAT(screen(), ElementsAre("start: create container shop-app-1 (1 min 0 s)"));
    starts(create_);
    ends(create_, 20);
    EXPECT_EQ(screen().back(), "start: create container shop-app-1");
}

TEST_F(LiveRenderer, APullShowsItsLayersAndBytes) {
    starts(pull_);
    to_.report(ew::pull_progress{"nginx:1", "a", "Already exists", 0, 0});
    to_.report(ew::pull_progress{"nginx:1", "b", "Downloading", 1'000'000, 4'000'000});
    to_.report(ew::pull_progress{"nginx:1", "c", "Downloading", 500'000, 1'000'000});
    to_.report(ew::pull_progress{"nginx:1", "c", "Extracting", 200'000, 1'000'000});
    to_.report(ew::pull_progress{"other:1", "d", "Downloading", 1, 2});
    after(12s);
    EXPECT_THAT(screen(),
                ElementsAre(line("pull: pull image nginx:1: 1/3 layers, 2MB of 5MB", "12 s")));
    to_.report(ew::pull_output{"nginx:1", "Status: Downloaded newer image"});
    ends(pull_, 12100);
    EXPECT_THAT(screen(), ElementsAre("pull: pull image nginx:1 (12 s)"));
}

TEST_F(LiveRenderer, ABuildShowsItsStepAndOnlyOneThatFailsWhatItSaid) {
    for (const bool done : {true, false}) {
        const auto build = build_of(done ? "a" : "b");
        starts(build);
        to_.report(ew::build_step{build.service, 2, 3, "RUN make"});
        to_.report(ew::build_output{build.service, "cc: no such file"});
        after(0s);
        EXPECT_EQ(
            screen().back(),
            line("build: build image " + build.target.name + ": step 2/3: RUN make", "0.0 s"));
        ends(build, 1000, done);
    }
    EXPECT_THAT(screen(), ElementsAre("build: build image shop-a (1.0 s)",
                                      "build | step 2/3: RUN make", "build | cc: no such file",
                                      "build: build image shop-b: not done (1.0 s)"));
}

TEST_F(LiveRenderer, WhatIsSaidMeanwhileStandsAboveTheDisplay) {
    starts(create_);
    starts(pull_);
    after(0s);
    to_.report(ew::file_warning{"it is late"});
    to_.report(blue_green::cutover_started{blue_green::color::green});
    EXPECT_THAT(screen(),
                ElementsAre("compose: warning: it is late", testing::StartsWith("cutover: "),
                            line("start: create container shop-app-1", "0.0 s"),
                            line("pull: pull image nginx:1", "0.0 s")));
    cli::command_result failed;
    failed.about = "rollout";
    failed.message = "no";
    to_.finish(failed);
    EXPECT_THAT(screen(), ElementsAre("compose: warning: it is late",
                                      testing::StartsWith("cutover: "), "rollout: error: no"));
}

TEST_F(LiveRenderer, ALowTerminalShowsHowManyMoreThereAre) {
    size_.rows = 6;
    for (const auto* name : {"a", "b", "c", "d"})
        starts(plan::operation(action::stop_container, name));
    after(0s);
    EXPECT_THAT(screen(),
                ElementsAre(testing::StartsWith("stop: stop container a "),
                            testing::StartsWith("stop: stop container b "), "... and 2 more"));
}

TEST_F(LiveRenderer, ANarrowTerminalCutsLinesAndOneThatBecameNarrowerIsCleared) {
    starts(plan::operation(action::pull_image, "r\xC3\xA9gistry.example.org/a/long/name:1"));
    size_.columns = 26;
    after(0s);
    EXPECT_THAT(screen(), ElementsAre("pull: pull image r  0.0 s"));
    size_.columns = 12;
    after(0s);
    EXPECT_THAT(out_.str(), testing::HasSubstr("\x1b[3A"));
    size_.columns = 3;
    after(0s);
}

TEST_F(LiveRenderer, NothingUnderWayLeavesTheTerminalAlone) {
    after(1s);
    EXPECT_THAT(out_.str(), IsEmpty());
    starts(create_);
    ends(create_, 0);
    after(1s);
    EXPECT_THAT(out_.str(), Not(testing::HasSubstr("\x1b")));
}

}  // namespace
