#include <rollout/compose/read/variables_used.hpp>
#include <rollout/compose/text/interpolate.hpp>

namespace rollout::compose {

namespace {

using uses = std::map<std::string, variable_use>;

void add_from(std::string_view text, uses& found) {
    for (const auto& form : variable_forms(text)) {
        variable_use use;
        const char kind = form.op.empty() ? '\0' : form.op.back();
        use.required = kind == '?';
        if (kind == '-') use.default_value = form.operand;
        if (kind == '+') use.presence_value = form.operand;
        found[std::string(form.name)] = use;
        if (kind == '-' || kind == '+') add_from(form.operand, found);
    }
}

void walk(const node& n, uses& found) {
    if (n.is_string()) add_from(n.string(), found);
    if (n.is_sequence()) {
        for (const auto& item : n.items())
            walk(item, found);
    }
    if (n.is_mapping()) {
        for (const auto& e : n.entries())
            walk(e.value, found);
    }
}

}  // namespace

std::map<std::string, variable_use> variables_used(const node& model) {
    uses found;
    walk(model, found);
    return found;
}

}  // namespace rollout::compose
