#include <rollout/base/joined.hpp>
#include <rollout/engine_work/choose_container.hpp>
#include <rollout/engine_work/outcome.hpp>

namespace rollout::engine_work {

namespace {

using container_list = std::vector<plan::observed_container>;

std::string what_runs(const std::vector<const plan::observed_container*>& running) {
    std::vector<std::string> numbers;
    for (const auto* c : running)
        numbers.push_back(std::to_string(c->number));
    return "those that run are numbered " + base::joined(numbers, ", ");
}

std::string what_is_there(const container_list& containers, const std::string& service) {
    for (const auto& c : containers)
        if (c.service == service) return "its container " + c.name + " is " + c.state;
    return "it has no container; `rollout up " + service + "` makes one";
}

}  // namespace

plan::observed_container choose_running(const container_list& containers,
                                        const std::string& service, std::optional<int> index) {
    std::vector<const plan::observed_container*> running;
    const plan::observed_container* chosen = nullptr;
    for (const auto& c : containers) {
        if (c.service != service || !c.running()) continue;
        running.push_back(&c);
        const bool wanted = !index || c.number == *index;
        if (wanted && (!chosen || c.number < chosen->number)) chosen = &c;
    }
    if (chosen) return *chosen;
    if (running.empty())
        throw failure(exit_code::failed, "service '" + service + "' is not running: " +
                                             what_is_there(containers, service));
    throw failure(exit_code::failed, "service '" + service + "' has no container with the number " +
                                         std::to_string(*index) + " that runs; " +
                                         what_runs(running));
}

}  // namespace rollout::engine_work
