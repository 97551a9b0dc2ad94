#pragma once

#include <engine_api/body_source.hpp>
#include <engine_api/containers.hpp>
#include <engine_api/filters.hpp>
#include <engine_api/fwd.hpp>
#include <engine_api/registry_auth.hpp>
#include <engine_api/streams.hpp>
#include <engine_api/timeouts.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace engine_api {

/// One row of `GET /images/json`.
struct image_summary {
    std::string id;
    std::vector<std::string> tags;
    std::vector<std::string> digests;
    std::map<std::string, std::string> labels;
    std::int64_t created = 0;  ///< seconds since 1970
    std::int64_t size = 0;     ///< bytes
};

struct image_details {
    std::string id;
    std::vector<std::string> tags;
    std::vector<std::string> digests;
    std::map<std::string, std::string> labels;
    std::string created;  ///< RFC 3339
    std::string os;
    std::string arch;
    std::string variant;  ///< of the architecture; empty = the usual one
    /// When a pull or a build gave it its name here; absent = never, it was loaded.
    std::optional<std::chrono::system_clock::time_point> last_tagged;
    std::int64_t size = 0;             ///< bytes
    std::vector<std::string> volumes;  ///< paths that get a volume of their own in a container
};

struct list_images_options {
    list_images_options() = default;
    bool all = false;  ///< intermediate layers too
    filters filter;
};

struct pull_options {
    pull_options() = default;
    registry_credentials auth;  ///< empty = anonymous
    std::string platform;       ///< `linux/arm64`; empty = the engine's own
};

/// The limit of a resource for the processes of a container: `nofile`, ...
struct ulimit {
    std::string name;
    std::int64_t soft = 0;
    std::int64_t hard = 0;
};

struct push_options {
    push_options() = default;
    registry_credentials auth;  ///< empty = anonymous
};

/// What has no value is the engine's own.
struct build_options {
    build_options() = default;
    std::vector<std::string> tags;
    std::string dockerfile = "Dockerfile";                   ///< path inside the context
    std::string target;                                      ///< empty = the last stage
    std::string platform;                                    ///< empty = the engine's own
    std::map<std::string, std::optional<std::string>> args;  ///< nullopt = not set
    std::map<std::string, std::string> labels;
    std::vector<std::string> cache_from;      ///< images whose layers may be used
    std::vector<registry_credentials> auths;  ///< for base images, each with its `server`
    std::string network_mode;                 ///< of RUN: `bridge`, `host`, `none`, a network
    std::vector<std::string> extra_hosts;     ///< of RUN: `name:address`
    std::string isolation;                    ///< of RUN: `default`; others on Windows
    std::vector<ulimit> ulimits;              ///< of RUN
    std::int64_t shm_size = 0;                ///< of RUN: bytes of /dev/shm
    std::int64_t memory = 0;                  ///< of RUN: bytes at most
    bool no_cache = false;
    bool pull = false;
};

struct remove_image_options {
    remove_image_options() = default;
    bool force = false;
    bool keep_parents = false;  ///< untagged parents stay
};

/// What a removal or a prune did, step by step: one of the two is set.
struct removed_image {
    std::string untagged;
    std::string deleted;
};

struct pruned_images {
    std::vector<removed_image> removed;
    std::int64_t space_reclaimed = 0;  ///< bytes
};

/// `/images`, `/build`. Valid as long as the client it came from.
class images {
  public:
    explicit images(session& s) : session_(&s) {}

    boost::asio::awaitable<std::vector<image_summary>> list(list_images_options o = {},
                                                            deadline until = {});
    boost::asio::awaitable<image_details> inspect(std::string reference, deadline until = {});
    /// As `inspect`; nullopt when the engine does not have the image (404).
    boost::asio::awaitable<std::optional<image_details>> find(std::string reference,
                                                              deadline until = {});
    /// A reference without tag or digest means `:latest`. An unknown image ends the stream, or
    /// this call, with an error. `until` limits the time to the response head.
    boost::asio::awaitable<progress_stream> pull(std::string reference, pull_options o = {},
                                                 deadline until = {});
    /// As `pull`: one tag of an image, to the registry that its name says.
    boost::asio::awaitable<progress_stream> push(std::string reference, push_options o = {},
                                                 deadline until = {});
    /// `context` is an uncompressed tar. Uses the classic builder. `until` limits sending the
    /// context and the time to the response head.
    boost::asio::awaitable<progress_stream> build(build_options options,
                                                  std::unique_ptr<body_source> context,
                                                  deadline until = {});
    /// `archive` is a tar as `save` makes it. `until` as for `build`.
    boost::asio::awaitable<progress_stream> load(std::unique_ptr<body_source> archive,
                                                 deadline until = {});
    /// A tar of these images. Without a platform all that is there; choosing one is API 1.48.
    boost::asio::awaitable<download_stream> save(std::vector<std::string> references,
                                                 std::string platform = {}, deadline until = {});
    /// `repository` may carry a registry; `tag` empty = `latest`.
    boost::asio::awaitable<void> tag(std::string reference, std::string repository, std::string tag,
                                     deadline until = {});
    boost::asio::awaitable<std::vector<removed_image>> remove(std::string reference,
                                                              remove_image_options o = {},
                                                              deadline until = {});
    /// Without a filter `dangling=false`, untagged images alone.
    boost::asio::awaitable<pruned_images> prune(filters filter = {}, deadline until = {});

  private:
    session* session_;
};

}  // namespace engine_api
