#pragma once

#include "machine/choose_live.hpp"
#include "namesakes.hpp"
#include "proxy.hpp"
#include "record.hpp"

#include <rollout/blue_green/context.hpp>
#include <rollout/engine_work/journal.hpp>
#include <rollout/plan/observed.hpp>

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace rollout::blue_green {

/// The files of an upstream as the proxy sees them.
struct seen_upstream {
    std::optional<std::string> snippet;  ///< absent: it is not there
    std::optional<std::string> preview;  ///< likewise
    std::int64_t last_change = 0;        ///< of either, in seconds since 1970
};

/// All that can be seen of a stack whose proxy runs.
struct sight {
    plan::observed stack;
    std::vector<seen_upstream> upstreams;  ///< those of `settings::upstreams()`, in their order
    std::optional<engine_work::journal_page> page;
    std::optional<live_record> record;  ///< what is on that page
    std::optional<color> local;         ///< what the file `settings::record` says
    blue_green::workers workers;
    std::string proxy_id;
    std::string proxy_started;
    std::vector<namesake> namesakes;
    std::int64_t at = 0;  ///< when, in seconds since 1970

    /// The live color of the record, else of the local file; absent: neither says one.
    [[nodiscard]] std::optional<color> recorded() const;
    /// absent: no worker accepts.
    [[nodiscard]] std::optional<generation> running() const;
    /// Of this proxy; absent when there are none.
    [[nodiscard]] std::optional<generation> generation_of(const std::set<int>& active) const;
};

/// Of all upstreams, in their order. Only GET requests. Throws engine_api::error.
boost::asio::awaitable<std::vector<seen_upstream>> look_at_files(const settings& s, proxy& nginx);

/// Only GET requests. Throws engine_api::error, and `failure` for what the engine says that cannot
/// be read.
boost::asio::awaitable<sight> look_at(const context& ctx, proxy& nginx, plan::observed stack);

/// What is known beside a sight.
struct known_before {
    bool unfinished = false;     ///< an earlier run was killed
    bool reload_unseen = false;  ///< so was one, of any project behind this proxy
    bool proxy_is_new = false;   ///< this run started it, the snippets being what they are
};

[[nodiscard]] machine::situation situation_of(const sight& seen, const settings& s,
                                              const known_before& known);
[[nodiscard]] machine::hints hints_of(const sight& seen, const settings& s,
                                      const known_before& known);

/// Whether the proxy sees a file for the preview of each upstream.
[[nodiscard]] bool has_preview_route(const sight& seen);

/// Whether the containers of a color are those that `deploy --hold` made last.
[[nodiscard]] bool waits_for_promote(const sight& seen, const settings& s, color c);

/// For how long nginx may take to carry out a reload that nobody saw the end of.
inline constexpr std::int64_t doubt_seconds = 60;

/// The containers of a color, by their services' order.
[[nodiscard]] std::vector<plan::observed_container> containers_in(const plan::observed& stack,
                                                                  const settings& s, color c);
/// Of several services the worst; of a service's containers the best, as one that runs serves.
[[nodiscard]] machine::condition condition_of(const plan::observed& stack, const settings& s,
                                              color c);
/// The same, and of a service's containers the worst too: whether users may be led there.
[[nodiscard]] machine::condition condition_of_all(const plan::observed& stack, const settings& s,
                                                  color c);
[[nodiscard]] std::set<std::string> ids_of(const plan::observed& stack, const settings& s, color c);
/// By id.
[[nodiscard]] std::map<std::string, std::set<std::string>> addresses_of(const plan::observed& stack,
                                                                        const settings& s, color c);

/// Since 1970.
[[nodiscard]] std::int64_t now_in_seconds();

/// The color in the record file; nullopt when it is missing, unreadable or names no color.
[[nodiscard]] std::optional<color> read_local_record(const context& ctx);

}  // namespace rollout::blue_green
