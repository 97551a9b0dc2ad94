#include "session.hpp"

#include <engine_api/client.hpp>

#include <utility>

namespace engine_api {

client::client(boost::asio::any_io_executor executor, endpoint where, client_options options)
    : session_(std::make_unique<session>(std::move(executor), std::move(where), options)) {}
client::client(client&&) noexcept = default;
client& client::operator=(client&&) noexcept = default;
client::~client() = default;

boost::asio::awaitable<void> client::negotiate(deadline until) {
    return session_->negotiate(until);
}

const endpoint& client::where() const {
    return session_->where();
}
const std::string& client::api_version() const {
    return session_->api_version();
}

system& client::system() {
    return session_->views().system;
}
containers& client::containers() {
    return session_->views().containers;
}
exec& client::exec() {
    return session_->views().exec;
}
images& client::images() {
    return session_->views().images;
}
networks& client::networks() {
    return session_->views().networks;
}
volumes& client::volumes() {
    return session_->views().volumes;
}
swarm& client::swarm() {
    return session_->views().swarm;
}

}  // namespace engine_api
