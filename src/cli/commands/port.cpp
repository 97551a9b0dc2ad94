#include <engine_api/client.hpp>

#include <cli/command.hpp>
#include <cli/commands/one_container.hpp>
#include <cli/frame.hpp>

#include <ostream>
#include <stdexcept>

namespace rollout::cli {

namespace {

namespace net = boost::asio;
using engine_work::exit_code;

std::string address(const engine_api::published_port& p) {
    const bool is_v6 = p.host_ip.find(':') != std::string::npos;
    return (is_v6 ? '[' + p.host_ip + ']' : p.host_ip) + ':' + std::to_string(p.host_port);
}

std::string what_is_published(const engine_api::container_details& c) {
    std::string text;
    for (const auto& p : c.ports)
        text += (text.empty() ? "" : ", ") + address(p) + "->" + std::to_string(p.container_port) +
                '/' + p.protocol;
    return text.empty() ? "it publishes none" : "it publishes " + text;
}

class port_command final : public command {
  public:
    option_list own_options() override {
        return {
            {"--protocol", "tcp (default), udp or sctp", &protocol_, {"tcp", "udp", "sctp"}},
            {"--index", "Number of the container, of a service with several", &container_.index},
            {"SERVICE", "Service; of an app with colors that which serves users",
             &container_.service},
            {"PRIVATE_PORT", "Port of the container", &port_}};
    }

    exit_code run(frame& f) override {
        if (container_.service.empty() || port_ == 0)
            throw std::invalid_argument("port needs a SERVICE and a PRIVATE_PORT");
        const auto found = load_or_find_any_project(f);
        const auto print = [&](const engine_work::context& work) -> net::awaitable<exit_code> {
            const auto chosen = co_await find_running(f, found, work, container_);
            const auto details = co_await work.engine.containers().inspect(chosen.id);
            f.process().out << address(published(details)) << std::endl;
            co_return exit_code::done;
        };
        return f.on_engine(found.project, frame::logins::unused, print);
    }

  private:
    [[nodiscard]] const engine_api::published_port& published(
        const engine_api::container_details& c) const {
        for (const auto& p : c.ports)
            if (p.container_port == port_ && p.protocol == protocol_) return p;
        throw engine_work::failure(exit_code::failed, "container " + c.name +
                                                          " does not publish port " +
                                                          std::to_string(port_) + '/' + protocol_ +
                                                          ": " + what_is_published(c));
    }

    named_container container_;
    std::string protocol_ = "tcp";
    int port_ = 0;
};

}  // namespace

std::unique_ptr<command> make_port() {
    return std::make_unique<port_command>();
}

}  // namespace rollout::cli
