#pragma once

#include <engine_api/body_source.hpp>
#include <engine_api/fwd.hpp>
#include <engine_api/streams.hpp>
#include <engine_api/timeouts.hpp>

#include <boost/asio/awaitable.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace engine_api {

struct image_details {
    std::string id;
    std::vector<std::string> tags;
    std::vector<std::string> digests;
};

struct build_options {
    build_options() = default;
    std::vector<std::string> tags;
    std::string dockerfile = "Dockerfile";  ///< path inside the context
    std::string target;                     ///< empty = the last stage
    std::map<std::string, std::optional<std::string>> args;
    std::map<std::string, std::string> labels;
    bool no_cache = false;
    bool pull = false;
};

/// `/images`, `/build`. Valid as long as the client it came from.
class images {
  public:
    explicit images(session& s) : session_(&s) {}

    boost::asio::awaitable<image_details> inspect(std::string reference, deadline until = {});
    /// A reference without tag or digest means `:latest`. An unknown image ends the stream, or
    /// this call, with an error. `until` limits the time to the response head.
    boost::asio::awaitable<progress_stream> pull(std::string reference, deadline until = {});
    /// `context` is an uncompressed tar. Uses the classic builder. `until` limits sending the
    /// context and the time to the response head.
    boost::asio::awaitable<progress_stream> build(build_options options,
                                                  std::unique_ptr<body_source> context,
                                                  deadline until = {});

  private:
    session* session_;
};

}  // namespace engine_api
