#include "device.hpp"
#include "port.hpp"
#include "volume.hpp"

#include <rollout/compose/rules/canonical.hpp>
#include <rollout/compose/text/invalid_value.hpp>
#include <rollout/compose/text/limits.hpp>
#include <rollout/compose/text/text.hpp>
#include <rollout/compose/tree/error.hpp>
#include <rollout/compose/tree/go_text.hpp>
#include <rollout/compose/tree/key_path.hpp>
#include <rollout/compose/tree/tree.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace rollout::compose {

namespace {

std::string at(const key_path& path) {
    return path.to_string(item_style::any);
}

[[noreturn]] void refuse(const node& n, const key_path& path, const std::string& what) {
    throw error(n.where, at(path) + ": invalid type " + go_type(n) + " for " + what);
}

node mapping_with(const position& where, const char* key, node value) {
    auto map = make_mapping(where);
    set_key(map.entries(), key, std::move(value));
    return map;
}

/// `{key: text}` for a text.
void lift_text(node& n, const char* key) {
    if (n.is_string()) n = mapping_with(n.where, key, n);
}

void lift_into_list(node& n) {
    if (n.is_string()) n = node(node::sequence{n}, n.where);
}

/// `[a, b]` becomes `{a: value, b: value}`.
void lift_names(node& n, const node& value) {
    if (!n.is_sequence()) return;
    unique_mapping map(n.where);
    for (const auto& item : n.items()) {
        auto entry = value;
        entry.where = item.where;
        map.set(go_text(item), std::move(entry));
    }
    n = map.take();
}

class canonical_form {
  public:
    canonical_form(bool lenient, warnings& notes) : lenient_(lenient), notes_(notes) {}

    void apply(node& root) {
        const key_path top;
        each(root, top, "services", [this](node& s, const key_path& path) { service(s, path); });
        for (const auto* kind : {"networks", "volumes", "secrets", "configs"}) {
            each(root, top, kind, [this](node& r, const key_path& path) { resource(r, path); });
        }
        items(root, top, "include", [](node& n, const key_path&) { lift_text(n, "path"); });
    }

  private:
    /// `visit(value, path)` for a mapping's key, if it is there.
    template <class Visit>
    static void with(node& map, const key_path& path, std::string_view key, Visit visit) {
        if (auto* found = map.find(key)) visit(*found, path.child(key));
    }

    template <class Visit>
    static void each(node& map, const key_path& path, std::string_view key, Visit visit) {
        with(map, path, key, [&visit](node& n, const key_path& here) {
            if (!n.is_mapping()) return;
            for (auto& e : n.entries())
                visit(e.value, here.child(e.key));
        });
    }

    template <class Visit>
    static void items(node& map, const key_path& path, std::string_view key, Visit visit) {
        with(map, path, key, [&visit](node& n, const key_path& here) {
            if (!n.is_sequence()) return;
            for (std::size_t i = 0; i < n.items().size(); ++i)
                visit(n.items()[i], here.item(i));
        });
    }

    void service(node& s, const key_path& path) {
        if (!s.is_mapping()) return;
        with(s, path, "build", [this](node& n, const key_path& p) { build(n, p); });
        with(s, path, "depends_on", [](node& n, const key_path& p) { dependencies(n, p); });
        with(s, path, "env_file", [](node& n, const key_path& p) { env_files(n, p); });
        with(s, path, "label_file", [](node& n, const key_path&) { lift_into_list(n); });
        with(s, path, "extends", [](node& n, const key_path&) { lift_text(n, "service"); });
        with(s, path, "gpus", [](node& n, const key_path& p) { gpus(n, p); });
        with(s, path, "networks", [](node& n, const key_path&) { lift_names(n, node()); });
        with(s, path, "models", [](node& n, const key_path&) { lift_names(n, node()); });
        with(s, path, "dns", [](node& n, const key_path&) { dns(n); });
        items(s, path, "volumes", [this](node& n, const key_path& p) { mount(n, p); });
        items(s, path, "devices", [this](node& n, const key_path& p) { device(n, p); });
        items(s, path, "secrets", [](node& n, const key_path& p) { file_mount(n, p); });
        items(s, path, "configs", [](node& n, const key_path& p) { file_mount(n, p); });
        with(s, path, "ports", [this](node& n, const key_path& p) { ports(n, p); });
        each(s, path, "ulimits", [](node& n, const key_path& p) { ulimit(n, p); });
        with(s, path, "develop", [](node& develop, const key_path& p) {
            items(develop, p, "watch", [](node& w, const key_path& q) {
                with(w, q, "ignore", [](node& n, const key_path&) { lift_into_list(n); });
                with(w, q, "include", [](node& n, const key_path&) { lift_into_list(n); });
            });
        });
    }

    void build(node& n, const key_path& path) {
        if (n.is_string()) {
            lift_text(n, "context");
            return;
        }
        if (!n.is_mapping()) refuse(n, path, "build");
        items(n, path, "secrets", [](node& m, const key_path& p) { file_mount(m, p); });
        for (const auto* key : {"provenance", "sbom"}) {
            with(n, path, key, [](node& m, const key_path&) {
                if (!m.is_string()) m = make_text(go_text(m), m.where);
            });
        }
        with(n, path, "additional_contexts",
             [this](node& m, const key_path& p) { contexts(m, p); });
        with(n, path, "ssh", [](node& m, const key_path& p) { ssh(m, p); });
        each(n, path, "ulimits", [](node& m, const key_path& p) { ulimit(m, p); });
    }

