#include "tree_reader.hpp"

#include "files.hpp"
#include "read_file.hpp"

#include <rollout/compose/rules/canonical.hpp>
#include <rollout/compose/rules/cast.hpp>
#include <rollout/compose/rules/check_tree.hpp>
#include <rollout/compose/rules/defaults.hpp>
#include <rollout/compose/rules/merge.hpp>
#include <rollout/compose/rules/merge_duplicates.hpp>
#include <rollout/compose/rules/normalize.hpp>
#include <rollout/compose/rules/resolve_paths.hpp>
#include <rollout/compose/schema/schema.hpp>
#include <rollout/compose/text/limits.hpp>
#include <rollout/compose/text/paths.hpp>
#include <rollout/compose/tree/error.hpp>
#include <rollout/compose/tree/tree.hpp>
#include <rollout/compose/yaml/yaml.hpp>

#include <utility>

namespace rollout::compose {

namespace {

void require_mapping(const node& document) {
    if (!document.is_mapping()) {
        throw error(document.where, "top-level object must be a mapping");
    }
}

}  // namespace

tree_reader::tree_reader(const load_options& options, warnings& notes)
    : options_(options), notes_(notes) {}

node tree_reader::read(const std::vector<std::string>& files, const place& at,
                       const variables& environment) {
    auto outer_bases = std::exchange(bases_, {});
    auto model = make_mapping({});
    for (const auto& file : files)
        add_file(model, file, at, environment);
    bases_ = std::move(outer_bases);
    set_defaults(model);
    check_tree(model);
    if (options_.resolve_paths || !at.including.empty()) {
        auto found = resolve_paths(*options_.disk, model, at.base, home_folder(options_));
        if (at.including.empty()) relative_host_paths_ = std::move(found);
    }
    resolve_variables(model, environment);
    return model;
}

const std::vector<node>& tree_reader::documents(const std::string& file) {
    return load(file).documents;
}

std::string tree_reader::text_of(std::string_view shown_name) const {
    const auto name = shown_names_.find(std::string(shown_name));
    return name == shown_names_.end() ? std::string() : sources_.at(name->second).text;
}

const tree_reader::source& tree_reader::load(const std::string& file, const position& where) {
    if (const auto it = sources_.find(file); it != sources_.end()) return it->second;
    const auto shown = file == "-" ? "-" : shown_path(file, options_.working_dir);
    auto& loaded = sources_[file];
    loaded.text =
        file == "-" ? options_.standard_input.value_or("") : read_file(*options_.disk, file, where);
    shown_names_[shown] = file;
    const auto name = std::make_shared<const std::string>(shown);
    if (!budget_.spend(loaded.text.size())) throw error({name, 0, 0}, "too much data");
    loaded.documents = parse_yaml(loaded.text, name, budget_);
    return loaded;
}

void tree_reader::add_file(node& model, const std::string& file, const place& at,
                           const variables& environment) {
    for (const auto& document : load(file).documents) {
        add_document(model, document, file, at, environment);
    }
}

void tree_reader::add_document(node& model, node document, const std::string& file, const place& at,
                               const variables& environment) {
    const auto where = document.where;
    const auto marks = directives::take_from(document);
    require_mapping(document);
    interpolate(document, environment);
    extend(document, marks, file, at, environment);
    marks.apply_to(model);
    include(document, file, at, environment);
    model = merge_trees(std::move(model), std::move(document));
    pass_over(model, where);
    keep_last_of_same(model);
    check_schema(model);
    if (erase_key(model.entries(), "version")) {
        notes_.add(file +
                   ": the attribute `version` is obsolete, it will be ignored, please "
                   "remove it to avoid potential confusion");
    }
    make_canonical(model, !options_.interpolate, notes_);
    keep_last_of_same(model);
}

void tree_reader::interpolate(node& document, const variables& environment) {
    if (!options_.interpolate) return;
    interpolator expand(
        [&environment](std::string_view name) -> std::optional<std::string> {
            const auto it = environment.find(name);
            return it == environment.end() ? std::nullopt : std::optional(it->second);
        },
        notes_);
    interpolate_and_cast(document, expand, notes_);
}

void tree_reader::extend(node& document, const directives& marks, const std::string& file,
                         const place& at, const variables& environment) {
    extends_context context;
    context.file = file;
    context.read = [&](const std::string& path, const std::string& service,
                       const position& where) -> base_file& {
        return find_base(path, service, where, at, environment);
    };
    context.spend = [this](const node& base, const position& where) { spend(base, where); };
    apply_extends(document, marks, context);
}

base_file& tree_reader::find_base(const std::string& path, const std::string& service,
                                  const position& where, const place& at,
                                  const variables& environment) {
    refuse_remote(path, where);
    const auto local = absolute_path(path, at.folder);
    if (const auto it = bases_.find(local); it != bases_.end()) return it->second;
    return bases_[local] = read_base(local, service, where, at, environment);
}

base_file tree_reader::read_base(const std::string& local, const std::string& service,
                                 const position& where, const place& at,
                                 const variables& environment) {
    base_file base;
    auto model = make_mapping({});
    for (auto document : load(local, where).documents) {
        spend(document, where);
        base.marks = directives::take_from(document);
        require_mapping(document);
        interpolate(document, environment);
        base.marks.apply_to(model);
        model = merge_trees(std::move(model), std::move(document));
        pass_over(model, where);
        keep_last_of_same(model);
        make_canonical(model, !options_.interpolate, notes_);
        keep_last_of_same(model);
    }
    auto* services = model.find("services");
    if (!services || !services->is_mapping()) {
        throw error(where,
                    "services." + service + ".extends: cannot extend service \"" + service +
                        "\" in " + local +
                        (services ? ": services must be a mapping" : ": no services section"));
    }
    const auto folder = options_.disk->is_folder(local) ? local : folder_of(local);
    resolve_paths(*options_.disk, model, relative_path(folder, at.folder), home_folder(options_));
    base.services = std::move(*model.find("services"));
    base.index = key_index(base.services.entries());
    return base;
}

void tree_reader::spend(const node& copied, const position& where) {
    if (!budget_.spend(weight_of(copied))) {
        throw error(where, "what is extended and included comes to too much data");
    }
}

void tree_reader::pass_over(const node& model, const position& where) {
    passed_ += weight_of(model);
    if (passed_ > max_passed_bytes) throw error(where, "too many documents over too much data");
}

}  // namespace rollout::compose
