#pragma once

#include <support/engine/core.hpp>
#include <support/engine/http_server.hpp>
#include <support/engine/nginx_process.hpp>
#include <support/nginx_model.hpp>

#include <map>
#include <memory>
#include <utility>
#include <vector>

namespace support::engine {

// The world's way in: a loopback port whose requests the running nginx takes.
class public_port {
  public:
    explicit public_port(core& engine);

    unsigned short number() const { return server_.port(); }
    const std::vector<public_answer>& answers() const { return answers_; }

  private:
    exchange answer(const request& asked);
    // The generation that serves this connection.
    generation* generation_of(const request& asked, nginx_process& proxy);

    core& engine_;
    std::vector<public_answer> answers_;
    // By connection: the process and the generation that accepted it.
    std::map<std::size_t, std::pair<std::weak_ptr<nginx_process>, int>> accepted_by_;
    http_server server_;
};

}  // namespace support::engine
