#include "session.hpp"

#include <engine_api/client.hpp>

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

system client::system() {
    return engine_api::system(*session_);
}
containers client::containers() {
    return engine_api::containers(*session_);
}
exec client::exec() {
    return engine_api::exec(*session_);
}
images client::images() {
    return engine_api::images(*session_);
}
networks client::networks() {
    return engine_api::networks(*session_);
}
volumes client::volumes() {
    return engine_api::volumes(*session_);
}

}  // namespace engine_api
