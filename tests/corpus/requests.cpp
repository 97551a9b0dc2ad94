#include "requests.hpp"

#include "home.hpp"

#include <rollout/compose/model/select.hpp>
#include <rollout/compose/read/load.hpp>
#include <rollout/plan/check_supported.hpp>
#include <rollout/plan/create_request.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <ostream>
#include <set>
#include <sstream>
#include <vector>

namespace rollout::test {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// Without what says nothing, and with the lists that have no order of their own sorted.
json essential(const json& value, const std::string& key = {}) {
    static const std::set<std::string> unordered = {"Env",   "Binds",   "Mounts",
                                                    "Links", "Ulimits", "ExtraHosts"};
    if (value.is_object()) {
        json kept = json::object();
        for (const auto& [name, part] : value.items()) {
            auto rest = essential(part, name);
            if (!rest.is_null()) kept[name] = std::move(rest);
        }
        // An empty object says something where a pointer stands: a mount's options.
        return kept.empty() ? json() : kept;
    }
    if (value.is_array()) {
        json kept = json::array();
        for (const auto& part : value) {
            auto rest = essential(part);
            kept.push_back(rest.is_null() ? part : std::move(rest));
        }
        if (unordered.count(key) > 0) std::sort(kept.begin(), kept.end());
        const bool zeros =
            std::all_of(kept.begin(), kept.end(), [](const json& j) { return j == json(0); });
        return kept.empty() || zeros ? json() : kept;
    }
    if (value == json("") || value == json(0) || value == json(false)) return {};
    return value;
}

/// The parts of `a:b:c,d:e:f`, sorted.
std::string sorted_parts(const std::string& text) {
    std::multiset<std::string> parts;
    std::istringstream in(text);
    for (std::string part; std::getline(in, part, ',');)
        parts.insert(part);
    std::string sorted;
    for (const auto& part : parts)
        sorted += part + ',';
    return sorted;
}

void prepare(json& body) {
    body.erase("CheckDuplicate");  // for engines before API 1.44
    const auto label = json::json_pointer("/Labels/com.docker.compose.depends_on");
    if (body.contains(label)) body[label] = sorted_parts(body[label].get<std::string>());
}

std::string difference(json wanted, json got) {
    prepare(wanted);
    prepare(got);
    wanted = essential(wanted);
    got = essential(got);
    const auto patch = json::diff(wanted, got);
    if (patch.empty()) return {};
    const json::json_pointer at(patch.front().at("path").get<std::string>());
    const auto value = [&at](const json& j) {
        return j.contains(at) ? j.at(at).dump() : std::string("nothing");
    };
    return at.to_string() + ": wanted " + value(wanted) + ", got " + value(got);
}

compose::project load(const fs::path& file) {
    compose::load_options options;
    options.files = {file.filename().string()};
    options.working_dir = file.parent_path().string();
    options.profiles = {"*"};
    options.environment = environment_of_expectations();
    auto project = compose::load(options).project;
    compose::drop_unused_resources(project);
    return project;
}

class comparison {
  public:
    comparison(const compose::project& p, std::string id, request_counts& counts, std::ostream& out)
        : project_(p), id_(std::move(id)), counts_(counts), out_(out) {}

    void run(const json& requests) {
        bool all = true;
        for (const auto& request : requests) {
            ++counts_.requests;
            const auto problem = compare(request);
            if (problem.empty()) {
                ++counts_.matching_requests;
                continue;
            }
            all = false;
            if (is_refused(request)) {
                ++counts_.refused;
                continue;
            }
            out_ << id_ << ": " << request.at("path").get<std::string>() << ' ' << problem << '\n';
        }
        ++counts_.files;
        counts_.matching_files += all ? 1 : 0;
    }

  private:
    [[nodiscard]] bool is_refused(const json& request) const {
        const auto name = request.at("body").at("Labels").value(plan::service_label, "");
        const auto found = project_.services.find(name);
        return found != project_.services.end() &&
               !plan::unsupported_keys(project_, found->second).empty();
    }

    std::string compare(const json& request) {
        const auto& body = request.at("body");
        const auto& labels = body.at("Labels");
        const auto path = request.at("path").get<std::string>();
        if (path == "/networks/create") {
            const auto key = labels.at("com.docker.compose.network").get<std::string>();
            return difference(body, json::parse(plan::network_body(project_, key)));
        }
        if (path == "/volumes/create") {
            const auto key = labels.at("com.docker.compose.volume").get<std::string>();
            return difference(body, json::parse(plan::volume_body(project_, key)));
        }
        return compare_container(request, labels);
    }

    std::string compare_container(const json& request, const json& labels) {
        const auto name = labels.at(plan::service_label).get<std::string>();
        const auto& s = project_.services.at(name);
        const auto image = labels.value("com.docker.compose.image", "");
        const int number = std::stoi(labels.at(plan::container_number_label).get<std::string>());
        std::map<std::string, std::string> ids;
        for (const auto& other : plan::referenced_services(s))
            ids[other] =
                "<ctr:" + plan::container_name(project_, project_.services.at(other)) + '>';
        const auto made = plan::container_body(project_, plan::with_references(s, ids),
                                               plan::endpoints::all, number);
        auto got = json::parse(plan::with_image_id(made, image));
        // The ids in it are not in the recording.
        if (!ids.empty())
            got["Labels"][plan::config_hash_label] = labels.at(plan::config_hash_label);
        if (number > plan::replicas(s)) return name + " has no " + std::to_string(number);
        auto problem = difference(request.at("body"), got);
        const auto container = request.at("query").value("name", "");
        if (problem.empty() && container != plan::container_name(project_, s, number)) {
            problem = "name: wanted " + container;
        }
        return problem.empty() ? "" : name + ' ' + problem;
    }

    const compose::project& project_;
    std::string id_;
    request_counts& counts_;
    std::ostream& out_;
};

}  // namespace

request_counts run_requests(const fs::path& folder, std::ostream& out) {
    std::vector<fs::path> documents;
    for (const auto& entry : fs::directory_iterator(folder))
        documents.push_back(entry.path());
    std::sort(documents.begin(), documents.end());
    request_counts counts;
    for (const auto& path : documents) {
        std::ifstream in(path);
        const auto document = json::parse(in);
        const auto project = load(home_of_expectations() / document.at("file").get<std::string>());
        comparison(project, path.stem().string(), counts, out).run(document.at("requests"));
    }
    return counts;
}

}  // namespace rollout::test
