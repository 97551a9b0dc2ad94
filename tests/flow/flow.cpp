#include "flow.hpp"

#include <cli/run.hpp>

#include <filesystem>
#include <sstream>

namespace flow {

namespace {

const std::map<std::string, std::string> colors = {{"blue", "app"}, {"green", "app_green"}};

std::string service_of(const std::string& server) {
    const auto begin = server.starts_with("server ") ? std::string("server ").size() : 0;
    return server.substr(begin, server.find(':') - begin);
}

}  // namespace

outcome stack_test::rollout(std::vector<std::string> args,
                            const std::map<std::string, std::string>& environment) {
    return rollout_at({}, std::move(args), environment);
}

outcome stack_test::rollout_at(const ::rollout::cli::standard_descriptors& here,
                               std::vector<std::string> args,
                               const std::map<std::string, std::string>& environment) {
    std::ostringstream out;
    std::ostringstream err;
    auto variables = environment;
    variables.insert({"DOCKER_HOST", engine_.url()});
    variables.insert({"ROLLOUT_SMOKE_URL", engine_.public_url() + "/"});
    ::rollout::cli::process p{std::move(args), variables,
                              stack_.compose_file.parent_path().string(), out, err};
    p.descriptors = here;
    outcome result;
    result.code = ::rollout::cli::run(p);
    result.out = out.str();
    result.err = err.str();
    return result;
}

outcome stack_test::deploy(std::vector<std::string> args,
                           const std::map<std::string, std::string>& environment) {
    std::vector<std::string> all = {"deploy",
                                    "--smoke-url",
                                    engine_.public_url() + "/",
                                    "--smoke-delay",
                                    "5ms",
                                    "--drain-timeout",
                                    "5"};
    all.insert(all.end(), args.begin(), args.end());
    return rollout(std::move(all), environment);
}

outcome stack_test::deploy_unseen(std::vector<std::string> args,
                                  std::map<std::string, std::string> environment) {
    environment["ROLLOUT_PREVIEW_CONF"] = "nowhere/preview.conf";
    return deploy(std::move(args), environment);
}

outcome stack_test::up(std::vector<std::string> args) {
    args.insert(args.begin(), "up");
    return rollout(std::move(args));
}

void stack_test::start_stack() {
    stack_ = support::seed_sample_stack(engine_, dir_ / "stack", "rollout",
                                        {{"app", "from-an-earlier-up"}, {"proxy", "likewise"}});
    age_snippets();
    ASSERT_EQ(up().code, 0);
    reloads_before_ = engine_.nginx_of(proxy_container).reloads;
    engine_.forget_requests();
}

void stack_test::age_snippets() const {
    const auto long_ago = std::filesystem::file_time_type::clock::now() - std::chrono::minutes(5);
    for (const auto* file : {"upstream.conf", "preview.conf"})
        std::filesystem::last_write_time(stack_.snippet.parent_path() / file, long_ago);
}

std::size_t stack_test::reloads() const {
    return engine_.nginx_of(proxy_container).reloads - reloads_before_;
}

void stack_test::fail_each_reload_of(const std::string& service) {
    failing_reload_ = service;
    engine_.on("POST", "/containers/*/exec", [this](const support::request& r) {
        const bool reload = r.body.find("\"reload\"") != std::string::npos;
        if (!reload || snippet() != failing_reload_) return std::optional<support::reply>();
        return std::optional(support::reply::error(500, "the proxy is out of order"));
    });
}

void stack_test::edit_compose_file(const std::string& from, const std::string& to) const {
    auto text = support::read_file(stack_.compose_file);
    ASSERT_NE(text.find(from), std::string::npos) << from;
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    support::write_file(stack_.compose_file, text);
}

std::string stack_test::record() const {
    if (!std::filesystem::exists(stack_.state_file)) return {};
    auto text = support::read_file(stack_.state_file);
    while (!text.empty() && text.back() == '\n')
        text.pop_back();
    return text;
}

std::string stack_test::snippet() const {
    return service_of(support::read_file(stack_.snippet));
}

std::string stack_test::loaded() const {
    const auto upstream = engine_.nginx_of(proxy_container).upstream;
    return upstream.size() == 1 ? service_of(upstream.front()) : "not one server";
}

void stack_test::expect_consistent(std::string_view color) const {
    const auto& service = colors.at(std::string(color));
    EXPECT_EQ(record(), color);
    EXPECT_EQ(snippet(), service);
    EXPECT_EQ(loaded(), service);
    EXPECT_TRUE(engine_.container("rollout-" + service + "-1").running());
}

void stack_test::expect_untouched(std::string_view container) const {
    for (const auto& request : engine_.mutating_requests(container))
        ADD_FAILURE() << "the live container was touched: " << request.line();
}

void stack_test::expect_no_lock() const {
    EXPECT_FALSE(engine_.has_container(lock_container));
}

}  // namespace flow
