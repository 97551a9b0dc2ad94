// `POST /images/create`: a registry that knows the references a test has made pullable.
#include <support/engine/core.hpp>
#include <support/engine/progress_line.hpp>
#include <support/engine/text.hpp>

namespace support::engine {
namespace {

struct reference {
    std::string repository;
    std::string tag;

    std::string whole() const { return repository + ":" + tag; }
    // As the registry of Docker Hub calls it.
    std::string path() const {
        return repository.find('/') == std::string::npos ? "library/" + repository : repository;
    }
};

reference asked_reference(const request& asked) {
    const auto tag = asked.param("tag");
    const auto whole = with_tag(asked.param("fromImage") + (tag.empty() ? "" : ":" + tag));
    const auto colon = whole.rfind(':');
    return {whole.substr(0, colon), whole.substr(colon + 1)};
}

std::string progress(core& engine, const reference& wanted, const pullable_image& known) {
    const auto& config = known.config;
    auto told = progress_line({{"status", "Pulling from " + wanted.path()}, {"id", wanted.tag}});
    if (!engine.pull_failure.empty()) return told + error_line(engine.pull_failure);
    const auto layer = text::digest(encoded(config)).substr(0, 12);
    const bool present = engine.find_image(wanted.whole()) != nullptr;
    const auto id = add_image(engine, wanted.whole(), config, known.platform);
    if (!present) {
        told += progress_line(
            {{"status", "Pulling fs layer"}, {"progressDetail", json::object()}, {"id", layer}});
        told += progress_line({{"status", "Downloading"},
                               {"progressDetail", {{"current", 512}, {"total", 1024}}},
                               {"progress", "[=====>     ] 512B/1.024kB"},
                               {"id", layer}});
        told += progress_line(
            {{"status", "Pull complete"}, {"progressDetail", json::object()}, {"id", layer}});
    }
    told += progress_line({{"status", "Digest: sha256:" + text::digest(id)}});
    told += progress_line(
        {{"status", std::string("Status: ") +
                        (present ? "Image is up to date for " : "Downloaded newer image for ") +
                        wanted.whole()}});
    engine.events.publish({"image", "pull", wanted.whole(), {{"name", wanted.repository}}, "", {}});
    return told;
}

reply answer_pull(core& engine, const request& asked) {
    const auto wanted = asked_reference(asked);
    if (asked.param("fromImage").empty()) throw refusal{400, "invalid reference format"};
    const auto known = engine.pullable.find(wanted.whole());
    if (known == engine.pullable.end()) {
        throw refusal{404, "pull access denied for " + wanted.repository +
                               ", repository does not exist or may require 'docker login': denied: "
                               "requested access to the resource is denied"};
    }
    const auto platform = asked.param("platform", known->second.platform);
    if (platform != known->second.platform) {
        throw refusal{404,
                      "no matching manifest for " + platform + " in the manifest list entries"};
    }
    auto made = reply::json(200, progress(engine, wanted, known->second));
    made.frame = framing::chunked;
    return made;
}

}  // namespace

void add_pull_endpoint(core& engine, router& routes) {
    routes.add("POST", "/images/create", [&engine](const request& asked, const std::string&) {
        return answer_pull(engine, asked);
    });
}

}  // namespace support::engine
