// The fake engine behind its socket: its objects, and the rules that tie them together.
#pragma once

#include <support/engine/events.hpp>
#include <support/engine/loop.hpp>
#include <support/engine/router.hpp>
#include <support/engine/state.hpp>
#include <support/message.hpp>
#include <support/nginx_model.hpp>

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace support::engine {

using container_ptr = std::shared_ptr<container>;

// An answer other than success, on its way out of the code that found the reason.
struct refusal {
    unsigned status;
    std::string message;
};

class core {
  public:
    core(loop& where, std::filesystem::path folder);

    loop& where() { return where_; }
    const std::filesystem::path& folder() const { return folder_; }

    // Name, id or unique prefix of an id; null when there is none.
    container_ptr find_container(std::string_view reference) const;
    container_ptr container_by_id(std::string_view id) const;
    std::shared_ptr<image> find_image(std::string_view reference) const;
    std::shared_ptr<network> find_network(std::string_view reference) const;
    std::shared_ptr<volume> find_volume(std::string_view name) const;
    // These throw a refusal in the engine's words when there is none.
    container_ptr need_container(std::string_view reference) const;
    std::shared_ptr<network> need_network(std::string_view reference) const;

    std::shared_ptr<volume> make_volume(const std::string& name, const json& labels,
                                        const json& options);
    // The networks that a container is connected to now.
    std::vector<container_ptr> connected_to(const network& which) const;
    // The running container that this host name leads to from inside `from`; null when it does not
    // resolve.
    container_ptr resolve(const container& from, std::string_view host) const;

    void tell(const container& about, std::string action,
              std::map<std::string, std::string> extra = {});
    void tell(const network& about, std::string action, const container* who = nullptr);

    // Where a path of the engine's host is kept.
    std::string on_disk(const std::string& host_path) const;

    behaviour behaviour_for(const container& one) const;
    bool plays_nginx(const container& one) const;
    int fresh_pid() { return ++last_pid_; }

    std::vector<container_ptr> containers;  // oldest first
    std::vector<std::shared_ptr<image>> images;
    std::vector<std::shared_ptr<network>> networks;
    std::vector<std::shared_ptr<volume>> volumes;
    std::map<std::string, std::shared_ptr<exec_instance>> execs;
    event_hub events;

    std::vector<std::pair<selector, behaviour>> behaviours;
    std::vector<selector> nginx_players;
    nginx_options nginx;
    std::map<std::string, std::string> host_folders;  // of the engine's host -> where they are kept
    std::map<std::string, pullable_image> pullable;   // by reference with tag
    std::string pull_failure;
    std::string build_failure;
    std::string newest_api = "1.41";
    std::string oldest_api = "1.12";

  private:
    loop& where_;
    std::filesystem::path folder_;
    int last_pid_ = 4000;
};

bool selects(const selector& who, const container& one);
// "app" -> "app:latest", "docker.io/library/app:1" -> "app:1"; a digest or an id stays as it is.
std::string with_tag(std::string_view reference);

void add_system_endpoints(core& engine, router& routes);
void add_container_endpoints(core& engine, router& routes);
void add_container_views(core& engine, router& routes);
void add_create_endpoint(core& engine, router& routes);
void add_log_endpoint(core& engine, router& routes);
void add_attach_endpoints(core& engine, router& routes);
void add_stats_endpoint(core& engine, router& routes);
void add_top_endpoint(core& engine, router& routes);
void add_archive_endpoints(core& engine, router& routes);
void add_exec_endpoints(core& engine, router& routes);
void add_image_endpoints(core& engine, router& routes);
void add_pull_endpoint(core& engine, router& routes);
void add_build_endpoint(core& engine, router& routes);
void add_network_endpoints(core& engine, router& routes);
void add_volume_endpoints(core& engine, router& routes);
void add_event_endpoint(core& engine, router& routes);

// A refusal when the name is malformed or another container has it.
void check_name(const core& engine, const std::string& name);
// The body of `GET /containers/{id}/json`.
json inspect_container(const container& one);
// The Config of an image that was described by a test.
json image_config(const std::vector<std::string>& env, const std::vector<std::string>& cmd,
                  const std::map<std::string, std::string>& labels, const std::string& healthcheck);
// Adds an image under this tag and returns its id. What was built from the same content is the same
// image.
std::string add_image(core& engine, const std::string& tag, const json& config,
                      const std::string& platform);
std::string add_built_image(core& engine, const std::string& tag, const std::string& content,
                            const json& config);

// Whether the request speaks this API version or a later one; one without a version means the
// newest.
bool speaks(const core& engine, const request& asked, const std::string& version);

// What runs by exec in a container ends with it.
void end_execs(core& engine, const container& one);
// A 200 with this value, ended by a line feed as the engine does.
reply ok(const json& value);
// The request's body; a refusal when it is no JSON object.
json body_of(const request& asked);

}  // namespace support::engine
