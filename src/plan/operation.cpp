#include <rollout/plan/operation.hpp>

#include <utility>

namespace rollout::plan {

namespace {

target::kind kind_of(action what) {
    switch (what) {
        case action::build_image:
        case action::pull_image:
        case action::push_image:
        case action::remove_image: return target::kind::image;
        case action::create_network:
        case action::remove_network: return target::kind::network;
        case action::create_volume:
        case action::remove_volume: return target::kind::volume;
        case action::create_container:
        case action::connect_network:
        case action::disconnect_network:
        case action::put_file:
        case action::start_container:
        case action::wait_healthy:
        case action::rename_container:
        case action::stop_container:
        case action::restart_container:
        case action::kill_container:
        case action::pause_container:
        case action::unpause_container:
        case action::remove_container: return target::kind::container;
    }
    return target::kind::container;
}

const char* words_of(action what) {
    switch (what) {
        case action::build_image: return "build image";
        case action::pull_image: return "pull image";
        case action::push_image: return "push image";
        case action::create_network: return "create network";
        case action::create_volume: return "create volume";
        case action::create_container: return "create container";
        case action::connect_network: return "connect container";
        case action::disconnect_network: return "disconnect container";
        case action::put_file: return "put a file into container";
        case action::start_container: return "start container";
        case action::wait_healthy: return "wait until healthy:";
        case action::rename_container: return "rename container";
        case action::stop_container: return "stop container";
        case action::restart_container: return "restart container";
        case action::kill_container: return "kill container";
        case action::pause_container: return "pause container";
        case action::unpause_container: return "unpause container";
        case action::remove_container: return "remove container";
        case action::remove_network: return "remove network";
        case action::remove_volume: return "remove volume";
        case action::remove_image: return "remove image";
    }
    return "";
}

}  // namespace

std::string_view to_string(target::kind kind) {
    switch (kind) {
        case target::kind::container: return "container";
        case target::kind::network: return "network";
        case target::kind::volume: return "volume";
        case target::kind::image: return "image";
    }
    return "";
}

std::string_view to_string(action what) {
    switch (what) {
        case action::build_image: return "build_image";
        case action::pull_image: return "pull_image";
        case action::push_image: return "push_image";
        case action::create_network: return "create_network";
        case action::create_volume: return "create_volume";
        case action::create_container: return "create_container";
        case action::connect_network: return "connect_network";
        case action::disconnect_network: return "disconnect_network";
        case action::put_file: return "put_file";
        case action::start_container: return "start_container";
        case action::wait_healthy: return "wait_healthy";
        case action::rename_container: return "rename_container";
        case action::stop_container: return "stop_container";
        case action::restart_container: return "restart_container";
        case action::kill_container: return "kill_container";
        case action::pause_container: return "pause_container";
        case action::unpause_container: return "unpause_container";
        case action::remove_container: return "remove_container";
        case action::remove_network: return "remove_network";
        case action::remove_volume: return "remove_volume";
        case action::remove_image: return "remove_image";
    }
    return "";
}

operation::operation(action of, std::string target_name)
    : what(of), target{kind_of(of), std::move(target_name)} {}

std::string to_string(const operation& op) {
    const bool completes = op.what == action::wait_healthy && op.condition == wait_for::completed;
    auto text =
        std::string(completes ? "wait until complete:" : words_of(op.what)) + ' ' + op.target.name;
    if (!op.new_name.empty()) text += " to " + op.new_name;
    if (!op.signal.empty()) text += " with " + op.signal;
    if (!op.network.empty())
        text += (op.what == action::disconnect_network ? " from network " : " to network ") +
                op.network;
    if (!op.cause.empty()) text += " (" + op.cause + ')';
    return text;
}

}  // namespace rollout::plan
