#include <engine_api/client.hpp>
#include <rollout/engine_work/journal.hpp>

#include <nlohmann/json.hpp>

#include <charconv>

namespace rollout::engine_work {

namespace {

namespace net = boost::asio;

constexpr const char* project_label = "rollout.journal.project";
constexpr const char* number_label = "rollout.journal.number";
constexpr const char* text_label = "rollout.journal";

std::string journal_label(const engine_api::container_summary& c, const char* key) {
    const auto found = c.labels.find(key);
    return found == c.labels.end() ? std::string() : found->second;
}

std::uint64_t number_of(const engine_api::container_summary& c) {
    const auto text = journal_label(c, number_label);
    std::uint64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

std::string body_of(const std::string& project, const std::string& image, std::uint64_t number,
                    const std::string& text) {
    const nlohmann::json body = {
        {"Image", image},
        {"Cmd", {"never-started"}},
        {"Labels",
         {{project_label, project}, {number_label, std::to_string(number)}, {text_label, text}}}};
    return body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

net::awaitable<void> remove_pages(engine_api::client& engine, std::vector<std::string> ids,
                                  bool all_must_go) {
    for (const auto& id : ids) {
        try {
            co_await engine.containers().remove(id);
        } catch (const engine_api::error& e) {
            if (all_must_go && e.kind() != engine_api::error_kind::not_found &&
                e.kind() != engine_api::error_kind::conflict)
                throw;
        }
    }
}

}  // namespace

net::awaitable<std::optional<journal_page>> read_journal(engine_api::client& engine,
                                                         std::string project) {
    engine_api::list_containers_options options;
    options.all = true;
    options.filter.add("label", std::string(project_label) + '=' + project);
    const auto rows = co_await engine.containers().list(options);
    std::optional<journal_page> newest;
    std::vector<std::string> ids;
    for (const auto& row : rows) {
        ids.push_back(row.id);
        const auto number = number_of(row);
        if (newest && newest->number >= number) continue;
        newest.emplace();
        newest->number = number;
        newest->text = journal_label(row, text_label);
    }
    if (newest) newest->ids = std::move(ids);
    co_return newest;
}

net::awaitable<journal_page> write_journal(engine_api::client& engine, std::string project,
                                           std::string image, std::string text,
                                           std::optional<journal_page> before) {
    journal_page page;
    page.number = before ? before->number + 1 : 1;
    page.text = std::move(text);
    // A name may still be that of a page which the engine is removing.
    constexpr int names_to_try = 5;
    std::optional<engine_api::created_container> made;
    for (int i = 0; !made; ++i, ++page.number) {
        const auto name = project + "-rollout-record-" + std::to_string(page.number);
        const auto body = body_of(project, image, page.number, page.text);
        if (i + 1 == names_to_try)
            made = co_await engine.containers().create(name, body);
        else
            made = co_await engine.containers().create_unless_taken(name, body);
    }
    --page.number;
    page.ids = {made->id};
    if (before) co_await remove_pages(engine, before->ids, false);
    co_return page;
}

net::awaitable<void> remove_journal(engine_api::client& engine, std::string project) {
    const auto page = co_await read_journal(engine, project);
    if (page) co_await remove_pages(engine, page->ids, true);
}

}  // namespace rollout::engine_work
