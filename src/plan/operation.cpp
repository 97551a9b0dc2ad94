#include <rollout/plan/operation.hpp>

namespace rollout::plan {

namespace {

const char* verb(action what) {
    switch (what) {
        case action::build_image: return "build image";
        case action::pull_image: return "pull image";
        case action::create_network: return "create network";
        case action::create_volume: return "create volume";
        case action::create_container: return "create container";
        case action::connect_network: return "connect container";
        case action::start_container: return "start container";
        case action::wait_healthy: return "wait until healthy:";
        case action::stop_container: return "stop container";
        case action::remove_container: return "remove container";
        case action::remove_network: return "remove network";
    }
    return "";
}

}  // namespace

std::string to_string(const operation& op) {
    auto text = std::string(verb(op.what)) + ' ' + op.name;
    if (!op.network.empty()) text += " to network " + op.network;
    if (!op.cause.empty()) text += " (" + op.cause + ')';
    return text;
}

}  // namespace rollout::plan
