#include "fault_table.hpp"

#include <support/folders.hpp>
#include <support/raw_client.hpp>
#include <support/waiting.hpp>

#include <csignal>
#include <cstdlib>
#include <thread>

namespace flow {

namespace {

using namespace std::chrono_literals;

constexpr int killed = 128 + SIGKILL;
constexpr int terminated = 128 + SIGTERM;
constexpr auto a_moment = 150ms;

std::string other_service(const std::string& service) {
    return service == "app" ? "app_green" : "app";
}

std::string color_of(const std::string& service) {
    return service == "app" ? "blue" : "green";
}

bool loses_engine(mishap how) {
    return how == mishap::refused || how == mishap::gone;
}

/// The program could not clean up, or not say what it left.
bool leaves_things(mishap how) {
    return how == mishap::kill || how == mishap::kill_after || how == mishap::gone;
}

std::optional<support::fault> fault_of(mishap how) {
    using support::fault;
    switch (how) {
        case mishap::reset: return fault::reset_before_head();
        case mishap::reset_after: return fault::reset_before_head().executed();
        case mishap::cut: return fault::cut_body_after(1);
        case mishap::error_500: return fault::fail(500, "the disk is full");
        case mishap::error_409: return fault::fail(409, "a conflict");
        case mishap::hang: return fault::stall();
        default: return std::nullopt;
    }
}

bool ends_a_container(const support::request& r) {
    if (!r.path.starts_with("/containers/")) return false;
    if (r.method == "DELETE") return true;
    const auto does = r.path.substr(r.path.rfind('/'));
    return r.method == "POST" && (does == "/stop" || does == "/kill" || does == "/restart" ||
                                  does == "/rename" || does == "/pause");
}

}  // namespace

void fault_table::SetUp() {
    start_stack();
    engine_.on("*", "**", [this](const support::request& r) { return at_request(r); });
    ASSERT_EQ(deploy().code, 0);
}

std::string fault_table::container_serving() const {
    return "rollout-" + loaded() + "-1";
}

void fault_table::complain(const std::string& text) {
    violations_.push_back(case_ + ": " + text);
    ADD_FAILURE() << violations_.back() << "\n--- the program said:\n" << said_;
}

// --- the engine's thread ---

void fault_table::note_if_it_touches_what_serves(const support::request& r) {
    if (!ends_a_container(r) || r.container_name != container_serving()) return;
    touched_.push_back(r.line());
}

std::optional<support::reply> fault_table::at_request(const support::request& r) {
    constexpr std::size_t made_by_the_test = 0;
    if (r.connection == made_by_the_test) return std::nullopt;
    note_if_it_touches_what_serves(r);
    if (!armed_ || struck_) return std::nullopt;
    if (at_moving_reload_) {
        const bool asks = r.path.ends_with("/exec") && r.body.find("\"reload\"") != r.body.npos;
        if (asks && snippet() == moves_to_) moving_reload_ = true;
        const bool now = moving_reload_ && r.path.starts_with("/exec/");
        return now ? strike() : std::nullopt;
    }
    return ++seen_ == at_ ? strike() : std::nullopt;
}

std::optional<support::reply> fault_table::strike() {
    struck_ = true;
    while (pid_ == 0)
        std::this_thread::yield();
    support::reply nothing;
    nothing.refuse = true;
    switch (*armed_) {
        case mishap::kill: ::kill(pid_, SIGKILL); return nothing;
        case mishap::kill_after: ::kill(pid_, SIGKILL); return std::nullopt;
        case mishap::terminate: ::kill(pid_, SIGTERM); return std::nullopt;
        default: break;
    }
    engine_.go_down();
    down_ = true;
    return nothing;
}

// --- a run of the program ---

void fault_table::arm(mishap how, std::size_t n) {
    struck_ = false;
    seen_ = 0;
    at_ = n;
    pid_ = 0;
    engine_.forget_requests();
    if (const auto fault = fault_of(how))
        engine_.inject("*", "**", *fault, support::occurrence::nth(n));
    else
        armed_ = how;
}

void fault_table::disarm() {
    armed_.reset();
    at_moving_reload_ = moving_reload_ = false;
    engine_.clear_faults();
    if (down_.exchange(false)) engine_.come_back();
}

int fault_table::run_program(const std::vector<std::string>& args, mishap how) {
    std::vector<std::string> command = {support::build_dir() + "/tests/flow/impatient_rollout"};
    command.insert(command.end(), args.begin(), args.end());
    // Where nothing hangs a slow machine is not to be taken for a silent engine.
    const auto patience = how == mishap::hang ? 1'500ms : support::never_expires;
    const daemon_tests::variables environment = {
        {"DOCKER_HOST", engine_.url()},   {"ROLLOUT_SMOKE_URL", engine_.public_url() + "/"},
        {"ROLLOUT_SMOKE_DELAY", "5ms"},   {"ROLLOUT_DRAIN_TIMEOUT", "5"},
        {"ROLLOUT_RETRY_DELAY", "200ms"}, {"IMPATIENCE_MS", std::to_string(patience.count())},
        {"HOME", dir_.path().string()}};
    daemon_tests::process program(command, environment, stack_.compose_file.parent_path());
    pid_ = program.pid();
    const auto hang = std::chrono::steady_clock::now() + 2 * support::never_expires;
    std::optional<std::chrono::steady_clock::time_point> down_since;
    int code = -1;
    while ((code = program.wait(20ms)) == -1 && std::chrono::steady_clock::now() < hang) {
        if (!down_ || how != mishap::refused) continue;
        const auto now = std::chrono::steady_clock::now();
        if (!down_since) down_since = now;
        if (now - *down_since < a_moment) continue;
        down_ = false;
        engine_.come_back();
    }
    said_ = program.output();
    ++runs_;
    return code;
}

/// What a reload that was asked for brings about is there.
void fault_table::settle() {
    engine_.inject("GET", "/_ping", support::fault::delay(40ms));
    support::raw_client::unix_socket(engine_.socket_path()).exchange("GET", "/_ping");
    engine_.clear_faults();
}

void fault_table::prepare(verb what) {
    if (what == verb::promote) {
        const auto held = deploy({"--hold"});
        if (held.code != 0) complain("could not prepare: " + held.out + held.err);
        ++runs_;
    }
    if (what != verb::recover) return;
    moves_to_ = other_service(loaded());
    at_moving_reload_ = true;
    arm(mishap::kill_after, 0);
    if (run_program({"deploy"}, mishap::kill_after) != killed)
        complain("could not prepare: " + said_);
    disarm();
    settle();
}

bool fault_table::try_at(verb what, mishap how, std::size_t n) {
    static const std::map<verb, std::string> words = {{verb::deploy, "deploy"},
                                                      {verb::rollback, "rollback"},
                                                      {verb::recover, "recover"},
                                                      {verb::promote, "promote"}};
    case_ = "to prepare";
    prepare(what);
    const before was{loaded(), engine_.container(container_serving()).started_at};
    arm(how, n);
    const int code = run_program({words.at(what)}, how);
    const auto requests = engine_.requests();
    disarm();
    longest_ = std::max(longest_, requests.size());
    const bool happened = requests.size() >= n;
    case_ = "request " + std::to_string(n) +
            (happened ? " (" + requests[n - 1].line() + ")" : std::string());
    settle();
    if (happened) ++codes_[code];
    judge(what, how, was, code);
    deploy_once_more();
    return happened;
}

// --- what is left ---

void fault_table::judge(verb what, mishap how, const before& was, int code) {
    const auto when = "after code " + std::to_string(code);
    judge_code(what, how, was, code);
    judge_status(when);
    // What it found, it may have left as it was.
    const bool did_nothing = what == verb::recover && code != 0;
    if (leaves_things(how) || code == 3 || did_nothing) return;
    judge_agreement(when);
    judge_leftovers(when, how == mishap::refused, false);
}

void fault_table::judge_code(verb what, mishap how, const before& was, int code) {
    const auto text = "ended with " + std::to_string(code);
    const auto now = loaded();
    const auto served = engine_.container("rollout-" + was.serving + "-1");
    const bool alone = served.running() && served.started_at == was.started;
    switch (code) {
        case 0:
            if (what != verb::recover && now == was.serving) complain(text + " and moved nobody");
            return;
        case 1:
        case 2: break;
        case 3:
            if (!alone || !engine_.container(container_serving()).running())
                complain(text + ", and a version that may serve was not left alone");
            return;
        case 69:
            if (loses_engine(how) || how == mishap::hang) break;
            return complain(text);
        case killed:
            if (how == mishap::kill || how == mishap::kill_after) return;
            return complain(text);
        case terminated:
            if (how == mishap::terminate) break;
            return complain(text);
        default: return complain(text);
    }
    if (what == verb::recover) return;
    if (now != was.serving) return complain(text + ", and " + now + " serves");
    if (!alone) complain(text + ", and what served was not left alone: it is " + served.status);
}

void fault_table::judge_agreement(const std::string& when) {
    const auto serves = loaded();
    if (snippet() != serves) complain(when + " the snippet says " + snippet());
    if (record() != color_of(serves)) complain(when + " the record says " + record());
    if (!engine_.container(container_serving()).running())
        complain(when + " nothing runs behind nginx");
}

void fault_table::judge_leftovers(const std::string& when, bool lock_may_stay, bool case_is_over) {
    int journals = 0;
    for (const auto& c : engine_.containers()) {
        if (c.labels.contains("rollout.journal")) ++journals;
        const bool known = c.name == blue_container || c.name == green_container ||
                           c.name == proxy_container || c.labels.contains("rollout.journal") ||
                           (c.name == lock_container && lock_may_stay);
        if (!known) complain(when + " there is the container " + c.name);
    }
    // The older one goes with the next run.
    const int most = case_is_over ? 1 : 2;
    if (journals < 1 || journals > most)
        complain(when + " there are " + std::to_string(journals) + " journals");
    const auto conf = stack_.snippet.parent_path();
    for (const auto& folder : {conf, stack_.state_file.parent_path()})
        for (const auto& entry : std::filesystem::directory_iterator(folder))
            if (entry.path().extension() == ".tmp")
                complain(when + " there is the file " + entry.path().string());
}

void fault_table::judge_status(const std::string& when) {
    const auto status = rollout({"status"});
    const bool right = status.out.find("live: " + color_of(loaded())) != status.out.npos;
    if (!right && status.code == 0) complain(when + " `status` says: " + status.out);
}

void fault_table::deploy_once_more() {
    const auto again = deploy();
    ++runs_;
    const std::string when = "after one more deploy";
    if (again.code != 0)
        complain(when + " (code " + std::to_string(again.code) + ") " + again.out + again.err);
    settle();
    judge_agreement(when);
    judge_leftovers(when, false, true);
    judge_status(when);
    const auto preview = support::read_file(stack_.snippet.parent_path() / "preview.conf");
    if (preview != "# no preview\n") complain(when + " the preview route is open: " + preview);
    for (const auto& line : touched_)
        complain("the container that served was touched: " + line);
    touched_.clear();
    for (const auto& line : engine_.unexpected())
        complain("a request that no engine knows: " + line);
}

}  // namespace flow
