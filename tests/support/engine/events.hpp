#pragma once

#include <support/engine/clock.hpp>
#include <support/engine/filters.hpp>
#include <support/engine/json.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace support {
class byte_pipe;
}

namespace support::engine {

struct event {
    std::string type;  // container, network, image, volume
    std::string action;
    std::string id;
    std::map<std::string, std::string> attributes;
    std::string from;  // image of a container
    instant when;
};

// Everything that happened, and who listens for more.
class event_hub {
  public:
    void publish(event happened);
    // Lines of what happened at or after `since` go into the pipe at once, later ones as they
    // happen.
    void subscribe(const std::shared_ptr<byte_pipe>& pipe, const filters& wanted,
                   const std::optional<instant>& since, const std::optional<instant>& until);

  private:
    struct subscriber {
        std::weak_ptr<byte_pipe> pipe;
        filters wanted;
    };
    std::vector<event> history_;
    std::vector<subscriber> subscribers_;
};

}  // namespace support::engine
