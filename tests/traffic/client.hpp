// One connection's loop. The only user of Beast here.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <string>
#include <string_view>

#include <traffic/target.hpp>
#include <traffic/traffic.hpp>

namespace traffic {

// What the clients of a load share. Called from the load's thread only.
class ledger {
  public:
    virtual ~ledger() = default;

    // Asks for one more request; false when the load is over.
    virtual bool take() = 0;
    virtual void answered(std::string_view body) = 0;
    virtual void failed(std::string reason) = 0;
    virtual void ended_idle() = 0;
    // A conversation of one of the other kinds went well.
    virtual void finished(const std::string& kind) = 0;
};

// Sends requests until the ledger gives no more. All arguments outlive the coroutine.
boost::asio::awaitable<void> run_client(const target& where, const options& settings,
                                        bool keep_alive, ledger& results);

}  // namespace traffic
