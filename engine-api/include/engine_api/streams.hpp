#pragma once

#include <engine_api/timeouts.hpp>

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace engine_api {

class byte_reader;  // private: the pieces of a response body or of an upgraded connection

/// Streams are pulled: each `next()` waits for one more item, nullopt is the regular end. They own
/// their connection; destroying or `close()`-ing one ends a `next()` that is under way with
/// `error_kind::cancelled`. An engine that dies in the middle is an error, not an end. `until`
/// limits one `next()`; `timeouts::stream` limits silence.

/// One message of `GET /events`.
struct event {
    std::string type;    ///< `container`, `network`, ...
    std::string action;  ///< `start`, `die`, `health_status: healthy`, ...
    std::string actor_id;
    std::map<std::string, std::string> attributes;
    std::int64_t time_nano = 0;
};

class event_stream {
  public:
    explicit event_stream(std::unique_ptr<byte_reader> reader);
    event_stream(event_stream&&) noexcept;
    event_stream& operator=(event_stream&&) noexcept;
    ~event_stream();

    boost::asio::awaitable<std::optional<event>> next(deadline until = {});
    void close();

  private:
    std::shared_ptr<struct line_stream_state> state_;
};

/// One step of a build, pull or load, as the engine tells it.
struct progress {
    std::string status;        ///< pull: `Downloading`, ...; empty for build output
    std::string id;            ///< pull: the layer; empty otherwise
    std::string text;          ///< build: a piece of the builder's output, with its newlines
    std::string image_id;      ///< build: set on the message that tells the result
    std::int64_t current = 0;  ///< bytes done of this layer
    std::int64_t total = 0;    ///< of so many; 0 = not told
};

/// An error message inside the stream ends it with `error_kind::server`.
class progress_stream {
  public:
    explicit progress_stream(std::unique_ptr<byte_reader> reader);
    progress_stream(progress_stream&&) noexcept;
    progress_stream& operator=(progress_stream&&) noexcept;
    ~progress_stream();

    boost::asio::awaitable<std::optional<progress>> next(deadline until = {});
    void close();

  private:
    std::shared_ptr<struct line_stream_state> state_;
};

/// One row of `GET /containers/{id}/stats`: what a container used until then, in all.
struct container_stats {
    std::int64_t cpu_ns = 0;            ///< of all processors together
    std::int64_t cpu_ns_before = 0;     ///< a second earlier
    std::int64_t system_ns = 0;         ///< what the host's processors had, likewise
    std::int64_t system_ns_before = 0;  //
    int cpus = 0;
    std::int64_t memory = 0;  ///< bytes, without what is only cached
    std::int64_t memory_limit = 0;
    std::int64_t received = 0;  ///< bytes, over all its networks
    std::int64_t sent = 0;
    std::int64_t read = 0;  ///< bytes, from block devices
    std::int64_t written = 0;
    std::int64_t processes = 0;
};

class stats_stream {
  public:
    explicit stats_stream(std::unique_ptr<byte_reader> reader);
    stats_stream(stats_stream&&) noexcept;
    stats_stream& operator=(stats_stream&&) noexcept;
    ~stats_stream();

    boost::asio::awaitable<std::optional<container_stats>> next(deadline until = {});
    void close();

  private:
    std::shared_ptr<struct line_stream_state> state_;
};

/// A tar archive on its way from the engine, in pieces of at most 64 KiB.
class download_stream {
  public:
    explicit download_stream(std::unique_ptr<byte_reader> reader);
    download_stream(download_stream&&) noexcept;
    download_stream& operator=(download_stream&&) noexcept;
    ~download_stream();

    boost::asio::awaitable<std::optional<std::string>> next(deadline until = {});
    void close();

  private:
    std::shared_ptr<byte_reader> reader_;
};

/// A piece of what a container or an exec wrote.
struct output {
    enum class source { out, err };
    source from = source::out;
    std::string text;
};

/// Output of a container or an exec. With a tty the engine sends plain bytes and everything is
/// `out`; without one it frames each piece.
class output_stream {
  public:
    /// Asked before the end of a connection counts as the end of the output: throws when it is not.
    using confirmation = std::function<boost::asio::awaitable<void>(deadline)>;

    output_stream(std::unique_ptr<byte_reader> reader, bool tty, confirmation confirm = {});
    output_stream(output_stream&&) noexcept;
    output_stream& operator=(output_stream&&) noexcept;
    ~output_stream();

    /// What is attached has only the end of its connection to tell its end, and an engine that dies
    /// between two frames looks the same; so its end is confirmed by asking the engine about it.
    boost::asio::awaitable<std::optional<output>> next(deadline until = {});
    /// Sends to its stdin; `bytes` must live until it is done. May run while `next()` waits. A
    /// program that does not read its stdin lets it wait, as long as `timeouts::stream` says. Only
    /// for streams from `exec::start` and `containers::attach`.
    boost::asio::awaitable<void> write(std::string_view bytes, deadline until = {});
    /// Tells the program that its stdin has ended; output can still be read.
    boost::asio::awaitable<void> close_stdin(deadline until = {});
    void close();

  private:
    std::shared_ptr<struct output_stream_state> state_;
};

}  // namespace engine_api
