#include "decode_values.hpp"
#include "service_fields.hpp"

#include <rollout/compose/model/decode.hpp>
#include <rollout/compose/rules/normalize.hpp>
#include <rollout/compose/tree/go_text.hpp>
#include <rollout/compose/tree/tree.hpp>

#include <concepts>
#include <optional>
#include <utility>

namespace rollout::compose {

namespace {

template <class T>
concept structure = std::derived_from<T, extensible> || std::same_as<T, device_request> ||
    std::same_as<T, ipam_pool>;

/// Reads the fields of one structure from a mapping.
class field_decoder {
  public:
    field_decoder(const cursor& at, warnings& notes) : at_(at), notes_(notes) {}

    template <class T>
    void operator()(const char* key, T& into) {
        if (const auto found = at_.find(key)) decode(*found, into, notes_);
    }
    template <class T>
    void always(const char* key, T& into) {
        (*this)(key, into);
    }
    template <class T>
    void structure(const char* key, T& into) {
        (*this)(key, into);
    }
    template <class T>
    void bare(const char* key, T& into) {
        (*this)(key, into);
    }
    void command(const char* key, compose::command& into) {
        if (const auto found = at_.find(key)) decode_command(*found, into);
    }
    void test(const char* key, std::vector<std::string>& into) {
        if (const auto found = at_.find(key)) decode_test(*found, into);
    }
    void device_count(const char* key, std::int64_t& into) {
        if (const auto found = at_.find(key)) decode_device_count(*found, into);
    }
    void any_texts(const char* key, std::vector<std::string>& into) {
        if (const auto found = at_.find(key)) into = decode_any_texts(*found);
    }
    void hosts(const char* key, host_list& into) {
        if (const auto found = at_.find(key)) decode_value(*found, into, notes_);
    }
    void keys(const char* key, text_map& into) { (*this)(key, into); }

    /// Unlike other maps this one takes no flags and fractions.
    void only_texts(const char* key, text_map& into) {
        const auto found = at_.find(key);
        if (!found) return;
        found->each_entry([&](const node::entry& e, const cursor& value) {
            auto& text = into[e.key];
            if (!value.value().is_null()) decode_value(value, text, notes_);
        });
    }
    void lists(const char* key, std::map<std::string, std::vector<std::string>>& into) {
        const auto found = at_.find(key);
        if (!found) return;
        found->each_entry([&](const node::entry& e, const cursor& value) {
            into[e.key] = value.value().is_sequence()
                              ? decode_any_texts(value)
                              : std::vector<std::string>{go_text(value.value())};
        });
    }

    template <compose::structure T>
    static void decode(const cursor& at, T& into, warnings& notes) {
        if constexpr (std::derived_from<T, extensible>) {
            const auto* extensions = at.value().find(extensions_key);
            if (extensions) into.extensions = extensions->entries();
        }
        if constexpr (requires { into.where; }) into.where = at.where();
        if constexpr (requires { into.given; }) into.given = at.value().is_mapping();
        field_decoder decoder(at, notes);
        fields(decoder, into);
    }

    template <class T>
    requires(!compose::structure<T>) static void decode(const cursor& at, T& into,
                                                        warnings& notes) {
        decode_value(at, into, notes);
    }
    template <class T>
    static void decode(const cursor& at, std::optional<T>& into, warnings& notes) {
        decode(at, into.emplace(), notes);
    }
    template <class T>
    requires(!std::same_as<T, std::string>) static void decode(const cursor& at,
                                                               std::vector<T>& into,
                                                               warnings& notes) {
        at.each_item([&](const cursor& item) { decode(item, into.emplace_back(), notes); });
    }
    template <class T>
    requires(compose::structure<T> || std::same_as<T, ulimit>) static void decode(
        const cursor& at, std::map<std::string, T>& into, warnings& notes) {
        at.each_entry([&](const node::entry& e, const cursor& value) {
            auto& one = into[e.key];
            decode(value, one, notes);
            if constexpr (requires { one.where; }) one.where = e.key_where;
        });
    }

  private:
    const cursor& at_;
    warnings& notes_;
};

void decode_services(const cursor& root, project& into, warnings& notes) {
    const auto services = root.find("services");
    if (!services) return;
    services->each_entry([&](const node::entry& e, const cursor& at) {
        auto& one = into.services[e.key];
        field_decoder::decode(at, one, notes);
        one.name = e.key;
        one.where = e.key_where;
    });
}

template <class T>
void decode_resources(const cursor& root, const char* key, std::map<std::string, T>& into,
                      warnings& notes) {
    if (const auto found = root.find(key)) field_decoder::decode(*found, into, notes);
}

/// The value of a secret travels under a key that no file can have.
void take_secret_values(project& into) {
    for (auto& [key, secret] : into.secrets) {
        std::erase_if(secret.extensions, [&secret = secret](const node::entry& e) {
            if (e.key != secret_value_key) return false;
            secret.content = e.value.string();
            return true;
        });
    }
}

void separate(node& n, const key_path& path) {
    static constexpr std::string_view names_of_the_user[] = {
        "services", "services.*.depends_on", "volumes", "networks", "secrets", "configs"};
    bool may_have = true;
    for (const auto pattern : names_of_the_user)
        may_have = may_have && !path.matches(pattern);
    node::mapping extensions;
    std::erase_if(n.entries(), [&](node::entry& e) {
        const bool put_aside = may_have && e.key.rfind("x-", 0) == 0;
        if (put_aside) extensions.push_back(std::move(e));
        return put_aside;
    });
    for (auto& e : n.entries()) {
        const auto here = path.child(e.key);
        if (e.value.is_mapping()) separate(e.value, here);
        if (!e.value.is_sequence()) continue;
        for (std::size_t i = 0; i < e.value.items().size(); ++i) {
            auto& item = e.value.items()[i];
            if (item.is_mapping()) separate(item, here.item(i));
        }
    }
    if (extensions.empty()) return;
    n.entries().push_back({extensions_key, n.where, node(std::move(extensions), n.where)});
}

}  // namespace

void separate_extensions(node& root) {
    if (root.is_mapping()) separate(root, key_path());
}

void decode_project(const node& root, project& into, warnings& notes) {
    const cursor top(root);
    decode_services(top, into, notes);
    decode_resources(top, "networks", into.networks, notes);
    decode_resources(top, "volumes", into.volumes, notes);
    decode_resources(top, "secrets", into.secrets, notes);
    decode_resources(top, "configs", into.configs, notes);
    decode_resources(top, "models", into.models, notes);
    take_secret_values(into);
    if (const auto* extensions = root.find(extensions_key)) {
        for (const auto& e : extensions->entries())
            into.extensions[e.key] = e.value;
    }
}

}  // namespace rollout::compose
