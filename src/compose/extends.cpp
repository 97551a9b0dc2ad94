#include "extends.hpp"

#include "merge.hpp"
#include "tree.hpp"

#include <rollout/compose/error.hpp>

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

class extender {
  public:
    explicit extender(const extends_context& context) : context_(context) {}

    /// Makes `services.<name>` whole.
    void extend(const std::string& name, node& services, const directives& marks) {
        auto* service = services.find(name);
        if (!service || service->is_null()) return;
        if (!service->is_mapping()) {
            throw error(service->where, "services." + name + " must be a mapping");
        }
        const auto* extends = std::as_const(*service).find("extends");
        if (!extends) return;
        const auto ref = parse_reference(name, *extends);
        const auto file = ref.file.value_or(context_.file);
        node base;
        if (ref.file) {
            auto& other = context_.read(*ref.file, name, ref.where);
            require(name, other.services, ref);
            enter(file, name, ref.where);
            extend(ref.service, other.services, other.marks);
            base = *other.services.find(ref.service);
        } else {
            require(name, services, ref);
            enter(file, name, ref.where);
            extend(ref.service, services, marks);
            base = *services.find(ref.service);
        }
        way_.pop_back();
        if (base.is_null()) return;
        context_.spend(base, ref.where);
        marks.apply_to_service(base, name);
        service = services.find(name);
        auto merged = merge_services(std::move(base), std::move(*service));
        erase_key(merged.entries(), "extends");
        *service = std::move(merged);
    }

  private:
    struct step {
        std::string file;
        std::string service;
        bool operator==(const step&) const = default;
    };

    void require(const std::string& name, const node& services, const reference& ref) const {
        if (services.find(ref.service)) return;
        throw error(ref.where, "services." + name + ".extends: cannot extend service \"" + name +
                                   "\" in " + context_.file + ": service \"" + ref.service +
                                   "\" not found" + (ref.file ? " in " + *ref.file : ""));
    }

    void enter(const std::string& file, const std::string& service, const position& where) {
        step next{file, service};
        const bool again = std::find(way_.begin(), way_.end(), next) != way_.end();
        way_.push_back(std::move(next));
        if (way_.size() > max_chain) throw error(where, "extends too many services in a chain");
        if (!again) return;
        std::string text = "services." + service +
                           ".extends: Circular reference: " + way_[0].service + " in " +
                           way_[0].file;
        for (std::size_t i = 1; i < way_.size(); ++i)
            text += " extends " + way_[i].service + " in " + way_[i].file;
        throw error(where, text);
    }

    static constexpr std::size_t max_chain = 1000;

    const extends_context& context_;
    std::vector<step> way_;
};

}  // namespace

void apply_extends(node& document, const directives& marks, const extends_context& context) {
    auto* services = document.find("services");
    if (!services) return;
    if (!services->is_mapping()) throw error(services->where, "services must be a mapping");
    std::vector<std::string> names;
    for (const auto& e : services->entries())
        names.push_back(e.key);
    for (const auto& name : names)
        extender(context).extend(name, *services, marks);
}

}  // namespace rollout::compose
