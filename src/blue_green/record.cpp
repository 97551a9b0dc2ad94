#include "record.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>

namespace rollout::blue_green {

namespace {

using nlohmann::json;

constexpr int format = 1;

color color_in(const json& j, const char* key) {
    const auto c = parse_color(j.at(key).get<std::string>());
    if (!c) throw std::invalid_argument(key);
    return *c;
}

json entry_json(const history_entry& e) {
    json j = {{"at", e.at},
              {"who", e.who},
              {"what", e.what},
              {"from", color_name(e.from)},
              {"to", color_name(e.to)},
              {"image", e.image_id},
              {"result", e.result},
              {"took_ms", e.took_ms},
              {"steps_ms", e.steps_ms}};
    if (e.lost) j["lost"] = *e.lost;
    return j;
}

history_entry entry_in(const json& j) {
    history_entry e;
    e.at = j.value("at", std::int64_t{0});
    e.who = j.value("who", "");
    e.what = j.value("what", "");
    e.from = color_in(j, "from");
    e.to = color_in(j, "to");
    e.image_id = j.value("image", "");
    e.result = j.value("result", "");
    e.took_ms = j.value("took_ms", std::int64_t{0});
    e.steps_ms = j.value("steps_ms", e.steps_ms);
    if (j.contains("lost")) e.lost = j.at("lost").get<std::int64_t>();
    return e;
}

json served_json(const std::map<color, std::set<std::string>>& served) {
    auto all = json::object();
    for (const auto& [c, ids] : served)
        all[std::string(to_string(c))] = {{"containers", ids}};
    return all;
}

std::map<color, std::set<std::string>> served_in(const json& j) {
    std::map<color, std::set<std::string>> all;
    for (const auto& [name, v] : j.items()) {
        if (const auto c = parse_color(name))
            all[*c] = v.at("containers").get<std::set<std::string>>();
    }
    return all;
}

json loaded_json(const std::optional<generation>& loaded) {
    if (!loaded) return nullptr;
    return {{"proxy", loaded->proxy}, {"started", loaded->started}, {"workers", loaded->workers}};
}

std::optional<generation> loaded_in(const json& j) {
    if (j.is_null()) return std::nullopt;
    generation g;
    g.proxy = j.at("proxy").get<std::string>();
    g.started = j.at("started").get<std::string>();
    g.workers = j.at("workers").get<std::set<int>>();
    if (g.workers.empty()) return std::nullopt;
    return g;
}

live_record record_in(const json& j) {
    live_record r;
    r.live = color_in(j, "live");
    r.loaded = loaded_in(j.at("loaded"));
    r.addresses = j.at("addresses").get<decltype(r.addresses)>();
    r.doubt_until = j.value("doubt_until", std::int64_t{0});
    r.served = served_in(j.at("served"));
    r.held = j.value("held", std::set<std::string>());
    for (const auto& e : j.at("history"))
        r.history.push_back(entry_in(e));
    return r;
}

}  // namespace

void remember(live_record& r, history_entry e) {
    r.history.push_back(std::move(e));
    const auto too_many = r.history.size() - std::min(r.history.size(), longest_history);
    r.history.erase(r.history.begin(), r.history.begin() + static_cast<std::ptrdiff_t>(too_many));
}

std::string to_text(const live_record& r) {
    auto history = json::array();
    for (const auto& e : r.history)
        history.push_back(entry_json(e));
    const json j = {{"format", format},
                    {"live", color_name(r.live)},
                    {"loaded", loaded_json(r.loaded)},
                    {"addresses", r.addresses},
                    {"doubt_until", r.doubt_until},
                    {"served", served_json(r.served)},
                    {"held", r.held},
                    {"history", history}};
    return j.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::optional<live_record> record_on(const std::optional<engine_work::journal_page>& page) {
    return page ? parse_record(page->text) : std::nullopt;
}

std::optional<live_record> parse_record(std::string_view text) {
    try {
        const auto j = json::parse(text);
        if (j.at("format") != format) return std::nullopt;
        return record_in(j);
    } catch (const json::exception&) {
        return std::nullopt;
    } catch (const std::invalid_argument&) {
        return std::nullopt;
    }
}

}  // namespace rollout::blue_green
