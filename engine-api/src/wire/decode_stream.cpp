#include "wire/decode_stream.hpp"

#include <cstdint>
#include <string>

namespace engine_api::wire {

event decode_event(const json& j) {
    event e;
    e.type = value<std::string>(j, "Type");
    e.action = value<std::string>(j, "Action");
    const auto& actor = member(j, "Actor");
    e.actor_id = value<std::string>(actor, "ID");
    e.attributes = value<string_map>(actor, "Attributes");
    e.time_nano = value<std::int64_t>(j, "timeNano");
    return e;
}

progress decode_progress(const json& j) {
    progress p;
    p.status = value<std::string>(j, "status");
    p.id = value<std::string>(j, "id");
    p.text = value<std::string>(j, "stream");
    const auto& aux = member(j, "aux");
    if (aux.is_object()) p.image_id = value<std::string>(aux, "ID");
    const auto& detail = member(j, "progressDetail");
    p.current = value<std::int64_t>(detail, "current");
    p.total = value<std::int64_t>(detail, "total");
    return p;
}

std::string stream_error(const json& j) {
    auto message = value<std::string>(j, "error");
    const auto& detail = member(j, "errorDetail");
    if (message.empty() && !detail.is_null()) {
        message = value<std::string>(detail, "message");
        if (message.empty()) message = "the engine reported an error without words";
    }
    return message;
}

}  // namespace engine_api::wire
