#include "canonical_items.hpp"

#include "invalid_value.hpp"
#include "paths.hpp"
#include "port.hpp"
#include "text.hpp"
#include "tree.hpp"
#include "volume.hpp"

#include <cstdint>
#include <utility>

namespace rollout::compose {

namespace {

/// Makes a mapping; what is empty or false is left out.
class mapping_builder {
  public:
    explicit mapping_builder(position where) : map_(make_mapping(where)) {}

    mapping_builder& text(const char* key, const std::string& value) {
        if (!value.empty()) set_key(map_.entries(), key, make_text(value, map_.where));
        return *this;
    }
    mapping_builder& flag(const char* key, bool value) {
        if (value) set_key(map_.entries(), key, make_flag(value, map_.where));
        return *this;
    }
    mapping_builder& number(const char* key, std::int64_t value) {
        if (value != 0) set_key(map_.entries(), key, node(value, map_.where));
        return *this;
    }
    mapping_builder& tree(const char* key, node value) {
        set_key(map_.entries(), key, std::move(value));
        return *this;
    }
    node done() { return std::move(map_); }

  private:
    node map_;
};

node port_tree(const port& p, const position& where) {
    return mapping_builder(where)
        .text("mode", p.mode)
        .text("host_ip", p.host_ip)
        .number("target", p.target)
        .text("published", p.published)
        .text("protocol", p.protocol)
        .done();
}

}  // namespace

std::vector<node> port_trees(const std::string& text, const position& where) {
    std::vector<node> trees;
    for (const auto& p : parse_port(text))
        trees.push_back(port_tree(p, where));
    return trees;
}

node mount_tree(const std::string& text, const position& where) {
    const auto m = parse_volume(text);
    mapping_builder map(where);
    map.text("type", m.type == volume_mount::kind::bind ? "bind" : "volume")
        .text("source", m.source)
        .text("target", m.target.empty() ? "" : clean_path(m.target))
        .flag("read_only", m.read_only);
    if (m.bind) {
        map.tree("bind", mapping_builder(where)
                             .text("selinux", m.bind->selinux)
                             .text("propagation", m.bind->propagation)
                             .flag("create_host_path", m.bind->create_host_path)
                             .done());
    }
    if (m.volume) {
        map.tree("volume", mapping_builder(where).flag("nocopy", m.volume->nocopy).done());
    }
    return map.done();
}

node device_tree(const std::string& text, const position& where, bool lenient) {
    auto parts = split(text, ':');
    if (parts.size() > 3) {
        if (!lenient) {
            throw invalid_value("confusing device mapping, please use long syntax: " + text);
        }
        parts = {""};
    }
    const bool has_target = parts.size() > 1 && !parts[1].empty();
    auto map = make_mapping(where);
    set_key(map.entries(), "source", make_text(parts[0], where));
    set_key(map.entries(), "target", make_text(parts[has_target ? 1 : 0], where));
    set_key(map.entries(), "permissions", make_text(parts.size() == 3 ? parts[2] : "rwm", where));
    return map;
}

}  // namespace rollout::compose
