// HEAD, GET and PUT of /containers/{id}/archive.
#include <support/engine/container_files.hpp>
#include <support/engine/core.hpp>
#include <support/engine/tar.hpp>
#include <support/engine/text.hpp>

namespace support::engine {
namespace {

// Go's os.FileMode, which the engine writes: type bits differ from those of stat.
std::uint32_t go_mode(const file_entry& entry) {
    std::uint32_t mode = entry.mode & 0777u;
    if (entry.folder) mode |= 1u << 31;
    if (!entry.link.empty()) mode |= 1u << 27;
    return mode;
}

std::string stat_header(const file_entry& entry) {
    const json made{{"name", entry.name.empty() ? "/" : entry.name},
                    {"size", entry.folder         ? std::size_t{4096}
                             : entry.link.empty() ? entry.content.size()
                                                  : entry.link.size()},
                    {"mode", go_mode(entry)},
                    {"mtime", rfc3339(entry.changed)},
                    {"linkTarget", entry.link}};
    return text::base64(encoded(made));
}

std::string wanted_path(const request& asked) {
    auto path = asked.param("path");
    if (path.empty()) throw refusal{400, "bad parameter: pathcannot be empty"};
    return path;
}

[[noreturn]] void refuse_missing(const std::string& path, const std::string& id) {
    throw refusal{404, "Could not find the file " + path + " in container " + id};
}

reply answer_stat(core& engine, const request& asked, const std::string& id) {
    const auto one = engine.need_container(id);
    const auto path = wanted_path(asked);
    const auto entry = stat_file(*one, path);
    if (!entry) refuse_missing(path, id);
    reply made;
    made.frame = framing::none;
    made.headers.emplace_back("X-Docker-Container-Path-Stat", stat_header(*entry));
    return made;
}

reply answer_get(core& engine, const request& asked, const std::string& id) {
    const auto one = engine.need_container(id);
    const auto path = wanted_path(asked);
    const auto top = stat_file(*one, path);
    if (!top) refuse_missing(path, id);
    auto entries = read_tree(*one, path);
    // "x/." asks for what is in x, under "." instead of its name.
    const auto base = path.ends_with("/.") || path == "/" ? "." : top->name;
    for (auto& entry : entries)
        entry.name = entry.name.empty() ? base : base + "/" + entry.name;
    reply made;
    made.headers = {{"Content-Type", "application/x-tar"},
                    {"X-Docker-Container-Path-Stat", stat_header(*top)}};
    made.body = make_tar(entries);
    engine.tell(*one, "archive-path");
    return made;
}

reply answer_put(core& engine, const request& asked, const std::string& id) {
    const auto one = engine.need_container(id);
    const auto path = wanted_path(asked);
    const auto top = stat_file(*one, path);
    if (!top) refuse_missing(path, id);
    if (!top->folder) throw refusal{500, "extraction point is not a directory"};
    if (!place(*one, path).writable) throw refusal{500, "mounted volume is marked read-only"};
    if (flag_member(one->host_config, "ReadonlyRootfs") && !place(*one, path).host) {
        throw refusal{500, "container rootfs is marked read-only"};
    }
    const auto entries = read_tar(asked.body);
    if (!entries) throw refusal{500, "Error processing tar file(exit status 1): unexpected EOF"};
    write_tree(*one, path, *entries);
    engine.tell(*one, "extract-to-dir");
    return reply::empty(200);
}

}  // namespace

void add_archive_endpoints(core& engine, router& routes) {
    const auto add = [&](const char* method, auto answer) {
        routes.add(method, "/containers/{id}/archive",
                   [&engine, answer](const request& asked, const std::string& id) {
                       return answer(engine, asked, id);
                   });
    };
    add("HEAD", answer_stat);
    add("GET", answer_get);
    add("PUT", answer_put);
}

}  // namespace support::engine
