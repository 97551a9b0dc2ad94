#include <rollout/compose/rules/cast.hpp>
#include <rollout/compose/schema/location.hpp>
#include <rollout/compose/text/ascii.hpp>
#include <rollout/compose/text/invalid_value.hpp>
#include <rollout/compose/text/numbers.hpp>
#include <rollout/compose/tree/error.hpp>

#include <algorithm>
#include <array>
#include <string>

namespace rollout::compose {

namespace {

class tree_walker {
  public:
    tree_walker(interpolator& expand, warnings& notes) : expand_(expand), notes_(notes) {}

    void walk(node& n, const key_path& path, const schema::location& at) {
        if (auto* map = std::get_if<node::mapping>(&n.value)) {
            for (auto& e : *map)
                walk(e.value, path.child(e.key), at.child(e.key));
        } else if (auto* list = std::get_if<node::sequence>(&n.value)) {
            for (std::size_t i = 0; i < list->size(); ++i)
                walk((*list)[i], path.item(i), at.item());
        } else if (n.is_string()) {
            replace(n, path, at.rules().cast);
        }
    }

  private:
    void replace(node& n, const key_path& path, schema::casting to) {
        const auto at = [&path] { return path.to_string(item_style::any); };
        try {
            if (n.string().find('$') != std::string::npos) n.value = expand_(n.string());
        } catch (const invalid_template& e) {
            throw error(n.where, "invalid interpolation format for " + at() +
                                     ". You may need to escape any $ with another $. " + e.text());
        } catch (const invalid_value& e) {
            throw error(n.where, "error while interpolating " + at() + ": " + e.what());
        }
        try {
            cast(n, to);
        } catch (const invalid_value& e) {
            throw error(n.where, "error while interpolating " + at() +
                                     ": failed to cast to expected type: " + e.what());
        }
    }

    /// compose casts a string after interpolation, a quoted one too.
    void cast(node& n, schema::casting to) {
        if (to == schema::casting::none) return;
        const auto text = n.string();
        switch (to) {
            case schema::casting::none: break;
            case schema::casting::to_int: n.value = parse_integer(text, "Atoi"); break;
            case schema::casting::to_int64: n.value = parse_integer(text); break;
            case schema::casting::to_float: n.value = parse_float(text); break;
            case schema::casting::to_float32: n.value = widened(parse_float32(text)); break;
            case schema::casting::to_bool: n.value = parse_bool(text, notes_); break;
        }
    }

    interpolator& expand_;
    warnings& notes_;
};

}  // namespace

bool parse_bool(std::string_view text, warnings& notes) {
    const auto lower = lower_case(text);
    if (lower == "true") return true;
    if (lower == "false") return false;
    const bool yes = lower == "y" || lower == "yes" || lower == "on";
    if (!yes && lower != "n" && lower != "no" && lower != "off") {
        throw invalid_value("invalid boolean: " + std::string(text));
    }
    notes.add('"' + std::string(text) +
              "\" for boolean is not supported by YAML 1.2, please use `" +
              (yes ? "true" : "false") + '`');
    return yes;
}

void interpolate_and_cast(node& root, interpolator& expand, warnings& notes) {
    tree_walker(expand, notes).walk(root, key_path(), schema::location::of_file());
}

}  // namespace rollout::compose
