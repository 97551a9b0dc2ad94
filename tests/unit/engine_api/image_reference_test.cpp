#include <engine_api/image_reference.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>

namespace engine_api {
namespace {

/// `domain path tag digest`, the domain in parentheses when the text does not name it.
std::string taken_apart(std::string_view text) {
    const auto r = parse_image_reference(text);
    return (r.names_domain ? r.domain : '(' + r.domain + ')') + ' ' + r.path + ' ' +
           (r.tag.empty() ? "-" : r.tag) + ' ' + (r.digest.empty() ? "-" : r.digest);
}

TEST(ImageReference, IsTakenApartAsTheEngineDoes) {
    const std::pair<const char*, const char*> table[] = {
        {"app", "(docker.io) library/app - -"},
        {"app:2", "(docker.io) library/app 2 -"},
        {"team/app", "(docker.io) team/app - -"},
        {"a/b/c:2", "(docker.io) a/b/c 2 -"},
        {"docker.io/app", "docker.io library/app - -"},
        {"docker.io/team/app:2", "docker.io team/app 2 -"},
        {"index.docker.io/app", "docker.io library/app - -"},
        {"localhost/app", "localhost app - -"},
        {"host.example/team/app", "host.example team/app - -"},
        {"host:5000/app", "host:5000 app - -"},
        {"host.example:5000/app:2", "host.example:5000 app 2 -"},
        {"[::1]:5000/app:2", "[::1]:5000 app 2 -"},
        {"Team/app", "Team app - -"},
        {"team/App", "(docker.io) team/App - -"},
        {"app@sha256:ff", "(docker.io) library/app - sha256:ff"},
        {"host:1/app:2@sha256:ff", "host:1 app 2 sha256:ff"},
        {"", "(docker.io) library/ - -"},
    };
    for (const auto& [text, expected] : table)
        EXPECT_EQ(taken_apart(text), expected) << text;
}

TEST(ImageReference, KeepsTheNameAsItIsWritten) {
    EXPECT_EQ(parse_image_reference("app").name, "app");
    EXPECT_EQ(parse_image_reference("index.docker.io/app:2").name, "index.docker.io/app");
    EXPECT_EQ(parse_image_reference("host:1/team/app:2@sha256:ff").name, "host:1/team/app");
}

}  // namespace
}  // namespace engine_api
