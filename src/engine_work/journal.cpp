#include "never_started.hpp"

#include <engine_api/client.hpp>
#include <rollout/engine_work/journal.hpp>
#include <rollout/engine_work/list.hpp>
#include <rollout/engine_work/lock.hpp>
#include <rollout/engine_work/traces.hpp>

#include <algorithm>
#include <charconv>

namespace rollout::engine_work {

namespace {

namespace net = boost::asio;

constexpr const char* project_label = "rollout.journal.project";
constexpr const char* number_label = "rollout.journal.number";
constexpr const char* text_label = "rollout.journal";

std::uint64_t number_of(const engine_api::container_summary& c) {
    const auto text = label_of(c.labels, number_label);
    std::uint64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

std::string page_name(const std::string& project, const std::string& number) {
    return project + "-rollout-record-" + number;
}

std::optional<journal_page> newest_page(const std::vector<engine_api::container_summary>& rows,
                                        const std::string& project) {
    std::optional<journal_page> newest;
    std::vector<std::string> ids;
    for (const auto& row : rows) {
        if (label_of(row.labels, project_label) != project) continue;
        ids.push_back(row.id);
        const auto number = number_of(row);
        if (newest && newest->number >= number) continue;
        newest.emplace();
        newest->number = number;
        newest->text = label_of(row.labels, text_label);
    }
    if (newest) newest->ids = std::move(ids);
    return newest;
}

/// One that cannot be removed stays, and the next page removes it.
net::awaitable<void> remove_older(engine_api::client& engine, std::vector<std::string> ids) {
    for (const auto& id : ids) {
        try {
            co_await remove_unless_gone(engine, id);
        } catch (const engine_api::error&) {
        }
    }
}

}  // namespace

net::awaitable<std::optional<journal_page>> read_journal(engine_api::client& engine,
                                                         std::string project) {
    engine_api::list_containers_options options;
    options.all = true;
    options.filter.add("label", std::string(project_label) + '=' + project);
    co_return newest_page(co_await engine.containers().list(options), project);
}

net::awaitable<traces> read_traces(engine_api::client& engine, std::string project) {
    engine_api::list_containers_options options;
    options.all = true;
    const auto lock = lock_name(project);
    options.filter.add("name", lock);
    options.filter.add("name", page_name(project, ""));
    const auto rows = co_await engine.containers().list(options);
    traces found;
    // The filter takes parts of names.
    found.locked = std::any_of(rows.begin(), rows.end(), [&lock](const auto& row) {
        return std::find(row.names.begin(), row.names.end(), lock) != row.names.end();
    });
    found.journal = newest_page(rows, project);
    co_return found;
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
        const auto name = page_name(project, std::to_string(page.number));
        const auto body = never_started_body(image, {{project_label, project},
                                                     {number_label, std::to_string(page.number)},
                                                     {text_label, page.text}});
        if (i + 1 == names_to_try)
            made = co_await engine.containers().create(name, body);
        else
            made = co_await engine.containers().create_unless_taken(name, body);
    }
    --page.number;
    page.ids = {made->id};
    if (before) co_await remove_older(engine, before->ids);
    co_return page;
}

net::awaitable<void> remove_journal(engine_api::client& engine, std::string project) {
    const auto page = co_await read_journal(engine, project);
    if (!page) co_return;
    for (const auto& id : page->ids)
        co_await remove_unless_gone(engine, id);
}

}  // namespace rollout::engine_work
