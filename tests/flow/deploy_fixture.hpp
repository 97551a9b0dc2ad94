#pragma once

#include "flow.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <string>
#include <string_view>

namespace flow {

/// The sample stack as `up` leaves it, to deploy on.
class Deploy : public stack_test {
  protected:
    void SetUp() override { start_stack(); }

    void deploy_green() {
        ASSERT_EQ(deploy().code, 0);
        engine_.forget_requests();
    }

    /// Of the engine and the local one.
    void forget_record() {
        std::filesystem::remove(stack_.state_file);
        for (const auto& c : engine_.containers())
            if (c.labels.contains("rollout.journal")) engine_.call("DELETE", "/containers/" + c.id);
    }

    void set_record(const std::string& text) { support::write_file(stack_.state_file, text); }

    bool has_exec_of(std::string_view container, std::string_view text) const {
        for (const auto& r : engine_.requests())
            if (r.path.ends_with("/exec") && r.container_name == container &&
                r.body.find(text) != std::string::npos)
                return true;
        return false;
    }
};

}  // namespace flow
