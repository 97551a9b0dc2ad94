#include <rollout/plan/named_contexts.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace rollout;
using kind = plan::named_context::kind;
using testing::ElementsAre;
using testing::IsEmpty;

compose::build with(const compose::text_map& contexts) {
    compose::build section;
    section.additional_contexts = contexts;
    return section;
}

TEST(NamedContexts, AreFoldersImagesServicesAndWhatLiesElsewhere) {
    const auto is = [](const char* text, kind what, const char* from) {
        const auto one = plan::parse_named_context(text);
        return one.what == what && one.from == from;
    };
    EXPECT_TRUE(is("/srv/other", kind::folder, "/srv/other"));
    EXPECT_TRUE(is("docker-image://alpine:3", kind::image, "alpine:3"));
    EXPECT_TRUE(is("service:base", kind::service, "base"));
    for (const auto* text : {"https://example.org/x.git#main", "git@example.org:x",
                             "github.com/x/y", "oci-layout:///srv/x", "target:x://y"})
        EXPECT_TRUE(is(text, kind::elsewhere, text)) << text;
}

TEST(NamedContexts, AreUsedByFromAndCopy) {
    const auto section = with({{"a", "/a"}, {"b", "/b"}, {"c", "/c"}, {"d", "/d"}});
    EXPECT_THAT(plan::used_contexts("FROM a\nCOPY --from=B x y\nADD d /d\n", section),
                ElementsAre("a", "b"));
    EXPECT_THAT(plan::used_contexts("FROM x\n", section), IsEmpty());
    EXPECT_THAT(plan::used_contexts("FROM x\nCOPY --from=$WHICH x y\n", section),
                ElementsAre("a", "b", "c", "d"));
    EXPECT_THAT(plan::used_contexts("FROM $X\n", with({})), IsEmpty());
}

TEST(NamedContexts, BecomeStagesBeforeTheFirst) {
    EXPECT_EQ(plan::with_context_stages("# escape=`\n\nARG BASE=x\nFROM $BASE\nFROM y\n",
                                        {{"a", "sha256:1"}, {"b", "alpine:3"}}),
              "# escape=`\n\nARG BASE=x\nFROM sha256:1 AS a\nFROM alpine:3 AS b\n"
              "FROM $BASE\nFROM y\n");
    EXPECT_EQ(plan::with_context_stages("from x", {{"a", "i"}}), "FROM i AS a\nfrom x");
    EXPECT_EQ(plan::with_context_stages("RUN x\n", {{"a", "i"}}), "RUN x\n");
}

TEST(NamedContexts, NameServices) {
    EXPECT_THAT(plan::services_in_contexts(with({{"a", "service:x"}, {"b", "/x"}})),
                ElementsAre("x"));
}

}  // namespace
