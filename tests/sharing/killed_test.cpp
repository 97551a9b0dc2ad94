// An `up` that is killed at one moment after the other of its time, on a real engine.
#include "two_tools.hpp"

#include <csignal>
#include <thread>

#include <daemon/stack.hpp>

namespace sharing_tests {

namespace {

using clock_type = daemon_tests::clock_type;

// What it changes: a service's environment, another one's number, a network's definition.
const std::vector<std::string> changed_files = {"environment", "scale-up", "network-label"};

std::vector<std::string> names_of(const ids& found) {
    std::vector<std::string> names;
    for (const auto& [name, id] : found)
        names.push_back(name);
    return names;
}

class KilledChange : public TwoToolsTest {
  protected:
    static void make(two_tools& shared) {
        shared.succeed(tool::rollout, {"up"});
        for (const auto& file : changed_files)
            shared.add_file(file);
    }

    static clock_type::duration time_of_a_change() {
        two_tools shared("changes");
        make(shared);
        const auto begin = clock_type::now();
        shared.succeed(tool::rollout, {"up"});
        return clock_type::now() - begin;
    }
};

TEST_F(KilledChange, IsCompletedByTheNextRunWithTheSameVolume) {
    const std::vector<std::string> wanted = {"/rollout-sharing-a-1", "/rollout-sharing-b-1",
                                             "/rollout-sharing-c-1", "/rollout-sharing-c-2",
                                             "/rollout-sharing-c-3"};
    const int moments = tries_all() ? 30 : 4;
    const auto whole = time_of_a_change();
    for (int i = 0; i < moments; ++i) {
        SCOPED_TRACE("killed at moment " + std::to_string(i) + " of " + std::to_string(moments));
        two_tools shared("changes");
        make(shared);
        const auto volumes = shared.volumes();
        const auto killed = shared.start(tool::rollout, {"up"});
        std::this_thread::sleep_for(whole * i / moments);
        killed->send_signal(SIGKILL);
        killed->wait(daemon_tests::command_limit);

        shared.succeed(tool::rollout, {"up"});
        const auto after = shared.containers();
        EXPECT_EQ(names_of(after), wanted);
        EXPECT_EQ(shared.volumes(), volumes);
        shared.succeed(tool::docker_compose, {"up", "-d"});
        EXPECT_EQ(shared.containers(), after) << "docker compose had still something to do";
    }
}

}  // namespace

}  // namespace sharing_tests
