// A project as `==== name`, `---- file NAME` and the file's text, like those of tests/data/compose;
// what stands before the first such line is compose.yaml.

#include "input.hpp"
#include "memory_files.hpp"

#include <rollout/compose/model/check_project.hpp>
#include <rollout/compose/model/hash.hpp>
#include <rollout/compose/model/normal_form.hpp>
#include <rollout/compose/model/select.hpp>
#include <rollout/compose/read/load.hpp>
#include <rollout/compose/read/variables_used.hpp>
#include <rollout/compose/text/interpolate.hpp>
#include <rollout/compose/text/paths.hpp>
#include <rollout/compose/tree/error.hpp>
#include <rollout/compose/yaml/document_text.hpp>

#include <map>
#include <sstream>
#include <string>

namespace rollout::compose {
namespace {

constexpr const char* folder = "/project";

fuzz::memory_files files_of(const std::string& input) {
    std::map<std::string, std::string> files;
    auto* text = &files[std::string(folder) + "/compose.yaml"];
    std::istringstream in(input);
    for (std::string line; std::getline(in, line);) {
        if (line.rfind("---- file ", 0) == 0) {
            text = &files[absolute_path(line.substr(10), folder)];
            text->clear();
        } else if (line.rfind("==== ", 0) != 0) {
            *text += line + '\n';
        }
    }
    return fuzz::memory_files(std::move(files));
}

load_options options(const base::files& disk) {
    load_options o;
    o.disk = &disk;
    o.working_dir = folder;
    o.environment = {{"HOME", "/home/me"}, {"A", "1"}, {"TAG", "v1"}, {"EMPTY", ""}};
    o.all_services = true;
    return o;
}

void print(const project& p) {
    for (const auto style : {format::json, format::yaml})
        escape_dollars(text_of(normal_form(p, style), style));
    for (const auto& [name, s] : p.services)
        static_cast<void>(service_hash(s));
    for (const auto& [name, n] : p.networks)
        static_cast<void>(network_hash(n));
    for (const auto& [name, v] : p.volumes)
        static_cast<void>(volume_hash(v));
}

void load_to_run(const base::files& disk) {
    auto p = load(options(disk)).project;
    print(p);
    select_services(p, {"a"});
}

void load_to_print(const base::files& disk) {
    auto o = options(disk);
    o.files_are = files_use::to_print;
    o.all_services = false;
    auto p = load(o).project;
    drop_unused_resources(p);
    apply_default_platform(p);
    check_container_names(p);
    print(p);
}

void load_as_written(const base::files& disk) {
    auto o = options(disk);
    o.interpolate = false;
    const auto model = load_model(o).model;
    variables_used(model);
    text_of(sorted_form(model, format::yaml), format::yaml);
}

/// Complaints are fine; anything else that is thrown ends the fuzzer.
void complain(void (*act)(const base::files&), const base::files& disk) {
    try {
        act(disk);
    } catch (const error& e) {
        excerpt(e);
    }
}

}  // namespace
}  // namespace rollout::compose

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace rollout::compose;
    const auto disk = files_of(fuzz::text_of_input(data, size));
    complain(load_to_run, disk);
    complain(load_to_print, disk);
    complain(load_as_written, disk);
    return 0;
}
