#include "check_rules.hpp"
#include "snippet.hpp"

#include <rollout/plan/check_supported.hpp>

#include <algorithm>
#include <filesystem>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace rollout::blue_green {

namespace {

using level = finding::level;
using findings = std::vector<finding>;

bool is_one_file(const std::string& a, const std::string& b) {
    namespace fs = std::filesystem;
    return fs::path(a).lexically_normal() == fs::path(b).lexically_normal();
}

void only_supported_keys(const checked& c, findings& found) {
    for (const auto* s : c.roles()) {
        const auto own = "services." + s->name + '.';
        for (const auto& key : plan::unsupported_keys(c.project, *s)) {
            const auto path = key.path.starts_with(own) ? key.path.substr(own.size()) : key.path;
            found.push_back({level::error, s->name, '`' + path + "` " + key.what,
                             "remove it, or start this service by other means"});
        }
    }
}

void a_folder_that_holds_the_snippet(const checked& c, findings& found) {
    if (c.settings.has_foreign_proxy()) return;
    try {
        check_sees_snippets(c.settings, c.proxy);
    } catch (const std::invalid_argument& e) {
        const std::string why = e.what();
        const auto end = why.find("; ");
        found.push_back({level::error, "snippet", why.substr(0, end),
                         end == std::string::npos ? "" : why.substr(end + 2)});
    }
}

void record_and_snippet_are_two_files(const checked& c, findings& found) {
    for (const auto& u : c.settings.upstreams())
        if (is_one_file(c.settings.record, u.snippet))
            found.push_back({level::error, "record",
                             "record and snippet are one file, " + c.settings.record,
                             "give the record a file of its own"});
}

std::vector<std::string> files_of(const compose::project& p) {
    auto files = p.config_files;
    for (const auto* kind : {&p.secrets, &p.configs})
        for (const auto& [name, object] : *kind)
            if (!object.file.empty()) files.push_back(object.file);
    return files;
}

void no_file_of_the_project(const checked& c, findings& found) {
    std::vector<std::pair<const char*, std::string>> written{{"record", c.settings.record}};
    for (const auto& u : c.settings.upstreams())
        written.emplace_back("snippet", u.snippet);
    for (const auto& file : files_of(c.project))
        for (const auto& [setting, path] : written)
            if (is_one_file(path, file))
                found.push_back({level::error, setting,
                                 "a deploy would write over " + file + ", a file of the project",
                                 "name another file"});
}

void a_url_for_the_smoke_test(const checked& c, findings& found) {
    if (c.settings.smoke.url.empty())
        found.push_back({level::error, "smoke.url",
                         "there is none, and '" + c.proxy.name + "' publishes no port",
                         "say which URL shows that the app works"});
}

void a_smoke_test_that_tells(const checked& c, findings& found) {
    const auto& smoke = c.settings.smoke;
    const auto& e = smoke.expected;
    const bool looks_closer =
        !e.body_contains.empty() || !e.body_matches.empty() || !e.json.empty() || !e.header.empty();
    if (!smoke.url.empty() && smoke.target.path == "/" && !looks_closer)
        found.push_back({level::advice, "smoke.url",
                         "the smoke test looks at the status of " + smoke.url +
                             " only: a wrong page with a right status passes",
                         "say what its answer must contain (smoke.contains, smoke.json, "
                         "smoke.header), or ask a path whose status says that what the app needs "
                         "works"});
}

/// `http://api:80`, `api`, `user@api/`; not `api_green` or `my-api.example`.
bool names_host(std::string_view text, std::string_view host) {
    constexpr std::string_view before = "/@=,; ";
    constexpr std::string_view behind = ":/,; ";
    for (auto at = text.find(host); at != std::string_view::npos; at = text.find(host, at + 1)) {
        const auto end = at + host.size();
        const bool begins = at == 0 || before.find(text[at - 1]) != std::string_view::npos;
        const bool ends = end == text.size() || behind.find(text[end]) != std::string_view::npos;
        if (begins && ends) return true;
    }
    return false;
}

/// The services of a set are replaced together, so they must find each other by color.
void green_that_talks_to_green(const checked& c, findings& found) {
    if (c.settings.blue.size() < 2) return;
    for (const auto& [variable, value] : c.green.environment)
        for (const auto& blue : c.settings.blue)
            if (value && names_host(*value, blue))
                found.push_back({level::warning, c.green.name,
                                 "its variable " + variable + " names " + blue +
                                     ", a service of the other color: a new version would talk to "
                                     "the old one",
                                 "declare " + c.green.name + " with a value of its own"});
}

constexpr check_rule all_wiring[] = {
    only_supported_keys,      a_folder_that_holds_the_snippet, record_and_snippet_are_two_files,
    no_file_of_the_project,   a_url_for_the_smoke_test,        a_smoke_test_that_tells,
    green_that_talks_to_green};

}  // namespace

std::span<const check_rule> wiring_rules() {
    return all_wiring;
}

}  // namespace rollout::blue_green
