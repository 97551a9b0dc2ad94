#include <cli/render/human.hpp>
#include <cli/render/usage_listing.hpp>

namespace rollout::cli {

namespace {

/// Of all processors together: two that are busy are 2.
double cpu_share(const engine_api::container_stats& s) {
    const auto mine = static_cast<double>(s.cpu_ns - s.cpu_ns_before);
    const auto all = static_cast<double>(s.system_ns - s.system_ns_before);
    return mine > 0 && all > 0 ? mine / all * s.cpus : 0;
}

double memory_share(const engine_api::container_stats& s) {
    return s.memory_limit > 0 ? static_cast<double>(s.memory) / static_cast<double>(s.memory_limit)
                              : 0;
}

listed_row usage_row(const engine_work::container_usage& used, bool truncated) {
    constexpr std::size_t short_id = 12;
    const auto& s = used.stats;
    const auto& id = used.container.id;
    return {text_field("BlockIO", human_size(s.read) + " / " + human_size(s.written)),
            text_field("CPUPerc", human_share(cpu_share(s))),
            text_field("Container", used.container.name),
            text_field("ID", truncated ? id.substr(0, short_id) : id),
            text_field("MemPerc", human_share(memory_share(s))),
            text_field("MemUsage", human_memory(s.memory) + " / " + human_memory(s.memory_limit)),
            text_field("Name", used.container.name),
            text_field("NetIO", human_size(s.received) + " / " + human_size(s.sent)),
            text_field("PIDs", std::to_string(s.processes))};
}

}  // namespace

listing usage_listing(const std::vector<engine_work::container_usage>& usage, bool truncated) {
    listing all;
    for (const auto& used : usage)
        all.rows.push_back(usage_row(used, truncated));
    all.columns = {{"ID", "CONTAINER ID"},   {"Name", "NAME"},
                   {"CPUPerc", "CPU %"},     {"MemUsage", "MEM USAGE / LIMIT"},
                   {"MemPerc", "MEM %"},     {"NetIO", "NET I/O"},
                   {"BlockIO", "BLOCK I/O"}, {"PIDs", "PIDS"}};
    all.further_heads = {{"Container", "CONTAINER"}};
    return all;
}

}  // namespace rollout::cli
