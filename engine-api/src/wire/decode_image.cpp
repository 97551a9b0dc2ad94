#include "wire/decode_image.hpp"

#include <engine_api/rfc3339.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace engine_api::wire {

std::vector<image_summary> decode_images(const json& list) {
    std::vector<image_summary> rows;
    for (const auto& j : list) {
        auto& row = rows.emplace_back();
        row.id = value<std::string>(j, "Id");
        row.tags = value<string_list>(j, "RepoTags");
        row.digests = value<string_list>(j, "RepoDigests");
        row.labels = value<string_map>(j, "Labels");
        row.created = value<std::int64_t>(j, "Created");
        row.size = value<std::int64_t>(j, "Size");
    }
    return rows;
}

image_details decode_image(const json& j) {
    image_details i;
    i.id = value<std::string>(j, "Id");
    i.tags = value<string_list>(j, "RepoTags");
    i.digests = value<string_list>(j, "RepoDigests");
    i.labels = value<string_map>(member(j, "Config"), "Labels");
    i.created = value<std::string>(j, "Created");
    i.os = value<std::string>(j, "Os");
    i.arch = value<std::string>(j, "Architecture");
    i.variant = value<std::string>(j, "Variant");
    i.last_tagged = parse_rfc3339(value<std::string>(member(j, "Metadata"), "LastTagTime"));
    i.size = value<std::int64_t>(j, "Size");
    for (const auto& [path, nothing] : member(member(j, "Config"), "Volumes").items())
        i.volumes.push_back(path);
    return i;
}

std::vector<removed_image> decode_removed(const json& list) {
    std::vector<removed_image> steps;
    for (const auto& j : list) {
        auto& step = steps.emplace_back();
        step.untagged = value<std::string>(j, "Untagged");
        step.deleted = value<std::string>(j, "Deleted");
    }
    return steps;
}

pruned_images decode_pruned_images(const json& j) {
    pruned_images p;
    p.removed = decode_removed(member(j, "ImagesDeleted"));
    p.space_reclaimed = value<std::int64_t>(j, "SpaceReclaimed");
    return p;
}

}  // namespace engine_api::wire
