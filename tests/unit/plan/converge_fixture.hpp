#pragma once

#include <rollout/compose/model/hash.hpp>
#include <rollout/plan/converge.hpp>
#include <rollout/plan/create_request.hpp>
#include <rollout/plan/plan.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace plan_tests {

using namespace rollout;

using lines = std::vector<std::string>;

/// db <- api <- web, in one network.
class Converge : public testing::Test {
  protected:
    Converge() {
        p.name = "shop";
        auto& network = p.networks["edge"];
        network.name = "shop_edge";
        service("db");
        service("api").depends_on["db"].condition = "service_healthy";
        service("web").depends_on["api"];
        options.services = {"db", "api", "web"};
    }

    compose::service& service(const std::string& name) {
        auto& s = p.services[name];
        s.name = name;
        s.image = name + ":1";
        s.networks["edge"];
        return s;
    }

    plan::observed_container& there(const std::string& name, int number = 1) {
        const auto& s = p.services.at(name);
        auto& c = o.containers.emplace_back();
        c.service = name;
        c.number = number;
        c.name = plan::container_name(p, s, number);
        c.id = "0123456789abcdef-" + name + std::to_string(number);
        c.state = "running";
        c.status = "Up 3 minutes";
        c.config_hash = plan::config_hash(p, s);
        c.image_label = "sha256:" + name;
        c.networks["shop_edge"] = "n1";
        o.images[s.image] = "sha256:" + name;
        return c;
    }

    /// A service that is in the network of `web`.
    compose::service& sidecar() {
        auto& s = service("sidecar");
        s.networks.clear();
        s.network_mode = "service:web";
        return s;
    }

    void sidecar_is_there() {
        auto& c = there("sidecar");
        c.networks.clear();
        c.config_hash = plan::config_hash(p, plan::with_references(p.services.at("sidecar"), o));
    }

    void network_is_there() {
        plan::observed_network n;
        n.id = "n1";
        n.name = "shop_edge";
        n.project = "shop";
        n.key = "edge";
        n.config_hash = compose::network_hash(p.networks["edge"]);
        o.networks = {n};
    }

    /// As `up` left it.
    void all_is_there() {
        for (const auto* name : {"db", "api", "web"})
            there(name);
        network_is_there();
    }

    plan::observed_container& container(const std::string& name) {
        return *std::find_if(o.containers.begin(), o.containers.end(),
                             [&](const auto& c) { return c.service == name; });
    }

    plan::convergence run() { return plan::converge(p, o, options); }

    lines steps() {
        lines text;
        for (const auto& op : plan::operations_of(run().what))
            text.push_back(plan::to_string(op));
        return text;
    }

    /// Whether the task of the one text can only begin when that of the other is done.
    bool waits_for(const std::string& later, const std::string& earlier) {
        const auto g = run().what;
        const auto at = [&](const std::string& text) {
            for (std::size_t i = 0; i < g.tasks.size(); ++i)
                if (plan::to_string(g.tasks[i].op).starts_with(text)) return i;
            ADD_FAILURE() << text;
            return std::size_t{0};
        };
        std::set<std::size_t> before;
        std::vector<std::size_t> open{at(later)};
        while (!open.empty()) {
            const auto one = open.back();
            open.pop_back();
            for (const auto other : g.tasks[one].after)
                if (before.insert(other).second) open.push_back(other);
        }
        return before.contains(at(earlier));
    }

    static nlohmann::json body_of(const plan::convergence& c, const std::string& name) {
        for (const auto& task : c.what.tasks)
            if (task.op.what == plan::action::create_container && task.op.target.name == name)
                return nlohmann::json::parse(task.op.body);
        return {};
    }

    compose::project p;
    plan::observed o;
    plan::converge_options options;
};

}  // namespace plan_tests
