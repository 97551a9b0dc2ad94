#pragma once

#include <engine_api/timeouts.hpp>

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace engine_api {

class byte_reader;  // private: the pieces of a response body or of an upgraded connection
class line_decoder;
class frame_decoder;

/// Streams are pulled: each `next()` waits for one more item, nullopt is the regular end. They own
/// their connection; destroying or `close()`-ing one ends a `next()` that is under way with
/// `error_kind::cancelled`. An engine that dies in the middle is an error, not an end.

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
    std::unique_ptr<byte_reader> reader_;
    std::unique_ptr<line_decoder> lines_;
};

/// One step of a build, pull or load, as the engine tells it.
struct progress {
    std::string status;    ///< pull: `Downloading`, ...; empty for build output
    std::string id;        ///< pull: the layer; empty otherwise
    std::string text;      ///< build: a piece of the builder's output, with its newlines
    std::string image_id;  ///< build: set on the message that tells the result
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
    std::unique_ptr<byte_reader> reader_;
    std::unique_ptr<line_decoder> lines_;
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
    output_stream(std::unique_ptr<byte_reader> reader, bool tty);
    output_stream(output_stream&&) noexcept;
    output_stream& operator=(output_stream&&) noexcept;
    ~output_stream();

    boost::asio::awaitable<std::optional<output>> next(deadline until = {});
    /// Sends to the stdin of an attached exec. Only for streams from `exec::start`.
    boost::asio::awaitable<void> write(std::string_view bytes, deadline until = {});
    /// Tells the exec that its stdin has ended; output can still be read.
    void close_stdin();
    void close();

  private:
    std::unique_ptr<byte_reader> reader_;
    std::unique_ptr<frame_decoder> frames_;  // null with a tty
};

}  // namespace engine_api
