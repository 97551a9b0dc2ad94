// A reload that takes longer than its limit: nginx does what it was asked for, only later.
#include "sweep.hpp"

#include <gtest/gtest.h>

namespace {

using namespace daemon_tests;

class SlowReload : public Sweep {};

TEST_F(SlowReload, IsSaidToBeUncertainAndLosesNothing) {
    sweep("reload slower than its limit", rounds(1), harm::none,
          [](process& deploy) { deploy.wait(command_limit); }, {{"ROLLOUT_RELOAD_TIMEOUT", "1ms"}});
}

}  // namespace
