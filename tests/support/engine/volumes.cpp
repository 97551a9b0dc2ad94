#include <support/engine/core.hpp>
#include <support/engine/text.hpp>

namespace support::engine {
namespace {

json view(const volume& one) {
    const auto created = rfc3339(one.created);
    return {{"CreatedAt", created.substr(0, 19) + "Z"},
            {"Driver", "local"},
            {"Labels", one.labels},
            {"Mountpoint", one.folder},
            {"Name", one.name},
            {"Options", one.options},
            {"Scope", "local"}};
}

std::shared_ptr<volume> need_volume(const core& engine, const std::string& name) {
    auto found = engine.find_volume(name);
    if (!found) throw refusal{404, "get " + name + ": no such volume"};
    return found;
}

bool passes(const volume& one, const filters& wanted) {
    std::map<std::string, std::string> labels;
    if (one.labels.is_object()) one.labels.get_to(labels);
    return wanted.any("name", [&](const auto& value) {
        return one.name.find(value) != std::string::npos;
    }) && wanted.all("label", [&](const auto& value) { return label_matches(labels, value); });
}

reply answer_list(const core& engine, const request& asked) {
    const auto wanted = filters::of(asked, {"dangling", "driver", "label", "name"});
    json list = json::array();
    for (const auto& one : engine.volumes) {
        if (passes(*one, wanted)) list.push_back(view(*one));
    }
    return ok({{"Volumes", list}, {"Warnings", nullptr}});
}

reply answer_create(core& engine, const request& asked) {
    const auto body = body_of(asked);
    const auto name = text_member(body, "Name", text::fresh_id());
    const auto made = engine.make_volume(name, member(body, "Labels"), member(body, "DriverOpts"));
    return reply::json(201, encoded(view(*made)) + "\n");
}

reply answer_remove(core& engine, const std::string& name) {
    const auto one = need_volume(engine, name);
    std::vector<std::string> users;
    for (const auto& user : engine.containers) {
        for (const auto& at : user->mounts) {
            if (at.type == "volume" && at.name == name) users.push_back(user->id);
        }
    }
    if (!users.empty()) {
        throw refusal{409,
                      "remove " + name + ": volume is in use - [" + text::join(users, ", ") + "]"};
    }
    std::erase(engine.volumes, one);
    engine.events.publish({"volume", "destroy", name, {{"driver", "local"}}, "", {}});
    return reply::empty(204);
}

}  // namespace

void add_volume_endpoints(core& engine, router& routes) {
    routes.add("GET", "/volumes", [&engine](const request& asked, const std::string&) {
        return answer_list(engine, asked);
    });
    routes.add("GET", "/volumes/{name}", [&engine](const request&, const std::string& name) {
        return ok(view(*need_volume(engine, name)));
    });
    routes.add("POST", "/volumes/create", [&engine](const request& asked, const std::string&) {
        return answer_create(engine, asked);
    });
    routes.add("DELETE", "/volumes/{name}", [&engine](const request&, const std::string& name) {
        return answer_remove(engine, name);
    });
}

}  // namespace support::engine
