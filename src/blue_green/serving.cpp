#include "serving.hpp"

#include "look.hpp"
#include "record.hpp"

#include <rollout/base/joined.hpp>
#include <rollout/engine_work/journal.hpp>

namespace rollout::blue_green {

namespace net = boost::asio;

net::awaitable<std::set<std::string>> serving_services(const context& ctx) {
    const auto& s = ctx.settings;
    const auto page = co_await engine_work::read_journal(ctx.work.engine, ctx.work.project.name);
    const auto record = record_on(page);
    const auto live = record ? record->live : assumed(read_local_record(ctx));
    const auto services = s.services(live);
    std::set<std::string> serving(services.begin(), services.end());
    if (!s.has_foreign_proxy()) serving.insert(s.proxy);
    co_return serving;
}

std::vector<plan::observed_container> alive_among(std::vector<plan::observed_container> all) {
    std::erase_if(all, [](const plan::observed_container& c) { return !c.alive(); });
    return all;
}

std::string names_in(const std::vector<plan::observed_container>& containers,
                     const std::set<std::string>& services) {
    std::vector<std::string> names;
    for (const auto& c : containers)
        if (services.contains(c.service)) names.push_back(c.name);
    return base::joined(names, ", ");
}

}  // namespace rollout::blue_green
