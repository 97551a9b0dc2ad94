#include "expectation.hpp"

#include <rollout/base/time_text.hpp>
#include <rollout/blue_green/settings_table.hpp>
#include <rollout/compose/text/invalid_value.hpp>
#include <rollout/compose/text/shell_words.hpp>

#include <boost/algorithm/string/trim.hpp>

#include <algorithm>
#include <charconv>
#include <sstream>
#include <stdexcept>
#include <utility>
#include <vector>

namespace rollout::blue_green {

namespace {

[[noreturn]] void refuse(const std::string& what, const std::string& value, const char* wanted) {
    throw std::invalid_argument(what + ": '" + value + "' is not " + wanted);
}

int parse_int(const std::string& name, const std::string& text) {
    int value = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, ec] = std::from_chars(text.data(), end, value);
    if (ec != std::errc() || stop != end) refuse(name, text, "a whole number");
    return value;
}

int parse_int_within(const std::string& name, const std::string& text, int least, int most) {
    const int value = parse_int(name, text);
    if (value < least || value > most) {
        const auto range = std::to_string(least) + " to " + std::to_string(most);
        refuse(name, text, range.c_str());
    }
    return value;
}

std::chrono::milliseconds parse_time(const std::string& name, const std::string& text) {
    const auto time = base::parse_time(text);
    if (!time) refuse(name, text, base::time_examples);
    return *time;
}

int parse_count(const std::string& name, const std::string& text) {
    const int count = parse_int(name, text);
    if (count < 1) refuse(name, text, "1 or more");
    return count;
}

/// Of a parser that does not know whose value it reads.
template <class Parse>
auto named(const std::string& name, const std::string& text, Parse parse) {
    try {
        return parse(text);
    } catch (const std::invalid_argument& e) {
        throw std::invalid_argument(name + ": " + e.what());
    }
}

/// Without the empty ones.
std::vector<std::string> split(const std::string& text, char separator) {
    std::vector<std::string> items;
    std::istringstream in(text);
    for (std::string item; std::getline(in, item, separator);)
        if (!item.empty()) items.push_back(item);
    return items;
}

template <class Item, class Parse>
void assign_lines(std::vector<Item>& to, const std::string& name, const std::string& text,
                  Parse parse) {
    std::vector<Item> items;
    for (const auto& line : split(text, '\n'))
        items.push_back(named(name, line, parse));
    to = std::move(items);
}

std::vector<smoke_url> parse_urls(const std::string& text) {
    std::vector<smoke_url> urls;
    for (const auto& url : split(text, ','))
        urls.emplace_back().text = boost::algorithm::trim_copy(url);
    return urls;
}

std::vector<std::string> parse_services(const std::string& name, const std::string& text) {
    std::vector<std::string> services;
    for (const auto& word : split(text, ',')) {
        auto service = boost::algorithm::trim_copy(word);
        if (std::find(services.begin(), services.end(), service) != services.end())
            refuse(name, text, "a list of services: it names one twice");
        if (!service.empty()) services.push_back(std::move(service));
    }
    return services;
}

std::vector<std::string> parse_color_services(const std::string& name, const std::string& text) {
    auto services = parse_services(name, text);
    if (services.empty()) refuse(name, text, "a service");
    return services;
}

/// Empty = none.
std::string parse_header_name(const std::string& name, const std::string& text) {
    if (text.empty()) return {};
    const auto header = named(name, text, parse_expected_header);
    if (header.value) refuse(name, text, "a header's name alone");
    return header.name;
}

std::uint16_t parse_port(const std::string& name, const std::string& text) {
    const int port = parse_int(name, text);
    if (port < 1 || port > 65535) refuse(name, text, "a port");
    return static_cast<std::uint16_t>(port);
}

bool parse_bool(const std::string& name, const std::string& text) {
    if (text == "true" || text == "1" || text == "yes") return true;
    if (text == "false" || text == "0" || text == "no") return false;
    refuse(name, text, "true or false");
}

retire parse_retire(const std::string& name, const std::string& text) {
    if (text == "keep") return retire::keep;
    if (text == "stop") return retire::stop;
    if (text == "remove") return retire::remove;
    refuse(name, text, "keep, stop or remove");
}

plan::pull_policy parse_pull(const std::string& name, const std::string& text) {
    if (text == "missing") return plan::pull_policy::missing;
    if (text == "always") return plan::pull_policy::always;
    if (text == "never") return plan::pull_policy::never;
    refuse(name, text, "missing, always or never");
}

/// A backslash would take its meaning from the `;` that ends the directive.
std::string parse_server_parameters(const std::string& name, const std::string& text) {
    const auto words = boost::algorithm::trim_copy(text);
    if (words.find_first_of(";{}#\"'\\\r\n") != std::string::npos)
        refuse(name, text, "parameters of nginx's `server`, such as `resolve` or `max_fails=0`");
    return words;
}

std::string parse_absolute(const std::string& name, const std::string& text) {
    if (!text.starts_with('/')) refuse(name, text, "an absolute path");
    return text;
}

std::chrono::milliseconds parse_limit(const std::string& name, const std::string& text) {
    const auto time = parse_time(name, text);
    if (time.count() == 0) refuse(name, text, "more than no time");
    return time;
}

std::vector<std::string> parse_command(const std::string& name, const std::string& text) {
    try {
        if (!compose::needs_shell(text)) return compose::split_shell_words(text);
    } catch (const compose::invalid_value&) {
        refuse(name, text, "a command: its quotes or parentheses do not match");
    }
    refuse(name, text, "one command, and no shell is started for it; give `sh -c '...'`");
}

constexpr setting_row rows[] = {
    {"blue", "ROLLOUT_BLUE", "", "", "SERVICE,...", "`app`", "the services that are blue",
     [](auto& s, auto& name, auto& value) { s.blue = parse_color_services(name, value); }, ","},
    {"green", "ROLLOUT_GREEN", "", "", "SERVICE,...",
     "`app_green`; of several those of blue with `_green` behind",
     "the services that are green, in the order of the blue ones",
     [](auto& s, auto& name, auto& value) { s.green = parse_color_services(name, value); }, ","},
    {"proxy", "ROLLOUT_PROXY", "", "", "SERVICE", "`proxy`", "the service that runs nginx",
     [](auto& s, auto&, auto& value) { s.proxy = value; }},
    {"proxy.project", "ROLLOUT_PROXY_PROJECT", "", "", "NAME", "this one",
     "the project whose service that is",
     [](auto& s, auto&, auto& value) { s.proxy_project = value; }},
    {"proxy.service", "ROLLOUT_PROXY_SERVICE", "", "", "SERVICE", "`proxy`",
     "the service of that project", [](auto& s, auto&, auto& value) { s.proxy = value; }},
    {"proxy.container", "ROLLOUT_PROXY_CONTAINER", "", "", "NAME", "the service's",
     "the container that runs nginx, whoever made it",
     [](auto& s, auto&, auto& value) { s.proxy_container = value; }},
    {"port", "ROLLOUT_PORT", "", "", "PORT", "8000", "where the app listens",
     [](auto& s, auto& name, auto& value) { s.port = parse_port(name, value); }},
    {"snippet", "ROLLOUT_UPSTREAM_CONF", "", "", "PATH", "`nginx/conf.d/upstream.conf`",
     "the file that a cutover writes", [](auto& s, auto&, auto& value) { s.snippet = value; }},
    {"server_parameters", "ROLLOUT_SERVER_PARAMETERS", "", "", "WORDS", "",
     "what it writes behind the address: `resolve`, `max_fails=0`",
     [](auto& s, auto& name, auto& value) {
         s.server_parameters = parse_server_parameters(name, value);
     }},
    {"preview", "ROLLOUT_PREVIEW_CONF", "", "", "PATH", "`nginx/conf.d/preview.conf`",
     "the file that opens a way to the new version before users are moved",
     [](auto& s, auto&, auto& value) { s.preview = value; }},
    {"record", "ROLLOUT_STATE_PATH", "", "", "PATH", "`state/active-color`",
     "the record of the live color", [](auto& s, auto&, auto& value) { s.record = value; }},
    {"engine_folder", "ROLLOUT_ENGINE_FOLDER", "", "", "PATH", "as the containers say",
     "where the engine's host has the project's folder, for relative paths",
     [](auto& s, auto& name, auto& value) { s.engine_folder = parse_absolute(name, value); }},
    {"reload_timeout", "ROLLOUT_RELOAD_TIMEOUT", "--reload-timeout", "", "TIME", "10s",
     "how long nginx may take to move",
     [](auto& s, auto& name, auto& value) { s.reload_limit = parse_time(name, value); }},
    {"smoke.url", "ROLLOUT_SMOKE_URL", "--smoke-url", "", "URL", "the proxy's published port",
     "what the smoke test asks", [](auto& s, auto&, auto& value) { s.smoke.url = value; }},
    {"smoke.urls", "ROLLOUT_SMOKE_URLS", "--smoke-urls", "", "URL,...", "",
     "what it asks after that, each time",
     [](auto& s, auto&, auto& value) { s.smoke.urls = parse_urls(value); }, ","},
    {"smoke.host", "ROLLOUT_SMOKE_HOST", "--smoke-host", "", "NAME", "the URL's",
     "the name it asks for, whatever address the URL has",
     [](auto& s, auto&, auto& value) { s.smoke.host = value; }},
    {"smoke.insecure", "ROLLOUT_SMOKE_INSECURE", "--smoke-insecure", "true", "true|false", "false",
     "take any certificate of an `https://` URL",
     [](auto& s, auto& name, auto& value) { s.smoke.insecure = parse_bool(name, value); }},
    {"smoke.ca_file", "ROLLOUT_SMOKE_CA_FILE", "--smoke-ca-file", "", "PATH",
     "the system's authorities", "who may have signed its certificate (PEM)",
     [](auto& s, auto&, auto& value) { s.smoke.ca_file = value; }},
    {"smoke.status", "ROLLOUT_SMOKE_STATUS", "--smoke-status", "", "RANGES", "200",
     "the status it expects: `200`, `200-299`, `200,204`",
     [](auto& s, auto& name, auto& value) {
         s.smoke.expected.status = named(name, value, parse_status_ranges);
     },
     ","},
    {"smoke.contains", "ROLLOUT_SMOKE_CONTAINS", "--smoke-contains", "", "TEXT", "",
     "what the body must have in it",
     [](auto& s, auto&, auto& value) { s.smoke.expected.body_contains = split(value, '\n'); },
     "\n"},
    {"smoke.matches", "ROLLOUT_SMOKE_MATCHES", "--smoke-matches", "", "REGEX", "",
     "what must match in the body",
     [](auto& s, auto& name, auto& value) {
         assign_lines(s.smoke.expected.body_matches, name, value, parse_pattern);
     },
     "\n"},
    {"smoke.json", "ROLLOUT_SMOKE_JSON", "--smoke-json", "", "POINTER=VALUE", "",
     "what the body must say as JSON: `/version=2.0`",
     [](auto& s, auto& name, auto& value) {
         assign_lines(s.smoke.expected.json, name, value, parse_expected_json);
     },
     "\n"},
    {"smoke.header", "ROLLOUT_SMOKE_HEADER", "--smoke-header", "", "HEADER", "",
     "what the answer must have: `X-Version: 2`, or `X-Version` with any value",
     [](auto& s, auto& name, auto& value) {
         assign_lines(s.smoke.expected.header, name, value, parse_expected_header);
     },
     "\n"},
    {"smoke.attempts", "ROLLOUT_SMOKE_ATTEMPTS", "--smoke-attempts", "", "NUMBER", "3",
     "how many failed tries make it fail",
     [](auto& s, auto& name, auto& value) { s.smoke.attempts = parse_count(name, value); }},
    {"smoke.passes", "ROLLOUT_SMOKE_PASSES", "--smoke-passes", "", "NUMBER", "1",
     "how many tries in a row must pass",
     [](auto& s, auto& name, auto& value) { s.smoke.passes = parse_count(name, value); }},
    {"smoke.timeout", "ROLLOUT_SMOKE_TIMEOUT", "--smoke-timeout", "", "TIME", "2s",
     "the limit of one request",
     [](auto& s, auto& name, auto& value) { s.smoke.timeout = parse_limit(name, value); }},
    {"smoke.delay", "ROLLOUT_SMOKE_DELAY", "--smoke-delay", "", "TIME", "250ms",
     "the wait between two tries",
     [](auto& s, auto& name, auto& value) { s.smoke.delay = parse_time(name, value); }},
    {"soak", "ROLLOUT_SOAK", "--soak", "", "TIME", "0",
     "how long to go on asking after the smoke test",
     [](auto& s, auto& name, auto& value) { s.soak = parse_time(name, value); }},
    {"measure.url", "ROLLOUT_MEASURE_URL", "--measure", "", "URL", "",
     "what to ask all through the cutover and the drain, to see what users see",
     [](auto& s, auto&, auto& value) { s.measure.url = value; }},
    {"measure.rate", "ROLLOUT_MEASURE_RATE", "--measure-rate", "", "NUMBER", "20",
     "how many times a second",
     [](auto& s, auto& name,
        auto& value) { s.measure.rate = parse_int_within(name, value, 1, 1000); }},
    {"measure.max_failed", "ROLLOUT_MAX_FAILED", "--max-failed", "", "NUMBER", "any number",
     "how many of these requests may fail until the deploy does",
     [](auto& s, auto& name, auto& value) {
         constexpr int most = 1'000'000;
         s.measure.max_failed = parse_int_within(name, value, 0, most);
     }},
    {"measure.by", "ROLLOUT_MEASURE_BY", "--measure-by", "", "HEADER", "",
     "the header of an answer that says who answered: `X-Version`",
     [](auto& s, auto& name, auto& value) { s.measure.by = parse_header_name(name, value); }},
    {"with", "ROLLOUT_WITH", "--with", "", "SERVICE,...", "",
     "further services that follow the file once the new version has passed",
     [](auto& s, auto& name, auto& value) { s.with = parse_services(name, value); }, ","},
    {"pre_deploy", "ROLLOUT_PRE_DEPLOY", "--pre-deploy", "", "COMMAND", "",
     "what to run once, in a container of the new version, before anything is replaced",
     [](auto& s, auto& name, auto& value) { s.pre_deploy = parse_command(name, value); }, "", true},
    {"pre_deploy_timeout", "ROLLOUT_PRE_DEPLOY_TIMEOUT", "--pre-deploy-timeout", "", "TIME", "10m",
     "how long that may take",
     [](auto& s, auto& name, auto& value) { s.pre_deploy_limit = parse_limit(name, value); }},
    {"health_timeout", "ROLLOUT_HEALTH_TIMEOUT", "--health-timeout", "", "TIME",
     "from the healthcheck", "how long the new version may take to be healthy",
     [](auto& s, auto& name, auto& value) { s.health.limit = parse_limit(name, value); }},
    {"eager_probe", "ROLLOUT_EAGER_PROBE", "--no-eager-probe", "false", "true|false", "true",
     "run the healthcheck at once, before the engine's own first probe",
     [](auto& s, auto& name, auto& value) { s.health.eager_probe = parse_bool(name, value); }},
    {"drain_timeout", "ROLLOUT_DRAIN_TIMEOUT", "--drain-timeout", "", "TIME", "30s",
     "how long the last requests to the old version may take",
     [](auto& s, auto& name, auto& value) { s.drain_limit = parse_time(name, value); }},
    {"retire", "ROLLOUT_RETIRE", "--retire", "", "keep|stop|remove", "`keep`",
     "what becomes of the old version's container",
     [](auto& s, auto& name, auto& value) { s.retire = parse_retire(name, value); }},
    {"build", "ROLLOUT_BUILD", "--no-build", "false", "true|false", "true", "build images anew",
     [](auto& s, auto& name, auto& value) { s.images.build = parse_bool(name, value); }},
    {"pull", "ROLLOUT_PULL", "--pull", "", "missing|always|never", "as services say",
     "when to pull images",
     [](auto& s, auto& name, auto& value) { s.images.pull = parse_pull(name, value); }},
    {"lock_wait", "ROLLOUT_LOCK_WAIT", "--lock-wait", "", "TIME", "0",
     "how long to wait for another deploy, `up` or `down` that holds the lock",
     [](auto& s, auto& name, auto& value) { s.lock_wait = parse_time(name, value); }},
    {"retry_delay", "ROLLOUT_RETRY_DELAY", "", "", "TIME", "1s",
     "the wait before a step of the way back is tried, or a live color that is down is looked at, "
     "again",
     [](auto& s, auto& name, auto& value) { s.retry_delay = parse_time(name, value); }},
};

}  // namespace

std::span<const setting_row> setting_rows() {
    return rows;
}

const setting_row& setting_row_of(const std::string& name) {
    const auto* const found = std::find_if(
        std::begin(rows), std::end(rows), [&name](const setting_row& r) { return name == r.name; });
    if (found == std::end(rows)) throw std::invalid_argument("unknown setting '" + name + "'");
    return *found;
}

}  // namespace rollout::blue_green
