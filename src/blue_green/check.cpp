#include "check_before_deploy.hpp"
#include "check_facts.hpp"
#include "check_rules.hpp"

#include <rollout/blue_green/check.hpp>
#include <rollout/engine_work/outcome.hpp>
#include <rollout/plan/create_request.hpp>

#include <algorithm>

namespace rollout::blue_green {

namespace {

using level = finding::level;
using findings = std::vector<finding>;

bool has(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// Nothing else can be said about a project whose roles are not apart.
findings role_findings(const compose::project& p, const settings& s) {
    for (const auto& name : s.blue)
        if (has(s.green, name))
            return {
                {level::error, "blue, green", "both colors are the service '" + name + "'",
                 "name another one for green, or one that the file has not: it is made of blue"}};
    if (!s.has_foreign_proxy() && (has(s.blue, s.proxy) || has(s.green, s.proxy)))
        return {{level::error, "proxy", "'" + s.proxy + "' is the proxy and a color",
                 "name the service that runs nginx"}};
    const int proxies = s.has_foreign_proxy() ? 1 : plan::replicas(p.services.at(s.proxy));
    if (proxies != 1)
        return {{level::error, s.proxy,
                 "nginx is to run in " + std::to_string(proxies) +
                     " containers, and a deploy moves one",
                 "remove its `scale` and `deploy.replicas`"}};
    for (const auto* names : {&s.blue, &s.green})
        for (const auto& name : *names)
            if (plan::replicas(p.services.at(name)) < 1)
                return {{level::error, name, "it wants no container (`scale`, `deploy.replicas`)",
                         "let each service of a color have at least one"}};
    return {};
}

/// What holds for both colors is said once.
void add(findings& all, const finding& one) {
    const auto same = std::find_if(all.begin(), all.end(), [&](const finding& f) {
        return f.importance == one.importance && f.text == one.text && f.remedy == one.remedy;
    });
    if (same == all.end())
        all.push_back(one);
    else if ((", " + same->subject + ',').find(", " + one.subject + ',') == std::string::npos)
        same->subject += ", " + one.subject;
}

findings in_order(const findings& found) {
    findings all;
    for (const auto& one : found)
        add(all, one);
    std::stable_sort(all.begin(), all.end(), [](const finding& a, const finding& b) {
        return a.importance < b.importance;
    });
    return all;
}

}  // namespace

findings check_project(const compose::project& p, const settings& s) {
    auto found = role_findings(p, s);
    if (!found.empty()) return found;
    static const compose::service foreign;
    const auto& proxy = s.has_foreign_proxy() ? foreign : p.services.at(s.proxy);
    for (std::size_t i = 0; i < s.blue.size(); ++i) {
        const checked c{p, s, p.services.at(s.blue[i]), p.services.at(s.green.at(i)), proxy};
        for (const auto rules : {collision_rules(), wiring_rules(), habit_rules()})
            for (const auto rule : rules)
                rule(c, found);
    }
    return in_order(found);
}

findings check_with(const compose::project& p, const settings& s, const facts& known) {
    auto found = check_project(p, s);
    const auto more = check_facts(p, s, known);
    found.insert(found.end(), more.begin(), more.end());
    return in_order(found);
}

findings check(const compose::project& p, const settings& s, const base::files& files) {
    return check_with(p, s, gather_facts(p, s, files));
}

void refuse_what_check_finds(const context& ctx,
                             const std::optional<std::vector<seen_upstream>>& from_afar) {
    const auto& project = ctx.work.project;
    const auto known = from_afar ? facts_from_afar(ctx.settings, ctx.files, *from_afar)
                                 : gather_facts(project, ctx.settings, ctx.files);
    int errors = 0;
    for (const auto& one : check_with(project, ctx.settings, known)) {
        if (one.importance == level::advice) continue;
        errors += one.importance == level::error ? 1 : 0;
        ctx.reporter.report(check_finding{one});
    }
    if (errors > 0)
        throw engine_work::failure(engine_work::exit_code::failed,
                                   "a deploy would not go well (see above); nothing was changed");
}

}  // namespace rollout::blue_green
