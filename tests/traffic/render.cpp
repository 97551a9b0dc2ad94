#include <nlohmann/json.hpp>

#include <iomanip>
#include <ostream>
#include <sstream>
#include <utility>

#include <traffic/traffic.hpp>

namespace traffic {
namespace {

std::string name_of(const answerer& who) {
    if (who.replica.empty() && who.version.empty()) return "unnamed";
    return who.replica + ", version " + who.version;
}

void row(std::ostream& out, const std::string& name, const std::string& value) {
    out << "  " << std::left << std::setw(34) << name << value << '\n';
}

}  // namespace

std::string to_table(const report& result) {
    std::ostringstream out;
    row(out, "requests sent", std::to_string(result.sent));
    row(out, "failed", std::to_string(result.failed));
    row(out, "longest gap between answers", std::to_string(result.longest_gap.count()) + " ms");
    row(out, "duration", std::to_string(result.duration.count()) + " ms");
    row(out, "idle connections ended by server", std::to_string(result.ended_idle));
    for (const auto& [who, count] : result.answered_by) {
        row(out, "answered by " + name_of(who), std::to_string(count));
    }
    for (const auto& [kind, count] : result.answered_of_kind)
        row(out, "answered of kind " + kind, std::to_string(count));
    for (const auto& one : result.first_failures) {
        row(out, "failed after " + std::to_string(one.at.count()) + " ms", one.reason);
    }
    return out.str();
}

std::string to_json(const report& result) {
    nlohmann::ordered_json object;
    object["sent"] = result.sent;
    object["failed"] = result.failed;
    object["longest_gap_ms"] = result.longest_gap.count();
    object["duration_ms"] = result.duration.count();
    object["ended_idle"] = result.ended_idle;
    object["answered_by"] = nlohmann::ordered_json::array();
    for (const auto& [who, count] : result.answered_by) {
        nlohmann::ordered_json entry;
        entry["replica"] = who.replica;
        entry["version"] = who.version;
        entry["answers"] = count;
        object["answered_by"].push_back(std::move(entry));
    }
    object["answered_of_kind"] = result.answered_of_kind;
    object["first_failures"] = nlohmann::ordered_json::array();
    for (const auto& one : result.first_failures) {
        nlohmann::ordered_json entry;
        entry["at_ms"] = one.at.count();
        entry["reason"] = one.reason;
        object["first_failures"].push_back(std::move(entry));
    }
    return object.dump(2) + '\n';
}

}  // namespace traffic
