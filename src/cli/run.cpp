#include <engine_api/error.hpp>

#include <cli/command_line.hpp>
#include <cli/frame.hpp>
#include <cli/render/json.hpp>
#include <cli/render/live.hpp>
#include <cli/render/plain.hpp>
#include <cli/run.hpp>
#include <cli/terminal/raw_terminal.hpp>

#include <memory>
#include <ostream>
#include <stdexcept>

namespace rollout::cli {

namespace {

using engine_work::exit_code;

exit_code code_of(const engine_api::error& e) {
    using kind = engine_api::error_kind;
    switch (e.kind()) {
        case kind::no_engine:
        case kind::unsupported: return exit_code::no_engine;
        case kind::permission: return e.status() == 0 ? exit_code::no_engine : exit_code::failed;
        case kind::bad_request: return e.status() == 0 ? exit_code::usage : exit_code::failed;
        default: return exit_code::failed;
    }
}

command_result result_of(command& c, frame& f) {
    command_result result;
    result.command = f.invocation().command;
    result.about = "rollout";
    result.code = exit_code::failed;
    try {
        result.code = c.run(f);
        result.of_a_program = c.output_is_a_programs() && result.code != exit_code::done;
    } catch (const engine_work::failure& e) {
        result.code = e.code();
        result.message = e.what();
        result.details = e.details();
    } catch (const compose::error& e) {
        result.code = exit_code::usage;
        result.about = "compose";
        result.message = e.what();
        result.excerpt = compose::excerpt(e);
    } catch (const std::invalid_argument& e) {
        result.code = exit_code::usage;
        result.message = e.what();
    } catch (const engine_api::error& e) {
        result.code = code_of(e);
        result.message = e.what();
    } catch (const std::exception& e) {
        result.message = e.what();
    }
    return result;
}

/// Lines can be drawn anew there.
bool is_live_terminal(const process& p, const invocation& what) {
    return p.out_is_terminal && what.ansi != "never" && variable(p.environment, "TERM") != "dumb" &&
           !p.environment.contains("CI");
}

std::unique_ptr<renderer> make_renderer(const process& p, const invocation& what,
                                        const command& c) {
    auto& out = c.output_is_a_programs() ? p.err : p.out;
    if (what.progress == "json") return std::make_unique<json_renderer>(out);
    if (what.progress == "quiet")
        return std::make_unique<plain_renderer>(out, p.err, plain_renderer::what::only_problems);
    const bool is_live =
        what.progress == "tty" || (what.progress == "auto" && is_live_terminal(p, what));
    if (!is_live || c.writes_meanwhile()) return std::make_unique<plain_renderer>(out, p.err);
    const auto size = [descriptor = p.descriptors.out] {
        return size_of_terminal(descriptor).value_or(engine_api::terminal_size());
    };
    return std::make_unique<live_renderer>(out, p.err, size);
}

}  // namespace

int run(const process& p) {
    const auto parsed = parse_command_line(p.args, command_rows());
    if (!parsed.command) {
        (parsed.exit_code == 0 ? p.out : p.err) << parsed.text << std::flush;
        return parsed.exit_code;
    }
    const auto out = make_renderer(p, parsed.invocation, *parsed.command);
    frame f(p, parsed.invocation, *out);
    const auto result = result_of(*parsed.command, f);
    out->finish(result);
    return static_cast<int>(result.code);
}

}  // namespace rollout::cli
