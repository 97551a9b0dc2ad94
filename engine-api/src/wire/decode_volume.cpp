#include "wire/decode_volume.hpp"

#include <string>

namespace engine_api::wire {

std::vector<volume_summary> decode_volumes(const json& j) {
    std::vector<volume_summary> rows;
    for (const auto& volume : member(j, "Volumes")) {
        auto& row = rows.emplace_back();
        row.name = value<std::string>(volume, "Name");
        row.driver = value<std::string>(volume, "Driver");
        row.labels = value<string_map>(volume, "Labels");
    }
    return rows;
}

volume_details decode_volume(const json& j) {
    volume_details v;
    v.name = value<std::string>(j, "Name");
    v.driver = value<std::string>(j, "Driver");
    v.mountpoint = value<std::string>(j, "Mountpoint");
    v.scope = value<std::string>(j, "Scope");
    v.created = value<std::string>(j, "CreatedAt");
    v.labels = value<string_map>(j, "Labels");
    v.options = value<string_map>(j, "Options");
    return v;
}

}  // namespace engine_api::wire
