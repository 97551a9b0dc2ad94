#include "check_facts.hpp"
#include "nginx_files.hpp"

#include <rollout/base/disk_space.hpp>

#include <filesystem>

namespace rollout::blue_green {

namespace {

/// The folder of the file, or the nearest above it that is there: the rest would be made.
bool may_be_written(const base::files& files, const std::string& path) {
    auto folder = std::filesystem::path(path).parent_path();
    while (!files.exists(folder.string()) && folder.has_relative_path())
        folder = folder.parent_path();
    return files.is_folder(folder.string()) && files.is_writable(folder.string());
}

written_file look_at(const base::files& files, const std::string& path) {
    return {files.exists(path), files.find(path), may_be_written(files, path),
            base::free_bytes(path)};
}

}  // namespace

facts gather_facts(const compose::project& p, const settings& s, const base::files& files) {
    facts known;
    known.record = look_at(files, s.record);
    for (const auto& u : s.upstreams()) {
        known.snippets.push_back(look_at(files, u.snippet));
        known.previews.push_back(look_at(files, u.preview));
    }
    for (const auto& source : watched_sources(p, s))
        if (!files.exists(source)) known.missing.insert(source);
    if (!s.has_foreign_proxy()) known.nginx = configuration_in_files(p.services.at(s.proxy), files);
    return known;
}

facts facts_from_afar(const settings& s, const base::files& files,
                      const std::vector<seen_upstream>& seen) {
    facts known;
    known.record = look_at(files, s.record);
    for (const auto& upstream : seen) {
        known.snippets.push_back({upstream.snippet.has_value(), upstream.snippet});
        known.previews.push_back({upstream.preview.has_value(), upstream.preview});
    }
    return known;
}

}  // namespace rollout::blue_green
