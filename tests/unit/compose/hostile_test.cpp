// Files that are meant to take all the memory or time there is, and large ones that are not.

#include "project_folder.hpp"

#include <gtest/gtest.h>

#include <string>

namespace rollout::compose {
namespace {

using test::project_folder;

/// `before`, then `part` with each number below `count` at its `#`s.
std::string repeated(std::string before, const std::string& part, int count) {
    for (int i = 0; i < count; ++i) {
        for (const char c : part)
            before += c == '#' ? std::to_string(i) : std::string(1, c);
    }
    return before;
}

TEST(Hostile, ManyDocumentsOverALargeOneAreRefused) {
    const auto large = repeated("services: {a: {image: x}}\nx-a: [", "#,", 50'000) + "]\n";
    const project_folder folder(repeated(large, "---\nx-b: #\n", 2'000));
    EXPECT_NE(folder.complaint().find("too many documents over too much data"), std::string::npos);
}

TEST(Hostile, ManyPoolsAreNotMerged) {
    const auto pools =
        repeated("networks: {n: {ipam: {config: [", "{subnet: s#},", 1'000) + "]}}}\n";
    const project_folder folder("services: {a: {image: x}}\n" + pools + "---\n" + pools);
    EXPECT_NE(folder.complaint().find("too many pools to merge"), std::string::npos);
}

// Each of these took minutes when names were looked up one by one.
TEST(Hostile, ManyNamesTakeNoLongTime) {
    constexpr int many = 30'000;
    const std::string a = "services:\n  a:\n    image: x\n    ";
    EXPECT_NE(project_folder(repeated(a + "networks: [", "n#,", many) + "]\n")
                  .complaint()
                  .find("undefined network"),
              std::string::npos);
    EXPECT_NE(project_folder(repeated(a + "links: [", "n#,", many) + "]\n")
                  .complaint()
                  .find("undefined service"),
              std::string::npos);
    EXPECT_EQ(project_folder(repeated("services:\n  b: {image: x}\n",
                                      "  a#: {extends: b, depends_on: [b]}\n", many / 3))
                  .read()
                  .services.size(),
              many / 3 + 1U);
}

}  // namespace
}  // namespace rollout::compose
