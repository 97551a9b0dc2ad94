#include <rollout/base/files.hpp>
#include <rollout/compose/model/decode.hpp>
#include <rollout/compose/read/short_forms.hpp>
#include <rollout/compose/rules/canonical.hpp>
#include <rollout/compose/rules/resolve_paths.hpp>
#include <rollout/compose/tree/mapping_builder.hpp>

#include <utility>

namespace rollout::compose {

namespace {

constexpr const char* only_service = "of the command line";

/// A tree whose one service has these items under `key`, in the long form.
node tree_of(const char* key, const std::vector<std::string>& items) {
    node::sequence list;
    for (const auto& item : items)
        list.push_back(make_text(item, {}));
    auto service = mapping_builder({}).tree(key, node(std::move(list), {})).done();
    auto services = mapping_builder({}).tree(only_service, std::move(service)).done();
    auto root = mapping_builder({}).tree("services", std::move(services)).done();
    warnings unused;
    constexpr bool lenient = false;
    make_canonical(root, lenient, unused);
    return root;
}

service decoded(node root) {
    separate_extensions(root);
    project with_it;
    warnings unused;
    decode_project(root, with_it, unused);
    return with_it.services.at(only_service);
}

}  // namespace

std::vector<port> read_ports(const std::vector<std::string>& items) {
    return decoded(tree_of("ports", items)).ports;
}

std::vector<volume_mount> read_volumes(const std::vector<std::string>& items,
                                       const std::string& folder, const std::string& home) {
    auto root = tree_of("volumes", items);
    resolve_paths(base::host_files(), root, folder, home);
    return decoded(std::move(root)).volumes;
}

}  // namespace rollout::compose
