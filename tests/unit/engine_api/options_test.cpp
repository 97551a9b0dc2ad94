// Aggregates with members that own memory are miscompiled by g++ 12 inside an expression that
// awaits (double free), so every struct that a caller passes to an awaitable must be none.
#include <engine_api/build_context.hpp>
#include <engine_api/client.hpp>
#include <engine_api/http_probe.hpp>
#include <engine_api/image_reference.hpp>

#include <gtest/gtest.h>

#include <type_traits>

namespace engine_api {
namespace {

template <typename... T>
constexpr bool none_is_aggregate = (!std::is_aggregate_v<T> && ...);

static_assert(none_is_aggregate<
              added_dockerfile, attach_options, build_options, client_options, deadline, endpoint,
              error::details, events_options, exec_options, filters, http_headers, http_target,
              image_reference, list_containers_options, list_images_options, logs_options,
              probe_options, pull_options, put_options, registry_credentials, remove_image_options,
              remove_options, stop_options, terminal_size, timeouts, tls_settings>);

TEST(Options, HaveTheDefaultsThatTheirHeadersTell) {
    const timeouts t;
    EXPECT_EQ(t.connect, std::chrono::seconds(5));
    EXPECT_EQ(t.head, std::chrono::minutes(1));
    EXPECT_FALSE(t.stream);
    EXPECT_TRUE(logs_options().out);
    EXPECT_TRUE(logs_options().err);
    EXPECT_TRUE(tls_settings().verify);
    EXPECT_TRUE(registry_credentials().empty());
}

TEST(Deadline, CapsATimeOnlyWhenItIsEarlier) {
    const auto now = deadline::clock::now();
    EXPECT_EQ(deadline().cap(now), now);
    EXPECT_EQ(deadline::at(now).cap(now + std::chrono::seconds(1)), now);
    EXPECT_EQ(deadline::at(now + std::chrono::seconds(1)).cap(now), now);
}

}  // namespace
}  // namespace engine_api
