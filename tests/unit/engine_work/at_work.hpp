#pragma once

#include "recorder.hpp"

#include <engine_api/client.hpp>
#include <engine_api/credentials.hpp>
#include <rollout/engine_work/context.hpp>
#include <rollout/engine_work/outcome.hpp>
#include <support/fake_engine.hpp>
#include <support/run_coro.hpp>

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

/// Work on a project named `shop` on the fake engine, which has the image `app:1`.
class at_work : public testing::Test {
  protected:
    at_work() {
        engine_.add_image("app:1");
        project_.name = "shop";
    }

    rollout::compose::service& add_service(const std::string& name) {
        auto& s = project_.services[name];
        s.name = name;
        s.image = "app:1";
        return s;
    }

    /// Starts a container, with labels as `"key":"value",...`.
    void run_container(const std::string& name, const std::string& labels = {}) {
        engine_.call("POST", "/containers/create?name=" + name,
                     R"({"Image":"app:1","Labels":{)" + labels + "}}");
        ASSERT_EQ(engine_.call("POST", "/containers/" + name + "/start").status, 204u);
    }

    /// Runs `use(context)`; the failure with which it ended, whose code is `failed`.
    template <class Use>
    std::optional<rollout::engine_work::failure> failure_of(Use use) {
        namespace net = boost::asio;
        using namespace rollout;
        try {
            support::run_coro([&](net::any_io_executor on) -> net::awaitable<void> {
                engine_api::client client(on, engine_api::parse_endpoint(engine_.url()));
                const engine_api::credentials logins;
                const engine_work::context ctx{client, logins, project_, said_, interrupted_};
                co_await use(ctx);
            });
        } catch (const engine_work::failure& e) {
            EXPECT_EQ(e.code(), engine_work::exit_code::failed);
            return e;
        }
        return std::nullopt;
    }

    /// `POST stop`, ... in the order in which they came, of the requests that name a container.
    std::vector<std::string> done_to(const std::string& container) const {
        std::vector<std::string> lines;
        for (const auto& r : engine_.mutating_requests(container)) {
            const auto& path = r.path;
            if (path.starts_with("/exec")) continue;
            lines.push_back(r.method == "DELETE"
                                ? r.method
                                : r.method + ' ' + path.substr(path.rfind('/') + 1));
        }
        return lines;
    }

    support::fake_engine engine_;
    rollout::compose::project project_;
    rollout::engine_work::interruption interrupted_;
    recorder said_;
};
