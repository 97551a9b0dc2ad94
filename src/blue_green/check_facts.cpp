#include "check_facts.hpp"

#include "path_below.hpp"
#include "snippet.hpp"

namespace rollout::blue_green {

namespace {

using level = finding::level;
using findings = std::vector<finding>;

bool is_a_record(const std::string& text) {
    return parse_color(text) || text.find_first_not_of(" \t\r\n") == std::string::npos;
}

/// A deploy replaces the file as a whole, whatever is in it.
void record_is_a_record(const settings& s, const facts& known, findings& found) {
    const auto& file = known.record;
    if (!file.exists || (file.text && is_a_record(*file.text))) return;
    found.push_back({level::error, "record",
                     s.record + " is there and is no record: it does not hold the one word `blue` "
                                "or `green`",
                     "name another file, or remove this one when it was a record"});
}

void snippet_is_a_snippet(const settings& s, const facts& known, findings& found) {
    const auto upstreams = s.upstreams();
    for (std::size_t i = 0; i < upstreams.size(); ++i) {
        const auto& file = known.snippets.at(i);
        if (!file.exists || (file.text && has_only_servers(*file.text))) continue;
        found.push_back({level::error, "snippet",
                         upstreams[i].snippet +
                             " is there and is no snippet: a deploy would write over more than "
                             "`server` directives and comments",
                         "name a file that nginx includes in its `upstream` and that holds nothing "
                         "else"});
    }
}

/// One that is not there opens no route, and is not made.
void preview_is_a_preview(const settings& s, const facts& known, findings& found) {
    const auto upstreams = s.upstreams();
    for (std::size_t i = 0; i < upstreams.size(); ++i) {
        const auto& file = known.previews.at(i);
        if (!file.exists || (file.text && has_only_secrets(*file.text))) continue;
        found.push_back({level::error, "preview",
                         upstreams[i].preview +
                             " is there and is no preview file: a deploy would write over more "
                             "than comments and a secret of its own",
                         "name a file that nginx includes in a `map` and that holds nothing else"});
    }
}

void files_can_be_written(const settings& s, const facts& known, findings& found) {
    if (!known.record.writable)
        found.push_back({level::warning, "record",
                         "the folder of " + s.record +
                             " cannot be written to: the file will not say which color is live; "
                             "the engine's record does",
                         "let the user that runs rollout write there, or name another file"});
    const auto upstreams = s.upstreams();
    for (std::size_t i = 0; i < upstreams.size(); ++i)
        if (!known.snippets.at(i).writable)
            found.push_back({level::advice, "snippet",
                             "the folder of " + upstreams[i].snippet +
                                 " cannot be written to: a deploy writes the file through the "
                                 "engine, and not at one stroke",
                             "let the user that runs rollout write there"});
}

void disk_has_room(const std::string& path, const written_file& file, const char* setting,
                   findings& found) {
    constexpr std::uint64_t mebibyte = 1024 * 1024;
    constexpr std::uint64_t little = 64 * mebibyte;
    if (!file.free_bytes || *file.free_bytes >= little) return;
    found.push_back({level::warning, setting,
                     "the disk of " + path + " has " + std::to_string(*file.free_bytes / mebibyte) +
                         " MiB left: what a deploy writes, images too where the engine keeps them "
                         "there, may not fit",
                     "make room, for example by `docker image prune`"});
}

void disks_have_room(const settings& s, const facts& known, findings& found) {
    disk_has_room(s.record, known.record, "record", found);
    const auto upstreams = s.upstreams();
    for (std::size_t i = 0; i < upstreams.size(); ++i)
        disk_has_room(upstreams[i].snippet, known.snippets.at(i), "snippet", found);
}

void sources_are_there(const compose::project& p, const settings& s, const facts& known,
                       findings& found) {
    for (const auto& name : s.roles())
        for (const auto& mount : p.services.at(name).volumes) {
            if (mount.type != compose::volume_mount::kind::bind ||
                !known.missing.contains(mount.source))
                continue;
            const bool made = mount.bind && mount.bind->create_host_path;
            found.push_back({level::warning, name,
                             "it mounts " + mount.source + ", which is not there: the engine " +
                                 (made ? "would make an empty folder of it" : "will refuse that"),
                             "make it, or correct the path"});
        }
}

struct wanted_directive {
    const char* name;
    const char* without_it;
    const char* remedy;
};

constexpr wanted_directive wanted_directives[] = {
    {"keepalive_min_timeout",
     "a reload closes idle connections at once and may lose a request that is on its way",
     "add `keepalive_min_timeout 5s;` to `http` (nginx 1.27.4 or later)"},
    {"worker_shutdown_timeout",
     "old workers, and the old version with them, stay as long as a client holds a connection",
     "add `worker_shutdown_timeout 60s;` at the top"},
    {"resolver",
     "names are looked up once, at a reload: a container that comes back with another address is "
     "not found",
     "add `resolver 127.0.0.11 valid=2s ipv6=off;` to `http` and `zone NAME 64k;` to the "
     "`upstream`, "
     "and set x-rollout.server_parameters to `resolve`"},
};

void nginx_is_tuned(const settings& s, const facts& known, findings& found) {
    if (!known.nginx) return;
    for (const auto& d : wanted_directives)
        if (!known.nginx->directives.contains(d.name))
            found.push_back(
                {level::advice, s.proxy,
                 "its nginx configuration has no `" + std::string(d.name) + "`: " + d.without_it,
                 d.remedy});
}

/// The snippets are made by the first `up`.
void nginx_has_what_it_includes(const settings& s, const facts& known, findings& found) {
    if (!known.nginx) return;
    auto missing = known.nginx->missing;
    for (const auto& u : s.upstreams()) {
        missing.erase(u.snippet);
        if (missing.erase(u.preview) == 0) continue;
        found.push_back({level::warning, "preview",
                         "nginx includes " + u.preview +
                             ", which is not there, and neither starts nor reloads without it",
                         "`rollout up` makes it, on the host that has the project's files"});
    }
    for (const auto& file : missing)
        found.push_back(
            {level::warning, s.proxy,
             "its nginx includes " + file +
                 ", which cannot be seen here, and neither starts nor reloads without it",
             "make it, or take the `include` out"});
}

}  // namespace

std::set<std::string> watched_sources(const compose::project& p, const settings& s) {
    std::set<std::string> sources;
    for (const auto& name : s.roles())
        for (const auto& mount : p.services.at(name).volumes)
            if (mount.type == compose::volume_mount::kind::bind &&
                path_below(p.working_dir, mount.source))
                sources.insert(mount.source);
    return sources;
}

findings check_facts(const compose::project& p, const settings& s, const facts& known) {
    findings found;
    record_is_a_record(s, known, found);
    snippet_is_a_snippet(s, known, found);
    preview_is_a_preview(s, known, found);
    files_can_be_written(s, known, found);
    disks_have_room(s, known, found);
    sources_are_there(p, s, known, found);
    nginx_has_what_it_includes(s, known, found);
    nginx_is_tuned(s, known, found);
    return found;
}

}  // namespace rollout::blue_green
