// The words of each event.
#include "said.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <variant>

namespace {

using namespace rollout;
namespace bg = blue_green;
namespace ew = engine_work;
using bg::color;
using cli_tests::said;
using plan::action;

plan::operation operation(action what, const std::string& name) {
    return plan::operation(what, name);
}

struct row {
    std::size_t index;  ///< of the alternative
    std::string said;
    std::string words;
};

template <class Variant, class Event>
row make_row(const Event& e, std::string words) {
    // An event without words is one that a person is not told of.
    return {Variant(e).index(), said(e), words.empty() ? words : words + '\n'};
}

template <class Variant>
void expect_all(const std::vector<row>& rows) {
    std::set<std::size_t> met;
    for (const auto& r : rows) {
        EXPECT_EQ(r.said, r.words);
        met.insert(r.index);
    }
    EXPECT_EQ(met.size(), std::variant_size_v<Variant>) << "an event has no golden line here";
}

template <class Event>
row engine_row(const Event& e, std::string words) {
    return make_row<ew::event>(e, std::move(words));
}

template <class Event>
row color_row(const Event& e, std::string words) {
    return make_row<bg::event>(e, std::move(words));
}

TEST(PlainText, OfTheEventsOfAnyProject) {
    auto removal = operation(action::remove_container, "shop-app-1");
    removal.cause = "its configuration changed";
    auto connect = operation(action::connect_network, "shop-app-1");
    connect.network = "shop_back";
    const plan::target made{plan::target::kind::network, "shop_edge"};
    expect_all<ew::event>({
        engine_row(ew::operation_planned{removal},
                   "plan: remove container shop-app-1 (its configuration changed)"),
        engine_row(ew::operation_started{removal},
                   "remove: remove container shop-app-1 (its configuration changed)"),
        engine_row(ew::operation_started{connect},
                   "start: connect container shop-app-1 to network shop_back"),
        engine_row(ew::operation_started{operation(action::build_image, "shop-app")},
                   "build: build image shop-app"),
        engine_row(ew::operation_started{operation(action::pull_image, "nginx:1")},
                   "pull: pull image nginx:1"),
        engine_row(ew::operation_started{operation(action::wait_healthy, "shop-app-1")},
                   "health: wait until healthy: shop-app-1"),
        engine_row(ew::operation_ended{operation(action::pull_image, "nginx:1"), 12, true}, ""),
        engine_row(ew::build_step{"app", 1, 3, "FROM a"}, "build: app: step 1/3: FROM a"),
        engine_row(ew::build_output{"app", "a line"}, "build | a line"),
        engine_row(ew::pull_progress{"nginx:1", "0a1b", "Downloading", 5, 10}, ""),
        engine_row(ew::pull_output{"nginx:1", "Status: new"}, "pull | Status: new"),
        engine_row(ew::push_output{"h/app:1", "digest: x"}, "push | digest: x"),
        engine_row(ew::image_skipped{"pull", "app", "app:1", "it can be built"},
                   "pull: app:1 of app: it can be built"),
        engine_row(ew::image_failed{"push", "denied"}, "! push: warning: denied"),
        engine_row(ew::nothing_to_do{"stop"}, "stop: there is no container to stop"),
        engine_row(ew::container_ended{"shop-app-1", "app", 3},
                   "end: container shop-app-1 exited with code 3"),
        engine_row(ew::operation_started{operation(action::pause_container, "shop-app-1")},
                   "stop: pause container shop-app-1"),
        engine_row(ew::operation_started{operation(action::restart_container, "shop-app-1")},
                   "start: restart container shop-app-1"),
        engine_row(ew::login_missing{"push", "no helper"},
                   "! push: warning: no helper; pushing without a login"),
        engine_row(ew::login_missing{"pull", "no helper"},
                   "! pull: warning: no helper; pulling without a login"),
        engine_row(ew::login_missing{"build", "no helper"},
                   "! build: warning: no helper; building without that login"),
        engine_row(ew::login_missing{"logins", "broken"},
                   "! logins: warning: broken; going on without registry logins"),
        engine_row(ew::container_warning{"shop-app-1", "no swap"},
                   "! start: warning: shop-app-1: no swap"),
        engine_row(ew::hook_started{"shop-app-1", "post_start", "bin/warm up"},
                   "start: run the post_start hook of shop-app-1: bin/warm up"),
        engine_row(ew::hook_started{"shop-app-1", "pre_stop", "bin/bye"},
                   "remove: run the pre_stop hook of shop-app-1: bin/bye"),
        engine_row(ew::hook_failed{"shop-app-1", "pre_stop", "bin/bye", "exit code 3: no"},
                   "! remove: warning: the pre_stop hook `bin/bye` of shop-app-1 failed: exit code "
                   "3: no; going on without it"),
        engine_row(ew::one_off_started{"shop-app-pre-deploy", "pre-deploy", "bin/migrate"},
                   "pre-deploy: run bin/migrate in container shop-app-pre-deploy"),
        engine_row(ew::one_off_output{"shop-app-pre-deploy", "pre-deploy", "1 of 3"},
                   "pre-deploy | 1 of 3"),
        engine_row(ew::one_off_done{"shop-app-pre-deploy", "pre-deploy", 1'234},
                   "pre-deploy: done after 1234 ms"),
        engine_row(ew::container_healthy{"shop-app-1", "its healthcheck passes"},
                   "health: shop-app-1: its healthcheck passes"),
        engine_row(ew::undoing{made}, "remove: remove network shop_edge (made by this run)"),
        engine_row(ew::undo_failed{made, "busy"},
                   "! remove: warning: network shop_edge is left behind: busy"),
        engine_row(ew::lock_taken_over{"ann@ci, 'deploy'"},
                   "! lock: warning: an earlier run did not finish (ann@ci, 'deploy'); going on "
                   "from what is there"),
        engine_row(ew::lock_awaited{"shop-rollout-lock", "ann@ci", 42, "up", 150, 1'500},
                   "lock: waiting for ann@ci (pid 42), who began 'up' 2 min ago; at most 2 s"),
        engine_row(ew::lock_not_renewed{"no space left"},
                   "! lock: warning: no space left; without a renewal the lock of this run expires "
                   "in less than a minute"),
        engine_row(ew::lock_removed{"shop-rollout-lock", "ann@ci", 42, "up", 30, true},
                   "lock: removed the lock of ann@ci (pid 42), who began 'up' 30 s ago and gives "
                   "no sign of life"),
        engine_row(ew::lock_removed{"shop-rollout-lock", "ann@ci", 42, "up", 30, false},
                   "lock: removed the lock of ann@ci (pid 42), who began 'up' 30 s ago and may be "
                   "at work"),
        engine_row(ew::lock_absent{"shop-rollout-lock"},
                   "lock: nobody holds it: there is no container shop-rollout-lock"),
        engine_row(ew::service_left_alone{"web", true},
                   "! start: warning: web runs with another configuration than the file's and is "
                   "left alone; `rollout deploy` brings a new version of it live"),
        engine_row(ew::service_left_alone{"db", false},
                   "! start: warning: db runs with another configuration than the file's and is "
                   "left alone; `rollout up db` makes it anew, and nobody is served meanwhile"),
        engine_row(ew::stack_started{true}, "up: everything runs"),
        engine_row(ew::stack_started{false}, "up: everything runs already"),
        engine_row(ew::stack_started{true, false},
                   "up: everything is started, and not all of it runs"),
        engine_row(ew::stack_removed{true}, "down: everything is removed"),
        engine_row(ew::stack_removed{true, false}, "down: what was asked for is removed"),
        engine_row(ew::stack_removed{false}, "down: there was nothing to remove"),
        engine_row(ew::nothing_to_build{}, "build: no service to build"),
        engine_row(ew::log_line{"shop-app-1", "hello"}, "shop-app-1 | hello"),
        engine_row(ew::file_warning{"TAG is not set"}, "! compose: warning: TAG is not set"),
        engine_row(ew::interrupted{2}, "! signal: warning: asked to end; cleaning up"),
    });
}

TEST(PlainText, OfTheEventsOfBlueAndGreen) {
    const auto blue = color::blue;
    const auto green = color::green;
    using level = bg::finding::level;
    expect_all<bg::event>({
        color_row(bg::live_color_doubtful{"they disagree", green, true},
                  "! look: warning: they disagree; taking green as live and making nginx load "
                  "that"),
        color_row(bg::live_color_doubtful{"they disagree", blue, false},
                  "! look: warning: they disagree; taking blue as live"),
        color_row(bg::live_color_down{blue}, "! look: warning: the live color blue is not running"),
        color_row(bg::deploy_planned{blue, green}, "plan: from blue to green"),
        color_row(bg::other_outdated{"worker", false},
                  "! plan: warning: 'worker' runs with another configuration than the file's and "
                  "is left alone; `--with worker` updates it, too"),
        color_row(bg::other_outdated{"proxy", true},
                  "! plan: warning: 'proxy' runs with another configuration than the file's and is "
                  "left alone; `rollout up proxy` makes it anew, and nobody is served "
                  "meanwhile"),
        color_row(bg::others_failed{"container w is not healthy", "", "w"},
                  "! update: warning: container w is not healthy; w runs again as it was"),
        color_row(bg::others_failed{"no such image", "", ""},
                  "! update: warning: no such image; nothing was replaced"),
        color_row(bg::others_failed{"container w is not healthy", "no such image", ""},
                  "! update: warning: container w is not healthy; what was replaced could not be "
                  "brought back: no such image"),
        color_row(bg::cutover_planned{"/s/up.conf", "server app_green:8000;\n"},
                  "plan: write /s/up.conf: server app_green:8000;"),
        color_row(bg::folder_elsewhere{"/ci/app", "/srv/app"},
                  "look: the engine's host has /ci/app at /srv/app: relative paths start there"),
        color_row(bg::reload_planned{},
                  "plan: nginx -T, nginx -s reload, wait for the new workers"),
        color_row(bg::smoke_planned{"http://h/", "status 200", 200},
                  "plan: smoke test http://h/, expecting status 200"),
        color_row(bg::preview_planned{true},
                  "plan: ask the new version through the proxy before users are moved"),
        color_row(bg::measure_planned{"http://h/", 20, 0},
                  "plan: measure http://h/ from then until the drain ends, 20 requests a second; "
                  "more than 0 that fail take the deploy back"),
        color_row(
            bg::old_version_unwell{"http://h/", "status 500, expected status 200"},
            "! look: warning: the version that serves does not answer as expected: http://h/: "
            "status 500, expected status 200"),
        color_row(bg::preview_passed{false, "status 200"},
                  "preview: the new version answers at its address: status 200"),
        color_row(bg::held{green, "s3cret"},
                  "held: green waits for `rollout promote`, and no user is on it; the header "
                  "`X-Rollout-Preview: s3cret` leads to it"),
        color_row(
            bg::preview_impossible{"it has no address"},
            "! preview: warning: the new version was not asked before users are moved: it has "
            "no address"),
        color_row(bg::earlier_workers_draining{},
                  "drain: waiting for workers of an earlier reload"),
        color_row(bg::earlier_workers_remain{},
                  "! drain: warning: they still serve old connections; going on without them"),
        color_row(bg::cutover_started{green}, "cutover: pointing the proxy at green"),
        color_row(bg::cutover_done{green}, "cutover: nginx serves green with new workers"),
        color_row(bg::snippet_put_back{}, "! cutover: warning: putting the old snippet back"),
        color_row(
            bg::snippet_not_at_rest{"/s/upstream.conf", "disk full"},
            "! cutover: warning: /s/upstream.conf could not be written as it is to be between "
            "deploys: disk full; it names the same servers, but nginx does not start while one "
            "is unknown"),
        color_row(bg::record_failed{false, "disk full"},
                  "! record: warning: the record could not be written: disk full"),
        color_row(bg::record_failed{true, "disk full"},
                  "! rollback: warning: the record could not be written: disk full"),
        color_row(bg::probe_mismatched{1, 3, "status 500", "status 200", 200, ""},
                  "smoke | attempt 1 of 3: status 500, expected status 200"),
        color_row(bg::probe_mismatched{1, 3, "the body lacks \"ready\"", "", 200, "http://h/b"},
                  "smoke | attempt 1 of 3: http://h/b: the body lacks \"ready\""),
        color_row(bg::smoke_passed{"http://h/", "status 200"}, "smoke: http://h/: status 200"),
        color_row(bg::smoke_failed{"http://h/", "status 500", "status 200", 200, 3},
                  "! smoke: error: http://h/: status 500, expected status 200, attempts: 3"),
        color_row(bg::soak_started{3000}, "soak: the smoke test passed; asking on for 3000 ms"),
        color_row(bg::smoke_interrupted{},
                  "! smoke: warning: interrupted before it was done; going back"),
        color_row(bg::measured{"http://h/", 42, 0, 0, 61, 12, "", {}},
                  "measure: http://h/: 42 requests, 0 failed; at most 61 ms without a good answer, "
                  "the slowest took 12 ms"),
        color_row(bg::measured{"http://h/",
                               42,
                               2,
                               3,
                               261,
                               120,
                               "status 502, after 1200 ms",
                               {{"1", 19}, {"2", 21}}},
                  "! measure: warning: http://h/: 42 requests, 2 failed (first: status 502, after "
                  "1200 ms), 3 not sent in time; at most 261 ms without a good answer, the slowest "
                  "took 120 ms; answered by 1 (19), 2 (21)"),
        color_row(bg::measure_failed{"http://h/", 2, 1, "status 502, after 1200 ms"},
                  "! measure: error: http://h/: 2 requests failed, at most 1 may; the first: "
                  "status 502, after 1200 ms"),
        color_row(bg::users_measured{5000, 0, 240},
                  "measure: the proxy's log: 5000 requests of users, 0 failed, the slowest took "
                  "240 ms"),
        color_row(bg::users_measured{5000, 1, 240},
                  "! measure: warning: the proxy's log: 5000 requests of users, 1 failed, the "
                  "slowest took 240 ms"),
        color_row(bg::smoke_after_rollback{"http://h/", "status 200"},
                  "smoke: http://h/ after the rollback: status 200"),
        color_row(bg::rollback_started{blue}, "rollback: pointing the proxy back at blue"),
        color_row(bg::diagnosis{"shop-app_green-1", "state: running"},
                  "diagnosis | state: running"),
        color_row(bg::rolled_back{blue, green, "shop-app_green-1", true},
                  "rollback: blue is live again; the failed green is stopped and kept in "
                  "container shop-app_green-1"),
        color_row(bg::rolled_back{blue, green, "shop-app_green-1", false},
                  "rollback: blue is live again; the failed green is left running in container "
                  "shop-app_green-1"),
        color_row(bg::went_live{green}, "live: green is live"),
        color_row(bg::drained{blue}, "drain: the last request to blue is served"),
        color_row(bg::drain_incomplete{500},
                  "! drain: warning: old workers still serve connections after 500 ms"),
        color_row(bg::drain_interrupted{blue, "shop-app-1"},
                  "! drain: warning: interrupted while the last requests to blue are served; nginx "
                  "ends its old workers by itself, and container shop-app-1 is left as it is"),
        color_row(bg::drain_interrupted{blue, ""},
                  "! drain: warning: interrupted while the last requests to blue are served; nginx "
                  "ends its old workers by itself"),
        color_row(bg::retire_failed{"busy"}, "! retire: warning: busy"),
        color_row(bg::recovered{green}, "recover: nginx serves green, and the record says so"),
        color_row(bg::snippet_written{"/s/up.conf", green},
                  "start: write /s/up.conf for the live color green"),
        color_row(bg::snippet_reset{"/s/up.conf"}, "down: set /s/up.conf back to blue"),
        color_row(bg::record_removed{"/s/color"}, "down: removed /s/color"),
        color_row(bg::serving_ends{"stop", "shop-app-1"},
                  "! stop: warning: users are served by shop-app-1, and by nobody until `rollout "
                  "up`"),
        color_row(bg::serving_ends{"pause", "shop-app-1"},
                  "! pause: warning: users are served by shop-app-1, and by nobody until `rollout "
                  "unpause`"),
        color_row(bg::serving_ends{"restart", "shop-app-1"},
                  "! restart: warning: users are served by shop-app-1, and by nobody while it "
                  "restarts"),
        color_row(bg::colors_kept{"shop-app-1"},
                  "! remove: warning: left alone, as `rollout rollback` may need them: shop-app-1; "
                  "name their services to remove them"),
        color_row(bg::check_finding{{level::error, "record", "is a folder", "name another"}},
                  "! check: error: record: is a folder; name another"),
        color_row(bg::check_finding{{level::warning, "app", "has no healthcheck", ""}},
                  "! check: warning: app: has no healthcheck"),
        color_row(bg::check_finding{{level::advice, "app", "is killed soon", "wait"}},
                  "check: advice: app: is killed soon; wait"),
        color_row(bg::check_done{1, 2, 3}, "check: errors: 1, warnings: 2, advice: 3"),
    });
}

TEST(PlainText, WhatOthersSaidIsMadePrintable) {
    EXPECT_EQ(said(ew::log_line{"app", "\x1b[31mred\rover"}), "app | redover\n");
    EXPECT_EQ(said(ew::container_warning{"app", "\x1b]0;t\x07x"}), "! start: warning: app: x\n");
}

}  // namespace
