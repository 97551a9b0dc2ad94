#include "files.hpp"
#include "tree_reader.hpp"

#include <rollout/compose/text/limits.hpp>
#include <rollout/compose/text/paths.hpp>
#include <rollout/compose/tree/error.hpp>
#include <rollout/compose/tree/go_text.hpp>
#include <rollout/compose/tree/tree.hpp>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace rollout::compose {

namespace {

constexpr const char* included_kinds[] = {"services", "volumes", "networks",
                                          "secrets",  "configs", "models"};

/// One item of `include`.
struct include_item {
    std::vector<std::string> paths;
    std::string project_directory;
    std::vector<std::string> env_files;
    position where;
};

std::vector<std::string> texts(const node* n) {
    std::vector<std::string> all;
    if (!n || n->is_null()) return all;
    if (!n->is_sequence()) return {go_text(*n)};
    for (const auto& item : n->items())
        all.push_back(go_text(item));
    return all;
}

include_item parse_item(const node& n) {
    include_item item;
    item.where = n.where;
    if (n.is_string()) {
        item.paths = texts(&n);
        return item;
    }
    if (!n.is_mapping()) {
        throw error(n.where, "include: expected a map or struct, got \"" + go_type(n) + '"');
    }
    item.paths = texts(n.find("path"));
    item.env_files = texts(n.find("env_file"));
    const auto* folder = n.find("project_directory");
    if (folder && !folder->is_null()) item.project_directory = go_text(*folder);
    return item;
}

void refuse_cycle(const std::vector<std::string>& way, const std::string& file,
                  const position& where) {
    if (std::find(way.begin(), way.end(), file) == way.end()) return;
    std::string text = "include: include cycle detected: " + way.front();
    for (std::size_t i = 1; i < way.size(); ++i)
        text += " include " + way[i];
    throw error(where, text + " include " + file);
}

/// Puts what was included beside what the document has itself.
void import_resources(node& imported, node& document, const position& where) {
    for (const auto* kind : included_kinds) {
        auto* from = imported.find(kind);
        if (!from || !from->is_mapping()) continue;
        auto& to = get_or_add(document.entries(), kind, where);
        if (to.is_null()) to = make_mapping(to.where);
        if (!to.is_mapping()) throw error(to.where, std::string(kind) + " must be a mapping");
        key_index known(to.entries());
        for (auto& e : from->entries()) {
            const auto at = known.find(e.key);
            if (at == key_index::npos) {
                to.entries().push_back(std::move(e));
            } else if (!same_value(e.value, to.entries()[at].value)) {
                throw error(to.entries()[at].key_where,
                            std::string(kind) + '.' + e.key + " conflicts with imported resource");
            }
        }
    }
}

}  // namespace

void tree_reader::include(node& document, const std::string& file, const place& at,
                          const variables& environment) {
    const auto* found = std::as_const(document).find("include");
    if (!found) return;
    if (!found->is_null() && !found->is_sequence()) {
        throw error(found->where, "`include` must be a list, got " + go_text(*found));
    }
    const auto list = found->is_null() ? node::sequence() : found->items();
    const auto where = found->where;
    erase_key(document.entries(), "include");
    auto here = at;
    here.including.push_back(file);
    if (++depth_ > max_nested_includes) throw error(where, "includes are nested too deeply");
    for (const auto& item : list)
        include_one(document, item, here, environment);
    --depth_;
}

void tree_reader::include_one(node& document, const node& n, const place& at,
                              const variables& environment) {
    auto item = parse_item(n);
    place there;
    there.including = at.including;
    std::vector<std::string> files;
    for (const auto& path : item.paths) {
        refuse_remote(path, item.where);
        files.push_back(absolute_path(path, at.folder));
    }
    std::vector<std::string> env_files;
    for (const auto& path : item.env_files) {
        env_files.push_back(absolute_path(path, at.folder));
        require_file(*options_.disk, env_files.back(), item.where);
    }
    if (files.empty()) return;
    refuse_cycle(at.including, files.front(), item.where);
    if (item.project_directory.empty()) {
        there.folder = folder_of(files.front());
    } else {
        there.folder = absolute_path(item.project_directory, at.folder);
    }
    const bool exists = item.project_directory.empty() || options_.disk->is_folder(there.folder);
    there.base = relative_path(exists ? there.folder : folder_of(there.folder), at.folder);
    if (!item.project_directory.empty() && item.project_directory.front() == '/') {
        there.base = item.project_directory;
    }
    const auto usual = absolute_path(".env", there.folder);
    if (env_files.empty() && options_.disk->is_regular(usual)) env_files.push_back(usual);
    auto own = environment;
    add_env_files(*options_.disk, env_files, options_.working_dir, own, notes_);
    auto imported = read(files, there, own);
    spend(imported, item.where);
    import_resources(imported, document, item.where);
}

}  // namespace rollout::compose
