#include <engine_api/error.hpp>

#include <gtest/gtest.h>

namespace engine_api {
namespace {

error::details request_details() {
    error::details d;
    d.kind = error_kind::not_found;
    d.method = "GET";
    d.path = "/v1.41/containers/x/json?size=1";
    d.status = 404;
    return d;
}

TEST(Error, SaysTheEnginesWordsTheRequestWithoutItsQueryAndTheStatus) {
    auto d = request_details();
    d.engine_message = "No such container: x";
    d.reason = "ours, which the engine's words replace";
    const error e(d);
    EXPECT_STREQ(e.what(), "No such container: x (GET /v1.41/containers/x/json: 404)");
    EXPECT_EQ(e.kind(), error_kind::not_found);
    EXPECT_EQ(e.status(), 404);
    EXPECT_EQ(e.path(), "/v1.41/containers/x/json?size=1");
    EXPECT_EQ(e.engine_message(), "No such container: x");
}

TEST(Error, WithoutWordsNamesTheStatus) {
    EXPECT_STREQ(error(request_details()).what(),
                 "HTTP status 404 without a message (GET /v1.41/containers/x/json: 404)");
}

TEST(Error, EndsWithTheRemedy) {
    error::details d;
    d.reason = "cannot reach it";
    d.remedy = "start it";
    EXPECT_STREQ(error(d).what(), "cannot reach it; start it");
}

TEST(Error, KindsHaveNames) {
    EXPECT_EQ(to_string(error_kind::no_engine), "no engine");
    EXPECT_EQ(to_string(error_kind::unsupported), "unsupported");
    EXPECT_EQ(to_string(error_kind::not_modified), "not modified");
}

}  // namespace
}  // namespace engine_api
