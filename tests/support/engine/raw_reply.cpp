#include <support/byte_pipe.hpp>
#include <support/engine/raw_reply.hpp>
#include <support/engine/text.hpp>

namespace support::engine {

reply raw_reply(const request& asked) {
    reply made;
    made.frame = framing::until_close;
    made.headers = {{"Content-Type", "application/vnd.docker.raw-stream"}};
    if (text::lower(asked.header("Upgrade").value_or("")) == "tcp") {
        made.status = 101;
        made.headers.emplace_back("Connection", "Upgrade");
        made.headers.emplace_back("Upgrade", "tcp");
    }
    made.stream = std::make_shared<byte_pipe>();
    made.input = std::make_shared<byte_pipe>();
    return made;
}

}  // namespace support::engine
