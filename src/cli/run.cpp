#include <engine_api/error.hpp>

#include <cli/command_line.hpp>
#include <cli/frame.hpp>
#include <cli/render/json.hpp>
#include <cli/render/plain.hpp>
#include <cli/run.hpp>

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

std::unique_ptr<renderer> make_renderer(const process& p, const invocation& what,
                                        const command& c) {
    auto& out = c.output_is_a_programs() ? p.err : p.out;
    if (what.progress == "json") return std::make_unique<json_renderer>(out);
    return std::make_unique<plain_renderer>(out, p.err);
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
