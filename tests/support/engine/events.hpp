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

// Who listens, and how he is told.
struct subscriber {
    std::weak_ptr<byte_pipe> pipe;
    filters wanted;
    bool old_names = true;  // `status`, `id` and `from` too, as API 1.51 and before
};

// Everything that happened, and who listens for more.
class event_hub {
  public:
    void publish(event happened);
    // Lines of what happened at or after `since` go into the pipe at once, later ones as they
    // happen.
    void subscribe(const subscriber& who, const std::optional<instant>& since,
                   const std::optional<instant>& until);

  private:
    std::vector<event> history_;
    std::vector<subscriber> subscribers_;
};

}  // namespace support::engine