    void contexts(node& n, const key_path& path) const {
        if (!n.is_sequence()) return;
        unique_mapping map(n.where);
        for (const auto& item : n.items()) {
            const auto text = go_text(item);
            const auto equals = text.find('=');
            if (equals == std::string::npos) {
                if (lenient_) return;
                throw error(item.where,
                            at(path) + ": invalid value " + text + ", expected key=value");
            }
            map.set(text.substr(0, equals), make_text(text.substr(equals + 1), item.where));
        }
        n = map.take();
    }

    static void ssh(node& n, const key_path& path) {
        if (n.is_mapping()) return;
        if (!n.is_sequence()) refuse(n, path, "ssh");
        unique_mapping map(n.where);
        for (const auto& item : n.items()) {
            const auto text = go_text(item);
            const auto equals = text.find('=');
            if (equals == std::string::npos && text != "default") {
                throw error(item.where, at(path) + ": invalid ssh key \"" + text + '"');
            }
            map.set(text.substr(0, equals), equals == std::string::npos
                                                ? node(node::null(), item.where)
                                                : make_text(text.substr(equals + 1), item.where));
        }
        n = map.take();
    }

    static void dependencies(node& n, const key_path& path) {
        auto started = make_mapping(n.where);
        set_key(started.entries(), "condition", make_text("service_started", n.where));
        set_key(started.entries(), "required", make_flag(true, n.where));
        lift_names(n, started);
        if (!n.is_mapping()) refuse(n, path, "depend_on");
        for (auto& e : n.entries()) {
            if (!e.value.is_mapping()) {
                throw error(e.value.where,
                            at(path) + '.' + e.key + ": unsupported value " + go_text(n));
            }
            for (auto& fact : started.entries()) {
                if (!e.value.find(fact.key)) set_key(e.value.entries(), fact.key, fact.value);
            }
        }
    }

    static void env_files(node& n, const key_path& path) {
        lift_into_list(n);
        if (!n.is_sequence()) refuse(n, path, "env_file");
        for (auto& item : n.items()) {
            lift_text(item, "path");
            if (item.is_mapping() && !item.find("required")) {
                set_key(item.entries(), "required", make_flag(true, item.where));
            }
        }
    }

    static void gpus(node& n, const key_path& path) {
        if (n.is_sequence()) return;
        if (!n.is_string()) refuse(n, path, "gpus");
        n = node(node::sequence{mapping_with(n.where, "count", make_text("all", n.where))},
                 n.where);
    }

    static void dns(node& n) {
        lift_into_list(n);
        if (!n.is_sequence()) return;
        std::erase_if(n.items(), [](const node& item) {
            return item.is_null() || (item.is_string() && item.string().empty());
        });
    }

    static void file_mount(node& n, const key_path& path) {
        lift_text(n, "source");
        if (n.is_mapping()) return;
        throw error(n.where, at(path) + ": unsupported type " + go_type(n));
    }

    static void ulimit(node& n, const key_path& path) {
        if (n.is_mapping() || std::holds_alternative<std::int64_t>(n.value)) return;
        refuse(n, path, "external");
    }

    void mount(node& n, const key_path& path) const {
        if (n.is_mapping()) return;
        if (!n.is_string()) refuse(n, path, "service volume mount");
        try {
            n = parse_volume(n.string(), n.where);
        } catch (const invalid_value& e) {
            if (!lenient_) throw error(n.where, at(path) + ": " + e.what());
        }
    }

    void device(node& n, const key_path& path) const {
        if (n.is_mapping()) return;
        if (!n.is_string()) refuse(n, path, "service volume mount");
        try {
            n = parse_device(n.string(), n.where, lenient_);
        } catch (const invalid_value& e) {
            throw error(n.where, at(path) + ": " + e.what());
        }
    }

    void ports(node& n, const key_path& path) {
        if (!n.is_sequence()) refuse(n, path, "port");
        node::sequence all;
        for (auto& item : n.items()) {
            if (item.is_mapping()) {
                all.push_back(lenient_ ? item : std::move(item));
                continue;
            }
            if (!item.is_string() && !std::holds_alternative<std::int64_t>(item.value)) {
                refuse(item, path, "port");
            }
            try {
                for (auto& one : parse_port(go_text(item), item.where))
                    add_port(all, std::move(one));
            } catch (const invalid_value& e) {
                if (lenient_ && item.is_string()) return;
                throw error(item.where, at(path) + ".[]: " + e.what());
            }
        }
        n.items() = std::move(all);
    }

    /// Ranges must not fill the memory.
    void add_port(node::sequence& all, node one) {
        if (++ports_made_ > max_ports) throw error(one.where, "too many ports");
        all.push_back(std::move(one));
    }

    void resource(node& n, const key_path& path) {
        if (!n.is_mapping()) return;
        auto* external = n.find("external");
        if (!external || !external->is_mapping()) return;
        const auto* old_name = std::as_const(*external).find("name");
        const auto name = old_name ? *old_name : node();
        const auto where = external->where;
        *external = make_flag(true, where);
        if (!old_name) return;
        notes_.add(at(path) + ": external.name is deprecated. Please set name and external: true");
        const auto* named = n.find("name");
        if (named && !same_value(*named, name)) {
            throw error(where, at(path) + ": name and external.name conflict; only use name");
        }
        if (!named) set_key(n.entries(), "name", name);
    }

    bool lenient_;
    warnings& notes_;
    std::size_t ports_made_ = 0;
};

}  // namespace

void make_canonical(node& root, bool lenient, warnings& notes) {
    canonical_form(lenient, notes).apply(root);
}

}  // namespace rollout::compose
