#include "one_off_body.hpp"

#include "body.hpp"

#include <rollout/plan/create_request.hpp>

namespace rollout::plan {

namespace {

using nlohmann::json;

void name_endpoint(json& endpoint, const one_off_marks& marks) {
    if (!marks.keep_aliases) endpoint["Aliases"] = json::array({marks.name});
}

std::string marked_connection(const std::string& connect_body, const one_off_marks& marks) {
    auto body = json::parse(connect_body);
    name_endpoint(body["EndpointConfig"], marks);
    return text_of(body);
}

}  // namespace

std::string marked(const std::string& container_body, const one_off_marks& marks) {
    auto body = json::parse(container_body);
    auto& labels = body["Labels"];
    labels[one_off_label] = "True";
    labels.erase(derived_label);
    labels.erase(container_number_label);
    if (!marks.slug.empty()) labels["com.docker.compose.slug"] = marks.slug;
    if (marks.attach_stdin) body["AttachStdin"] = body["StdinOnce"] = true;
    if (marks.remove) body["HostConfig"]["AutoRemove"] = true;
    if (const auto config = body.find("NetworkingConfig"); config != body.end())
        for (auto& endpoint : (*config)["EndpointsConfig"])
            name_endpoint(endpoint, marks);
    return text_of(body);
}

void mark_one_off(operations& ops, const one_off_marks& marks) {
    for (auto& op : ops) {
        if (op.what == action::create_container) op.body = marked(op.body, marks);
        if (op.what == action::connect_network) op.body = marked_connection(op.body, marks);
    }
}

}  // namespace rollout::plan
