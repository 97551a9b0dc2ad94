// `GET /containers/{id}/top`: what the host's ps prints about the container's processes; and
// `GET /containers/{id}/stats`, one row.
#include <support/engine/core.hpp>
#include <support/engine/nginx_process.hpp>
#include <support/engine/text.hpp>

#include <algorithm>
#include <map>

namespace support::engine {
namespace {

const std::map<std::string, std::string>& titles() {
    static const std::map<std::string, std::string> known{
        {"pid", "PID"},         {"ppid", "PPID"},     {"args", "COMMAND"}, {"cmd", "CMD"},
        {"command", "COMMAND"}, {"user", "USER"},     {"uid", "UID"},      {"etimes", "ELAPSED"},
        {"etime", "ELAPSED"},   {"stat", "STAT"},     {"time", "TIME"},    {"tty", "TT"},
        {"comm", "COMMAND"},    {"lstart", "STARTED"}};
    return known;
}

std::string elapsed(instant since) {
    return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(now() - since).count());
}

std::string column(const std::string& name, const process_row& row) {
    if (name == "pid") return std::to_string(row.pid);
    if (name == "ppid") return std::to_string(row.parent);
    if (name == "etimes") return elapsed(row.started);
    if (name == "args" || name == "cmd" || name == "command") return row.title;
    if (name == "comm") return row.title.substr(0, row.title.find_first_of(": "));
    if (name == "user" || name == "uid") return "root";
    return "-";
}

std::vector<process_row> processes_of(const container& one) {
    if (one.nginx) return one.nginx->processes();
    return {{one.pid, one.pid - 1, text::join(one.command_line(), " "), *one.started}};
}

json answer_with_columns(const std::vector<std::string>& columns, const container& one) {
    json heads = json::array();
    for (const auto& name : columns) {
        const auto known = titles().find(name);
        if (known == titles().end()) {
            throw refusal{500, "ps: error: unknown user-defined format specifier \"" + name + "\""};
        }
        heads.push_back(known->second);
    }
    json rows = json::array();
    for (const auto& process : processes_of(one)) {
        json row = json::array();
        for (const auto& name : columns)
            row.push_back(column(name, process));
        rows.push_back(row);
    }
    return {{"Processes", rows}, {"Titles", heads}};
}

json answer_full(const container& one) {
    json rows = json::array();
    for (const auto& process : processes_of(one)) {
        rows.push_back({"root", std::to_string(process.pid), std::to_string(process.parent), "0",
                        log_date(process.started).substr(11, 5), "?", "00:00:00", process.title});
    }
    return {{"Processes", rows},
            {"Titles", {"UID", "PID", "PPID", "C", "STIME", "TTY", "TIME", "CMD"}}};
}

// The columns of "-o pid,ppid,args" or "-eo pid,args"; empty when ps would print its own choice.
std::vector<std::string> asked_columns(const std::string& arguments) {
    const auto words = text::split(arguments, ' ');
    for (std::size_t at = 0; at + 1 < words.size(); ++at) {
        if (words[at].starts_with('-') && words[at].ends_with('o'))
            return text::split(words[at + 1], ',');
    }
    return {};
}

reply answer_top(core& engine, const request& asked, const container_ptr& one) {
    if (!one->up()) throw refusal{409, "Container " + one->id + " is not running"};
    if (one->status == "restarting") {
        throw refusal{
            409, "Container " + one->id + " is restarting, wait until the container is running"};
    }
    const auto columns = asked_columns(asked.param("ps_args", "-ef"));
    auto answer = columns.empty() ? answer_full(*one) : answer_with_columns(columns, *one);
    const auto& heads = answer["Titles"];
    if (std::find(heads.begin(), heads.end(), "PID") == heads.end()) {
        throw refusal{500, "Couldn't find PID field in ps output"};
    }
    engine.tell(*one, "top");
    return ok(answer);
}

// Half of one processor and a tenth of the memory.
json usage(const container& one) {
    if (!one.up()) return {{"cpu_stats", json::object()}};
    return {
        {"cpu_stats",
         {{"cpu_usage", {{"total_usage", 1'500}}},
          {"system_cpu_usage", 12'000},
          {"online_cpus", 2}}},
        {"precpu_stats", {{"cpu_usage", {{"total_usage", 1'000}}}, {"system_cpu_usage", 10'000}}},
        {"memory_stats", {{"usage", 120}, {"limit", 1'000}, {"stats", {{"inactive_file", 20}}}}},
        {"networks", {{"eth0", {{"rx_bytes", 1'000}, {"tx_bytes", 2'000}}}}},
        {"pids_stats", {{"current", 1}}}};
}

}  // namespace

void add_stats_endpoint(core& engine, router& routes) {
    routes.add("GET", "/containers/{id}/stats", [&engine](const request&, const std::string& id) {
        return ok(usage(*engine.need_container(id)));
    });
}

void add_top_endpoint(core& engine, router& routes) {
    routes.add("GET", "/containers/{id}/top",
               [&engine](const request& asked, const std::string& id) {
                   return answer_top(engine, asked, engine.need_container(id));
               });
}

}  // namespace support::engine
