// An `up`, a recreate, a scale or a `down` that ends at any of its requests, and what the next run
// makes of it.
#include "flow.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <atomic>
#include <map>
#include <string>
#include <vector>

namespace flow {

namespace {

using nlohmann::json;

/// What becomes of the request at which the program is killed.
enum class last_request { lost, carried_out };

struct change {
    std::string name;
    std::string from, to;  ///< in the Compose file
    std::vector<std::string> command = {"up"};
    std::vector<std::string> next{};  ///< the run behind the killed one; empty = the same again
};

void PrintTo(const change& c, std::ostream* out) {
    *out << c.name;
}

constexpr const char* compose_file = R"(
name: plain
services:
  db: {image: "db:1", volumes: ["data:/var", /cache], environment: {V: "1"}}
  web: {image: "web:1", depends_on: {db: {condition: service_started, restart: true}}, networks: [front, default]}
  worker: {image: "web:1", scale: 2}
  old: {image: "web:1"}
networks: {front: {labels: {team: a}}}
volumes: {data: {}}
)";

class KilledUp : public stack_test,
                 public testing::WithParamInterface<std::tuple<change, last_request>> {
  protected:
    void SetUp() override {
        engine_.add_image("db:1");
        engine_.add_image("web:1");
        engine_.on("*", "**", [this](const support::request&) { return at_request(); });
    }

    /// The engine's thread: from the `last_`-th request on nobody asks any more.
    std::optional<support::reply> at_request() {
        const auto number = ++seen_;
        const bool lost = std::get<last_request>(GetParam()) == last_request::lost;
        if (number < last_ || (number == last_ && !lost)) return std::nullopt;
        support::reply nothing;
        nothing.refuse = true;
        return nothing;
    }

    outcome plain(std::vector<std::string> args) {
        args.insert(args.begin(), {"-f", (dir_ / "plain/compose.yaml").string()});
        return rollout(std::move(args));
    }

    void write(bool changed) const {
        std::string text = compose_file;
        const auto& c = std::get<change>(GetParam());
        if (changed && !c.from.empty()) text.replace(text.find(c.from), c.from.size(), c.to);
        dir_.write("plain/compose.yaml", text);
    }

    /// As the file says before the change; nothing is there for the first `up`.
    void prepare() {
        last_ = never;
        write(false);
        ASSERT_EQ(plain({"down", "-v", "--remove-orphans"}).code, 0);
        ASSERT_EQ(engine_.containers().size(), 0U);
        if (std::get<change>(GetParam()).name != "First") {
            ASSERT_EQ(plain({"up"}).code, 0);
            cache_ = volume_of("plain-db-1", "/cache");
        }
        write(true);
    }

    std::string volume_of(const std::string& container, const std::string& destination) const {
        const auto details = json::parse(engine_.container(container).json);
        for (const auto& mount : details["Mounts"])
            if (mount["Destination"] == destination) return mount["Name"];
        return {};
    }

    /// All that is there, but for what is another in each run.
    std::vector<std::string> picture() {
        std::vector<std::string> lines;
        for (const auto& c : engine_.containers()) {
            const auto details = json::parse(c.json);
            auto line = c.name + ' ' + c.status + ' ' +
                        c.labels.at("com.docker.compose.config-hash").substr(0, 8);
            for (const auto& [network, endpoint] : details["NetworkSettings"]["Networks"].items())
                line += ' ' + network;
            lines.push_back(line);
        }
        for (const auto* what : {"networks", "volumes"}) {
            const auto found = json::parse(engine_.call("GET", std::string("/") + what).body);
            for (const auto& one : found.is_array() ? found : found["Volumes"])
                if (one["Name"].get<std::string>().starts_with("plain"))
                    lines.push_back(what + (' ' + one["Name"].get<std::string>()));
        }
        std::sort(lines.begin(), lines.end());
        return lines;
    }

    static constexpr std::size_t never = 1'000'000;
    std::atomic<std::size_t> seen_ = 0;
    std::atomic<std::size_t> last_ = never;
    std::string cache_;  ///< the anonymous volume of the database before the change
};

TEST_P(KilledUp, IsCompletedByTheNextRun) {
    const auto& [wanted, at_last] = GetParam();
    prepare();
    seen_ = 0;
    ASSERT_EQ(plain(wanted.command).code, 0);
    const std::size_t requests = seen_;
    const auto whole = picture();
    const bool has_database = engine_.has_container("plain-db-1");

    for (std::size_t n = 1; n <= requests && !HasFailure(); ++n) {
        SCOPED_TRACE("killed at request " + std::to_string(n) + " of " + std::to_string(requests));
        prepare();
        seen_ = 0;
        last_ = n;
        plain(wanted.command);
        last_ = never;
        // The lock of a process that is gone holds nobody up, but this one lives.
        engine_.call("DELETE", "/containers/plain-rollout-lock");

        const auto next = plain(wanted.next.empty() ? wanted.command : wanted.next);
        EXPECT_EQ(next.code, 0) << next.out << next.err;
        EXPECT_EQ(picture(), whole) << next.out;
        if (has_database && !cache_.empty()) {
            EXPECT_EQ(volume_of("plain-db-1", "/cache"), cache_);
        }
        if (wanted.command.front() != "up") continue;
        engine_.forget_requests();
        EXPECT_EQ(plain({"up", "--remove-orphans"}).code, 0);
        for (const auto& request : engine_.mutating_requests())
            ADD_FAILURE() << "the run after that still had to " << request.line();
    }
}

const std::vector<change> changes = {
    {"First", "", ""},
    {"Recreate", R"(V: "1")", R"(V: "2")"},
    {"ByForce", "", "", {"up", "--force-recreate"}, {"up"}},
    {"ScaleUp", "scale: 2", "scale: 4"},
    {"ScaleDown", "scale: 2", "scale: 1"},
    {"Network", "team: a", "team: b"},
    {"Orphan", "  old: {image: \"web:1\"}\n", "", {"up", "--remove-orphans"}},
    {"Down", "", "", {"down"}},
    {"DownWithVolumes", "", "", {"down", "-v"}},
};

INSTANTIATE_TEST_SUITE_P(At, KilledUp,
                         testing::Combine(testing::ValuesIn(changes),
                                          testing::Values(last_request::lost,
                                                          last_request::carried_out)),
                         [](const auto& of) {
                             const bool lost =
                                 std::get<last_request>(of.param) == last_request::lost;
                             return std::get<change>(of.param).name +
                                    (lost ? "_TheLastRequestLost" : "_TheLastCarriedOut");
                         });

}  // namespace

}  // namespace flow
