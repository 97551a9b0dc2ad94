#include "check_build.hpp"

#include "source_names.hpp"

namespace rollout::plan {

namespace {

bool attests(const std::string& what) {
    return !what.empty() && what != "false";
}

}  // namespace

std::vector<refused_build_key> keys_no_build_carries_out(const compose::build& b) {
    std::vector<refused_build_key> found;
    const auto refuse = [&found](bool there, const char* key, const char* why) {
        if (there) found.push_back({key, why});
    };
    const auto* elsewhere =
        "only BuildKit can do that, and rollout builds with the engine's classic builder; build "
        "the image elsewhere (docker buildx build) and name it by `image`";
    refuse(names_a_repository(b.context), "context", "rollout builds from folders only");
    refuse(!b.cache_to.empty(), "cache_to", elsewhere);
    refuse(attests(b.provenance), "provenance", elsewhere);
    refuse(attests(b.sbom), "sbom", elsewhere);
    return found;
}

}  // namespace rollout::plan
