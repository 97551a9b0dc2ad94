#include <rollout/compose/rules/cast.hpp>
#include <rollout/compose/text/ascii.hpp>
#include <rollout/compose/text/invalid_value.hpp>
#include <rollout/compose/text/numbers.hpp>
#include <rollout/compose/tree/error.hpp>

#include <algorithm>
#include <array>
#include <string>

namespace rollout::compose {

namespace {

enum class target { integer, integer64, floating, floating32, boolean };

struct cast_rule {
    std::string_view pattern;
    target to;
};

// Where compose casts a string after interpolation (quoted ones too).
constexpr cast_rule cast_rules[] = {
    {"services.*.cpu_count", target::integer64},
    {"services.*.cpu_percent", target::floating},
    {"services.*.cpu_period", target::integer64},
    {"services.*.cpu_quota", target::integer64},
    {"services.*.cpu_rt_period", target::integer64},
    {"services.*.cpu_rt_runtime", target::integer64},
    {"services.*.cpu_shares", target::integer64},
    {"services.*.cpus", target::floating32},
    {"services.*.deploy.replicas", target::integer},
    {"services.*.deploy.update_config.parallelism", target::integer},
    {"services.*.deploy.update_config.max_failure_ratio", target::floating},
    {"services.*.deploy.rollback_config.parallelism", target::integer},
    {"services.*.deploy.rollback_config.max_failure_ratio", target::floating},
    {"services.*.deploy.restart_policy.max_attempts", target::integer},
    {"services.*.deploy.placement.max_replicas_per_node", target::integer},
    {"services.*.healthcheck.retries", target::integer},
    {"services.*.healthcheck.disable", target::boolean},
    {"services.*.init", target::boolean},
    {"services.*.oom_kill_disable", target::boolean},
    {"services.*.oom_score_adj", target::integer64},
    {"services.*.pids_limit", target::integer64},
    {"services.*.ports.[].target", target::integer},
    {"services.*.privileged", target::boolean},
    {"services.*.read_only", target::boolean},
    {"services.*.scale", target::integer},
    {"services.*.stdin_open", target::boolean},
    {"services.*.tty", target::boolean},
    {"services.*.ulimits.*", target::integer},
    {"services.*.ulimits.*.hard", target::integer},
    {"services.*.ulimits.*.soft", target::integer},
    {"services.*.volumes.[].read_only", target::boolean},
    {"services.*.volumes.[].volume.nocopy", target::boolean},
    {"networks.*.external", target::boolean},
    {"networks.*.internal", target::boolean},
    {"networks.*.attachable", target::boolean},
    {"networks.*.enable_ipv4", target::boolean},
    {"networks.*.enable_ipv6", target::boolean},
    {"volumes.*.external", target::boolean},
    {"secrets.*.external", target::boolean},
    {"configs.*.external", target::boolean},
};

class tree_walker {
  public:
    tree_walker(interpolator& expand, warnings& notes) : expand_(expand), notes_(notes) {}

    void walk(node& n, const key_path& path) {
        if (auto* map = std::get_if<node::mapping>(&n.value)) {
            for (auto& e : *map)
                walk(e.value, path.child(e.key));
        } else if (auto* list = std::get_if<node::sequence>(&n.value)) {
            for (std::size_t i = 0; i < list->size(); ++i)
                walk((*list)[i], path.item(i));
        } else if (n.is_string()) {
            replace(n, path);
        }
    }

  private:
    void replace(node& n, const key_path& path) {
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
            cast(n, path);
        } catch (const invalid_value& e) {
            throw error(n.where, "error while interpolating " + at() +
                                     ": failed to cast to expected type: " + e.what());
        }
    }

    void cast(node& n, const key_path& path) {
        const auto rule = std::find_if(std::begin(cast_rules), std::end(cast_rules),
                                       [&path](const auto& r) { return path.matches(r.pattern); });
        if (rule == std::end(cast_rules)) return;
        const auto text = n.string();
        switch (rule->to) {
            case target::integer: n.value = parse_integer(text, "Atoi"); break;
            case target::integer64: n.value = parse_integer(text); break;
            case target::floating: n.value = parse_float(text); break;
            case target::floating32: n.value = widened(parse_float32(text)); break;
            case target::boolean: n.value = parse_bool(text, notes_); break;
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
    tree_walker(expand, notes).walk(root, key_path());
}

}  // namespace rollout::compose
