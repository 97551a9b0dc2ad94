#include <cli/commands/log_output.hpp>
#include <cli/frame.hpp>

namespace rollout::cli {

log_output::log_output(frame& f, const std::string& project, log_style style)
    : frame_(f), printer_(f.process().out, project, style) {}

engine_work::log_reader log_output::reader() {
    engine_work::log_reader to;
    to.found = [this](const std::string& container) { printer_.found(container); };
    to.ended = [this](const engine_work::container_ended& e) { frame_.out().report(e); };
    const bool as_json = frame_.invocation().progress == "json";
    to.line = [this, as_json](const engine_work::log_entry& entry) {
        if (as_json)
            frame_.out().report(engine_work::log_line{entry.container, entry.line});
        else
            printer_.print(entry);
    };
    return to;
}

}  // namespace rollout::cli
