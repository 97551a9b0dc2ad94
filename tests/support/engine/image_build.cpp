// `POST /build`: reads the context, runs nothing, and makes an image that follows from the
// context's bytes.
#include <support/engine/core.hpp>
#include <support/engine/dockerfile.hpp>
#include <support/engine/progress_line.hpp>
#include <support/engine/tar.hpp>
#include <support/engine/text.hpp>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <sstream>

namespace support::engine {
namespace {

std::string stream_line(const std::string& text) {
    return progress_line({{"stream", text}});
}

std::vector<file_entry> context_of(const request& asked) {
    auto entries = read_tar(asked.body);
    if (!entries) throw refusal{500, "Error processing tar file(exit status 1): unexpected EOF"};
    for (auto& entry : *entries) {
        entry.name = std::filesystem::path(entry.name).lexically_normal().string();
    }
    return *entries;
}

std::string dockerfile_in(const std::vector<file_entry>& context, const std::string& name) {
    for (const auto& entry : context) {
        if (entry.name == name) return entry.content;
    }
    throw refusal{500, "Cannot locate specified Dockerfile: " + name};
}

// Not the order or the times of the entries: the engine's cache does not see them either.
std::string seal(std::vector<file_entry> context) {
    std::sort(context.begin(), context.end(),
              [](const auto& one, const auto& other) { return one.name < other.name; });
    std::string all;
    for (const auto& entry : context) {
        all += entry.name + '\0' + std::to_string(entry.mode) + entry.content + entry.link + '\0';
    }
    return text::digest(all);
}

void lay_over_labels(const request& asked, json& config) {
    const auto labels = json::parse(asked.param("labels", "{}"), nullptr, false);
    for (const auto& [key, value] : labels.items())
        config["Labels"][key] = value;
}

struct build {
    std::string told;
    json config;
    std::string stage;  // its name, where it has one
    std::map<std::string, json> stages;
    bool failed = false;
};

// The configuration that a stage begins with; nullopt = there is no such stage or image.
std::optional<json> base_config(core& engine, const build& run, const std::string& base) {
    if (const auto stage = run.stages.find(base); stage != run.stages.end()) return stage->second;
    if (base == "scratch") return image_config({}, {}, {}, "");
    const auto found = engine.find_image(base);
    return found ? std::optional(found->config) : std::nullopt;
}

void begin_stage(core& engine, const std::string& value, build& run) {
    if (!run.stage.empty()) run.stages[run.stage] = run.config;
    std::istringstream words(value);
    std::string base;
    std::string as;
    run.stage.clear();
    words >> base >> as >> run.stage;
    const auto config = base_config(engine, run, base);
    if (config) {
        run.config = *config;
        return;
    }
    run.failed = true;
    run.told += error_line("pull access denied for " + base +
                           ", repository does not exist or may require 'docker login': "
                           "denied: requested access to the resource is denied");
}

void run_step(core& engine, const instruction& step, const std::string& id, build& run) {
    if (step.name == "FROM") begin_stage(engine, step.value, run);
    if (run.failed) return;
    amend(step, run.config);
    run.told += stream_line(" ---> " + text::digest(id + step.line).substr(0, 12) + "\n");
}

build run_steps(core& engine, const std::vector<instruction>& steps, const std::string& id) {
    build run;
    std::size_t number = 0;
    for (const auto& step : steps) {
        run.told += stream_line("Step " + std::to_string(++number) + "/" +
                                std::to_string(steps.size()) + " : " + step.line);
        run.told += stream_line("\n");
        run_step(engine, step, id, run);
        if (run.failed) return run;
    }
    if (!engine.build_failure.empty()) {
        run.told += error_line(engine.build_failure);
        run.failed = true;
    }
    return run;
}

std::string finish(core& engine, const request& asked, const build& run,
                   const std::string& seal_of) {
    const auto tags = asked.params("t");
    auto told = run.told;
    std::string id;
    for (const auto& tag : tags)
        id = add_built_image(engine, tag, seal_of, run.config);
    if (tags.empty()) id = add_built_image(engine, "", seal_of, run.config);
    told += progress_line({{"aux", {{"ID", id}}}});
    told += stream_line("Successfully built " + id.substr(7, 12) + "\n");
    for (const auto& tag : tags)
        told += stream_line("Successfully tagged " + with_tag(tag) + "\n");
    return told;
}

reply answer_build(core& engine, const request& asked) {
    const auto context = context_of(asked);
    const auto steps =
        parse_dockerfile(dockerfile_in(context, asked.param("dockerfile", "Dockerfile")));
    const auto seal_of = seal(context);
    auto run = run_steps(engine, steps, seal_of);
    if (!run.failed) {
        lay_over_labels(asked, run.config);
        run.told = finish(engine, asked, run, seal_of);
    }
    auto made = reply::json(200, run.told);
    made.frame = framing::chunked;
    return made;
}

}  // namespace

void add_build_endpoint(core& engine, router& routes) {
    routes.add("POST", "/build", [&engine](const request& asked, const std::string&) {
        return answer_build(engine, asked);
    });
}

}  // namespace support::engine
