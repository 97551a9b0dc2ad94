#pragma once

#include <nlohmann/json_fwd.hpp>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace daemon_tests {

struct container_view {
    std::string id;
    std::string state;  // created, running, exited, ...
    std::string started_at;

    bool operator==(const container_view&) const = default;
};

// What a real engine holds, seen past the code under test: by plain HTTP on its socket.
class engine_view {
  public:
    // Throws std::runtime_error, with what to do, when no engine answers there.
    explicit engine_view(std::filesystem::path socket);

    const std::filesystem::path& socket() const { return socket_; }

    // Containers of any state, locks too, and networks whose names begin with the project's.
    std::vector<std::string> containers_of(const std::string& project) const;
    std::vector<std::string> networks_of(const std::string& project) const;

    // nullopt when there is no container of that name.
    std::optional<container_view> container(const std::string& name) const;

    bool has_image(const std::string& name) const;

    // Actions that the engine did to a container since then, such as `start`, `die`, `exec_start`.
    std::vector<std::string> actions_on(const std::string& id,
                                        std::chrono::system_clock::time_point since) const;

    // Removes what containers_of and networks_of find, and the images `<project>-...`. Throws
    // std::runtime_error, when all has been tried, if something could not be removed.
    void remove_all_of(const std::string& project) const;

    // One request on a connection of its own, with a body of JSON unless it is empty; the decoded
    // body of the answer, null for an empty one. Throws std::runtime_error for a status of 400 and
    // above.
    nlohmann::json call(std::string_view method, const std::string& target,
                        const std::string& body = "") const;

    bool answers() const;

    // Throws std::runtime_error when `from` does not have it or this one does not take it.
    void copy_image(const engine_view& from, const std::string& name) const;

  private:
    std::filesystem::path socket_;
};

}  // namespace daemon_tests
