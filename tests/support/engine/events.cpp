#include <support/byte_pipe.hpp>
#include <support/engine/core.hpp>
#include <support/engine/events.hpp>

#include <utility>

namespace support::engine {
namespace {

std::string line_of(const event& one, bool old_names) {
    json made;
    // The engine keeps the old names for containers and images only.
    if (old_names && (one.type == "container" || one.type == "image")) {
        made["status"] = one.action;
        made["id"] = one.id;
        if (!one.from.empty()) made["from"] = one.from;
    }
    made["Type"] = one.type;
    made["Action"] = one.action;
    made["Actor"] = {{"ID", one.id}, {"Attributes", one.attributes}};
    made["scope"] = "local";
    made["time"] = seconds_of(one.when);
    made["timeNano"] = nanoseconds_of(one.when);
    return encoded(made) + "\n";
}

bool is_action(const event& one, const std::string& wanted) {
    // "health_status" and "exec_create" stand for the actions with something behind a colon, too.
    return one.action == wanted || one.action.starts_with(wanted + ":");
}

bool names_object(const event& one, const std::string& type, const std::string& wanted) {
    const auto name = one.attributes.find("name");
    return one.type == type &&
           (one.id.starts_with(wanted) || (name != one.attributes.end() && name->second == wanted));
}

bool passes(const event& one, const filters& wanted) {
    return wanted.any("type", [&](const auto& value) { return one.type == value; }) &&
           wanted.any("event", [&](const auto& value) { return is_action(one, value); }) &&
           wanted.any("container",
                      [&](const auto& value) { return names_object(one, "container", value); }) &&
           wanted.any("network",
                      [&](const auto& value) { return names_object(one, "network", value); }) &&
           wanted.any("volume",
                      [&](const auto& value) { return names_object(one, "volume", value); }) &&
           wanted.any("image",
                      [&](const auto& value) {
                          return names_object(one, "image", value) || one.from == value;
                      }) &&
           wanted.all("label",
                      [&](const auto& value) { return label_matches(one.attributes, value); });
}

}  // namespace

void event_hub::publish(event happened) {
    happened.when = now();
    for (const auto& one : subscribers_) {
        const auto pipe = one.pipe.lock();
        if (pipe && passes(happened, one.wanted)) pipe->push(line_of(happened, one.old_names));
    }
    std::erase_if(subscribers_, [](const subscriber& one) { return one.pipe.expired(); });
    history_.push_back(std::move(happened));
}

void event_hub::subscribe(const subscriber& who, const std::optional<instant>& since,
                          const std::optional<instant>& until) {
    const auto pipe = who.pipe.lock();
    for (const auto& one : history_) {
        const bool early = !since || one.when < *since;
        const bool late = until && one.when > *until;
        if (pipe && !early && !late && passes(one, who.wanted))
            pipe->push(line_of(one, who.old_names));
    }
    subscribers_.push_back(who);
}

void add_event_endpoint(core& engine, router& routes) {
    routes.add("GET", "/events", [&engine](const request& asked, const std::string&) {
        subscriber who;
        who.wanted = filters::of(asked, {"type", "event", "container", "network", "volume", "image",
                                         "label", "daemon", "scope"});
        who.old_names = !speaks(engine, asked, "1.52");
        const auto until = parse_instant(asked.param("until"));
        auto pipe = std::make_shared<byte_pipe>();
        who.pipe = pipe;
        engine.events.subscribe(who, parse_instant(asked.param("since")), until);
        if (until) {
            const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(*until - now());
            if (left.count() <= 0) {
                pipe->close();
            } else {
                engine.where().after(left, [pipe] { pipe->close(); });
            }
        }
        return reply::json_stream(pipe);
    });
}

}  // namespace support::engine
