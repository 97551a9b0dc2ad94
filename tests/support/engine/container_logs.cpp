#include <support/byte_pipe.hpp>
#include <support/engine/lifecycle.hpp>

#include <algorithm>
#include <cstdlib>

namespace support::engine {
namespace {

std::vector<logged> selected(const container& one, const request& asked) {
    const auto since = parse_instant(asked.param("since"));
    const auto until = parse_instant(asked.param("until"));
    std::vector<logged> made;
    for (const auto& entry : one.log) {
        const bool early = since && entry.when < *since;
        const bool late = until && *until > instant{} && entry.when > *until;
        const bool stream = asked.flag(entry.line.err ? "stderr" : "stdout");
        if (!early && !late && stream) made.push_back(entry);
    }
    const auto tail = asked.param("tail", "all");
    if (tail != "all") {
        const auto most = static_cast<std::size_t>(std::max(0L, std::atol(tail.c_str())));
        if (made.size() > most) made.erase(made.begin(), made.end() - static_cast<long>(most));
    }
    return made;
}

reply answer_logs(const request& asked, const container_ptr& one) {
    if (!asked.flag("stdout") && !asked.flag("stderr")) {
        throw refusal{400, "Bad parameters: you must choose at least one stream"};
    }
    const bool timestamps = asked.flag("timestamps");
    auto pipe = std::make_shared<byte_pipe>();
    for (const auto& entry : selected(*one, asked))
        pipe->push(rendered(*one, entry, timestamps));
    if (asked.flag("follow") && one->up()) {
        one->log_readers.push_back({pipe, asked.flag("stdout"), asked.flag("stderr"), timestamps});
    } else {
        pipe->close();
    }
    reply made;  // without a Content-Type before API 1.42
    made.frame = framing::chunked;
    made.stream = pipe;
    return made;
}

}  // namespace

void add_log_endpoint(core& engine, router& routes) {
    routes.add("GET", "/containers/{id}/logs",
               [&engine](const request& asked, const std::string& id) {
                   return answer_logs(asked, engine.need_container(id));
               });
}

}  // namespace support::engine
