// Looking a name up as tests need it: late, never, not at all.
#pragma once

#include "http/resolve.hpp"

#include <cstdint>
#include <future>
#include <string>

namespace engine_api {

/// A name server that answers with this machine when it is told to.
class slow_lookup {
  public:
    ~slow_lookup() { answer(); }
    void answer() {
        if (!answered_) gate_.set_value();
        answered_ = true;
    }
    [[nodiscard]] http::lookup function() {
        return [opened = gate_.get_future().share()](const std::string&, std::uint16_t port,
                                                     boost::system::error_code&) {
            namespace ip = boost::asio::ip;
            opened.wait();
            return http::peer_list(1, ip::tcp::endpoint(ip::address_v4::loopback(), port));
        };
    }

  private:
    std::promise<void> gate_;
    bool answered_ = false;
};

/// Knows no name.
inline http::peer_list unknown_name(const std::string&, std::uint16_t,
                                    boost::system::error_code& ec) {
    ec = boost::asio::error::host_not_found;
    return {};
}

}  // namespace engine_api
