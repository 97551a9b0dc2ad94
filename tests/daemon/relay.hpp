#pragma once

#include <memory>
#include <string>

namespace daemon_tests {

// Connections to a port of the loopback address, led on to another address of this machine: what an
// engine does for a published port, without the engine.
class relay {
  public:
    relay(const std::string& address, unsigned short port);
    ~relay();
    relay(const relay&) = delete;
    relay& operator=(const relay&) = delete;

    std::string url() const;

  private:
    class impl;
    std::unique_ptr<impl> impl_;
};

}  // namespace daemon_tests
