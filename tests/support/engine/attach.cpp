// Attaching to a container: its log from now on, and its stdin.
#include <support/byte_pipe.hpp>
#include <support/engine/core.hpp>
#include <support/engine/lifecycle.hpp>
#include <support/engine/raw_reply.hpp>

namespace support::engine {
namespace {

// Its program starts to run when all of its input is there.
void collect_input(core& engine, const container_ptr& one,
                   const std::shared_ptr<byte_pipe>& input) {
    auto collected = std::make_shared<std::string>();
    // The callback must not own the pipe that owns it.
    input->on_change([&engine, one, collected, from = input.get()] {
        while (!from->empty())
            *collected += from->pop();
        if (!from->closed() || one->input) return;
        one->input = *collected;
        if (one->status == "running") run_on_input(engine, one);
    });
}

reply answer_attach(core& engine, const request& asked, const container_ptr& one) {
    if (one->status == "paused") {
        throw refusal{409,
                      "container " + one->id + " is paused, unpause the container before attach"};
    }
    auto made = raw_reply(asked);
    const bool out = asked.flag("stdout");
    const bool err = asked.flag("stderr");
    if (asked.flag("logs")) {
        for (const auto& entry : one->log)
            if (entry.line.err ? err : out) made.stream->push(rendered(*one, entry, false));
    }
    if (asked.flag("stdin") && flag_member(one->config, "OpenStdin"))
        collect_input(engine, one, made.input);
    if (one->status == "created" || one->up())
        one->log_readers.push_back({made.stream, out, err, false});
    else
        made.stream->close();
    return made;
}

}  // namespace

void add_attach_endpoints(core& engine, router& routes) {
    routes.add("POST", "/containers/{id}/attach",
               [&engine](const request& asked, const std::string& id) {
                   return answer_attach(engine, asked, engine.need_container(id));
               });
    routes.add("POST", "/containers/{id}/resize", [&engine](const request&, const std::string& id) {
        const auto one = engine.need_container(id);
        if (!one->up()) throw refusal{409, "Container " + one->id + " is not running"};
        return reply::empty(200);
    });
}

}  // namespace support::engine
