#include "extends.hpp"

#include <rollout/compose/rules/merge.hpp>
#include <rollout/compose/text/limits.hpp>
#include <rollout/compose/tree/error.hpp>
#include <rollout/compose/tree/tree.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace rollout::compose {

namespace {

struct reference {
    std::string service;
    std::optional<std::string> file;
    position where;
};

reference parse_reference(const std::string& name, const node& extends) {
    reference ref;
    ref.where = extends.where;
    if (extends.is_string()) ref.service = extends.string();
    if (!extends.is_mapping()) return ref;
    const auto* service = extends.find("service");
    if (!service || !service->is_string()) {
        throw error(extends.where, "extends." + name + ".service is required");
    }
    ref.service = service->string();
    const auto* file = extends.find("file");
    if (file && !file->is_null()) {
        if (!file->is_string()) {
            throw error(file->where, "services." + name + ".extends.file must be a string");
        }
        ref.file = file->string();
    }
    return ref;
}

/// The services of one file.
struct scope {
    node::mapping& services;
    const key_index& index;
    const directives& marks;

    [[nodiscard]] node* find(const std::string& name) const {
        const auto at = index.find(name);
        return at == key_index::npos ? nullptr : &services[at].value;
    }
};

class extender {
  public:
    explicit extender(const extends_context& context) : context_(context) {}

    /// Makes a service whole.
    void extend(const std::string& name, node& service, const scope& in) {
        if (service.is_null()) return;
        if (!service.is_mapping()) {
            throw error(service.where, "services." + name + " must be a mapping");
        }
        const auto* extends = std::as_const(service).find("extends");
        if (!extends) return;
        const auto ref = parse_reference(name, *extends);
        auto base = ref.file
                        ? base_in(scope_of(context_.read(*ref.file, name, ref.where)), name, ref)
                        : base_in(in, name, ref);
        if (base.is_null()) return;
        context_.spend(base, ref.where);
        in.marks.apply_to_service(base, name);
        auto merged = merge_services(std::move(base), std::move(service));
        erase_key(merged.entries(), "extends");
        service = std::move(merged);
    }

  private:
    struct step {
        std::string file;
        std::string service;
        bool operator==(const step&) const = default;
    };

    static scope scope_of(base_file& file) {
        return {file.services.entries(), file.index, file.marks};
    }

    /// A copy of the service that `name` extends, whole.
    node base_in(const scope& in, const std::string& name, const reference& ref) {
        auto* base = in.find(ref.service);
        if (!base) refuse_missing(name, ref);
        enter(ref.file.value_or(context_.file), name, ref.where);
        extend(ref.service, *base, in);
        way_.pop_back();
        return *base;
    }

    [[noreturn]] void refuse_missing(const std::string& name, const reference& ref) const {
        throw error(ref.where, "services." + name + ".extends: cannot extend service \"" + name +
                                   "\" in " + context_.file + ": service \"" + ref.service +
                                   "\" not found" + (ref.file ? " in " + *ref.file : ""));
    }

    void enter(const std::string& file, const std::string& service, const position& where) {
        step next{file, service};
        const bool again = std::find(way_.begin(), way_.end(), next) != way_.end();
        way_.push_back(std::move(next));
        if (way_.size() > max_extends_chain)
            throw error(where, "extends too many services in a chain");
        if (!again) return;
        std::string text = "services." + service +
                           ".extends: Circular reference: " + way_[0].service + " in " +
                           way_[0].file;
        for (std::size_t i = 1; i < way_.size(); ++i)
            text += " extends " + way_[i].service + " in " + way_[i].file;
        throw error(where, text);
    }

    const extends_context& context_;
    std::vector<step> way_;
};

}  // namespace

void apply_extends(node& document, const directives& marks, const extends_context& context) {
    auto* services = document.find("services");
    if (!services) return;
    if (!services->is_mapping()) throw error(services->where, "services must be a mapping");
    const key_index index(services->entries());
    for (auto& [name, where, service] : services->entries())
        extender(context).extend(name, service, {services->entries(), index, marks});
}

}  // namespace rollout::compose
