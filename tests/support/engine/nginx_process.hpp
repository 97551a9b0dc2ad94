#pragma once

#include <support/engine/core.hpp>
#include <support/engine/nginx_config.hpp>
#include <support/nginx_model.hpp>

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace support::engine {

struct process_row {
    int pid = 0;
    int parent = 0;
    std::string title;
    instant started;
};

// Workers that one load of the configuration started.
struct generation {
    int number = 1;
    std::vector<process_row> workers;
    nginx_config loaded;
    bool shutting_down = false;
    std::size_t turn = 0;  // of the round robin
    instant names_known;   // from then on those are that its servers with `resolve` have
    std::set<std::string> known_before;  // addresses of those that the generation before it had

    bool knows(const upstream_server& server) const {
        return !server.resolve || now() >= names_known || known_before.contains(server.address);
    }
};

// An nginx: a master, generations of workers, and the configuration that each of them has loaded.
class nginx_process : public std::enable_shared_from_this<nginx_process> {
  public:
    // Null when the configuration is bad: then it has written why to the log and the container has
    // ended.
    static std::shared_ptr<nginx_process> launch(core& engine, const container_ptr& in);

    nginx_process(core& engine, const container_ptr& in);

    // `nginx -t`, `nginx -s reload`, ... run beside it in the container.
    exec_result command(const std::vector<std::string>& argv);
    // SIGHUP.
    void reload();
    std::vector<process_row> processes() const;
    nginx_view view() const;

    // The generation that takes a new connection now.
    int accepting() const;
    // Null when its workers are gone.
    generation* find(int number);

  private:
    struct check {
        nginx_config config;
        std::string error;  // nginx's lines; empty when the configuration is good
    };
    check read_config(const std::string& path) const;
    exec_result test(const std::string& path, bool dump) const;
    exec_result signal(const std::string& name);
    void begin_reload();
    void end_reload();
    void hand_over_to(nginx_config loaded);
    void start_generation(nginx_config loaded);
    void retire_older_than(int number);
    void later(milliseconds pause, std::function<void(nginx_process&)> work);

    core& engine_;
    std::weak_ptr<container> in_;
    nginx_options options_;
    process_row master_;
    std::vector<generation> generations_;
    int last_generation_ = 0;
    std::size_t reloads_ = 0;
    bool reloading_ = false;
    bool reload_wanted_ = false;  // once more, behind the one that goes on
};

}  // namespace support::engine
