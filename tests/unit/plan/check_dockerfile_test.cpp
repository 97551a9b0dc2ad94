#include <rollout/compose/tree/error.hpp>
#include <rollout/plan/check_dockerfile.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include <plan/dockerfile.hpp>

namespace {

using namespace rollout;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// `line: what`, one each.
std::vector<std::string> uses(const std::string& dockerfile,
                              const compose::optional_text_map& args = {},
                              const compose::text_map& contexts = {}) {
    compose::build section;
    section.args = args;
    section.additional_contexts = contexts;
    std::vector<std::string> lines;
    for (const auto& use : plan::buildkit_uses(dockerfile, section))
        lines.push_back(std::to_string(use.line) + ": " + use.what);
    return lines;
}

/// `NAME rest`, one each.
std::vector<std::string> instructions(const std::string& dockerfile) {
    std::vector<std::string> lines;
    for (const auto& one : plan::parse_dockerfile(dockerfile))
        lines.push_back(one.name + ' ' + one.rest);
    return lines;
}

TEST(Dockerfile, ContinuedLinesAreOneInstructionAndCommentsAreNone) {
    EXPECT_THAT(instructions("# a comment\n\nfrom scratch\n"
                             "  RUN one \\\n# between\n\n  two \\  \n three\nCMD x"),
                ElementsAre("FROM scratch", "RUN one   two  three", "CMD x"));
    EXPECT_THAT(instructions("\xEF\xBB\xBF"
                             "FROM a\r\nRUN b \\\r\n c\r\n"),
                ElementsAre("FROM a", "RUN b  c"));
    EXPECT_THAT(instructions("FROM a\nRUN b \\\\\nRUN c"),
                ElementsAre("FROM a", "RUN b \\\\", "RUN c"));
}

TEST(Dockerfile, AnotherEscapeContinuesLinesWhenItsDirectiveComesFirst) {
    EXPECT_THAT(
        instructions("# syntax=docker/dockerfile:1\n# Escape = `\nRUN a `\n b\nRUN c:\\\nCMD d"),
        ElementsAre("RUN a  b", "RUN c:\\", "CMD d"));
    EXPECT_THAT(instructions("# a comment\n# escape=`\nRUN a \\\n b"), ElementsAre("RUN a  b"));
}

TEST(Dockerfile, FlagsStandBeforeTheRest) {
    const auto parsed = plan::parse_dockerfile(
        "RUN \\\n  --mount=type=bind,\"source=a b\" --network=none --x ls --all");
    ASSERT_EQ(parsed.size(), 1U);
    ASSERT_EQ(parsed[0].flags.size(), 3U);
    EXPECT_EQ(parsed[0].flags[0].name, "mount");
    EXPECT_EQ(parsed[0].flags[0].value, "type=bind,\"source=a b\"");
    EXPECT_EQ(parsed[0].flags[2].name, "x");
    EXPECT_EQ(parsed[0].rest, "ls --all");
}

TEST(Dockerfile, TheBodyOfAHeredocIsNoInstruction) {
    EXPECT_THAT(
        instructions("RUN <<ONE cat <<-'TWO' >x\nRUN --mount=a b\nONE\nCOPY --link\n\tTWO\nCMD c"),
        ElementsAre("RUN <<ONE cat <<-'TWO' >x", "CMD c"));
    EXPECT_TRUE(plan::parse_dockerfile("ONBUILD COPY <<\"E\" /x\nE\n")[0].heredoc);
}

TEST(Dockerfile, WhatOnlyLooksLikeAHeredocIsNone) {
    for (const std::string line :
         {"RUN cat <<EOF", "RUN cat <<<EOF\nEOF", "RUN cat<<EOF\nEOF", "RUN echo '<<EOF'\nEOF",
          "RUN sh -c \"cat <<EOF x\"\nEOF", "LABEL a=<<EOF\nEOF", "ENV X <<EOF\nEOF"})
        EXPECT_FALSE(plan::parse_dockerfile(line)[0].heredoc) << line;
}

TEST(BuildKitUses, OfAnOrdinaryDockerfileAreNone) {
    EXPECT_THAT(
        uses("# syntax=docker/dockerfile:1\n"
             "ARG BASE=alpine\nFROM --platform=linux/amd64 $BASE AS build\n"
             "ARG TARGETARCH\nCOPY --chown=1:2 . /src\nRUN make -j2 --always-make\n"
             "FROM scratch\nCOPY --from=build /src/x /x\n"
             "ADD https://example.org/file.tar.gz /y\n"
             "HEALTHCHECK --interval=5s CMD [\"/x\", \"--healthy\"]\nENTRYPOINT [\"/x\"]\n"),
        IsEmpty());
}

TEST(BuildKitUses, AreNamedWithTheirLines) {
    EXPECT_THAT(
        uses("FROM a\n"
             "RUN --mount=type=cache,target=/c \\\n   --network=none ls\n"
             "RUN --security=insecure ls\n"
             "COPY --link --chown=1 --chmod=755 a b\n"
             "copy --parents --exclude=*.o a b\n"
             "ADD --checksum=sha256:1 --keep-git-dir=true --unpack a b\n"
             "RUN <<EOF\nls\nEOF\n"
             "ADD git@github.com:x/y.git#main /y\n"
             "ADD [\"https://github.com/x/y.git\", \"/y\"]\n"),
        ElementsAre("2: RUN --mount", "2: RUN --network", "4: RUN --security", "5: COPY --link",
                    "5: COPY --chmod", "6: COPY --parents", "6: COPY --exclude",
                    "7: ADD --checksum", "7: ADD --keep-git-dir", "7: ADD --unpack",
                    "8: RUN a heredoc", "11: ADD git@github.com:x/y.git#main",
                    "12: ADD https://github.com/x/y.git"));
}

TEST(BuildKitUses, APlatformThatOnlyBuildKitKnowsMustBeDeclared) {
    EXPECT_THAT(uses("FROM --platform=$BUILDPLATFORM a\nFROM base-${TARGETARCH}\n"),
                ElementsAre("1: FROM $BUILDPLATFORM without `ARG BUILDPLATFORM` before it",
                            "2: FROM $TARGETARCH without `ARG TARGETARCH` before it"));
    for (const std::string line :
         {"ARG BUILDPLATFORM", "ARG BUILDPLATFORM=linux/amd64", "ARG OTHER=1 BUILDPLATFORM"})
        EXPECT_THAT(uses(line + "\nFROM --platform=$BUILDPLATFORM a\n"), IsEmpty()) << line;
    EXPECT_THAT(uses("FROM --platform=${BUILDPLATFORM:-linux/amd64} a\nFROM $MINE\n"), IsEmpty());
    // One that a stage declares is not known to the next FROM.
    EXPECT_THAT(uses("FROM a\nARG BUILDPLATFORM\nFROM --platform=$BUILDPLATFORM b"),
                ElementsAre("3: FROM $BUILDPLATFORM without `ARG BUILDPLATFORM` before it"));
}

TEST(BuildKitUses, ANamedContextIsNoneWhereItCanBeAStage) {
    EXPECT_THAT(uses("FROM Other\nCOPY --from=other a b\nFROM $BASE\n", {},
                     {{"other", "/srv/other"}, {"base", "docker-image://x"}, {"app", "service:b"}}),
                IsEmpty());
    EXPECT_THAT(uses("FROM base AS mine\nCOPY --from=mine a b\nCOPY --from=0 a b\n", {},
                     {{"theirs", "https://example.org/x.git"}}),
                IsEmpty());
}

TEST(BuildKitUses, ANamedContextThatCannotBeAStageIsOneWhereItIsUsed) {
    const compose::text_map contexts{{"repository", "https://example.org/x.git"},
                                     {"alpine:3", "docker-image://x"},
                                     {"debian", "docker-image://y"},
                                     {"other", "/srv/other"}};
    EXPECT_THAT(uses("FROM base\nCOPY --from=repository a b\nFROM alpine:3\n"
                     "FROM docker.io/library/debian:latest\nFROM base AS Other\nFROM $BASE\n",
                     {}, contexts),
                ElementsAre("2: COPY repository, one of its additional_contexts",
                            "3: FROM alpine:3, one of its additional_contexts",
                            "4: FROM docker.io/library/debian:latest, one of its "
                            "additional_contexts",
                            "5: FROM Other, one of its additional_contexts",
                            "6: FROM $BASE, which may be one of its additional_contexts"));
}

// Those of the contexts stand before it.
TEST(BuildKitUses, TheNumberOfAStageIsOneBesideAContextThatIsUsed) {
    EXPECT_THAT(uses("FROM a\nCOPY --from=other x y\nFROM b\nCOPY --from=0 x y\n", {},
                     {{"other", "/srv/other"}}),
                ElementsAre("4: COPY 0, the number of a stage, beside additional_contexts"));
    compose::build section;
    section.additional_contexts = {{"other", "/srv/other"}};
    section.target = "1";
    EXPECT_THAT(plan::buildkit_uses("FROM a\nFROM other\n", section), testing::SizeIs(1));
    EXPECT_THAT(plan::buildkit_uses("FROM a\nFROM b\n", section), IsEmpty());
}

TEST(BuildKitUses, AContextOfAFolderGoesWithoutPull) {
    compose::build section;
    section.pull = true;
    section.additional_contexts = {{"img", "docker-image://a"}, {"other", "/srv/other"}};
    plan::check_dockerfile("/srv/Dockerfile", "FROM img\n", section, "app");
    EXPECT_THROW(plan::check_dockerfile("/srv/Dockerfile", "FROM other\n", section, "app"),
                 compose::error);
}

TEST(BuildKitUses, ATriggerIsCarriedOutElsewhereButItsHeredocIsReadHere) {
    EXPECT_THAT(uses("FROM a\nONBUILD RUN --mount=type=cache,target=/c ls\n"), IsEmpty());
    EXPECT_THAT(uses("FROM a\nONBUILD RUN <<E\nls\nE\n"), ElementsAre("2: RUN a heredoc"));
}

TEST(BuildKitUses, TheFirstIsAnErrorAtItsPlaceThatNamesTheOthersAndTheRemedy) {
    try {
        plan::check_dockerfile("/srv/Dockerfile", "FROM a\n  RUN --mount=a b\nCOPY --link a b\n",
                               {}, "app");
        FAIL();
    } catch (const compose::error& e) {
        EXPECT_THAT(e.what(),
                    HasSubstr("/srv/Dockerfile:2:3: services.app.build: only BuildKit carries out "
                              "RUN --mount (and COPY --link in line 3), and rollout builds with"));
        EXPECT_THAT(e.what(), HasSubstr("docker buildx build"));
        EXPECT_EQ(compose::excerpt(e), "2 |   RUN --mount=a b\n  |   ^\n");
    }
    plan::check_dockerfile("/srv/Dockerfile", "FROM a\n", {}, "app");
}

TEST(AutomaticArgs, AreThoseThatADockerfileDeclaresWithoutAValue) {
    EXPECT_THAT(
        plan::automatic_args("ARG BUILDPLATFORM\nFROM a\nARG TARGETARCH MINE TARGETOS=linux\n"),
        ElementsAre("BUILDPLATFORM", "TARGETARCH"));
}

TEST(AutomaticArgs, TellTheEnginesPlatformAndTheImages) {
    auto args = plan::platform_args("linux/amd64", "");
    EXPECT_EQ(args.at("TARGETPLATFORM"), "linux/amd64");
    EXPECT_EQ(args.at("TARGETARCH"), "amd64");
    EXPECT_EQ(args.at("TARGETVARIANT"), "");
    args = plan::platform_args("linux/amd64", "linux/arm/v7");
    EXPECT_EQ(args.at("BUILDARCH"), "amd64");
    EXPECT_EQ(args.at("TARGETARCH"), "arm");
    EXPECT_EQ(args.at("TARGETVARIANT"), "v7");
}

TEST(BuildKitUses, AnyBytesCanBeRead) {
    const auto nul = std::string("FROM\0a\nRUN \0--mount", 19);
    for (const auto& text : {std::string(),
                             std::string("\n"),
                             std::string("\\"),
                             std::string("\\\n\\\n\\"),
                             std::string("--"),
                             std::string("RUN --"),
                             std::string("RUN --="),
                             std::string("ONBUILD"),
                             std::string("ONBUILD ONBUILD ONBUILD RUN <<"),
                             std::string("RUN <<'"),
                             std::string("RUN --mount='a\nRUN \"\\"),
                             std::string("FROM $"),
                             std::string("FROM ${"),
                             std::string("FROM ${A"),
                             std::string("ARG ="),
                             std::string("# escape="),
                             std::string("#="),
                             std::string("\xEF\xBB"),
                             std::string("ADD # ,[\","),
                             nul})
        EXPECT_NO_THROW((void)uses(text)) << text;
}

TEST(BuildKitUses, AreFoundInTimeThatGrowsWithTheFile) {
    std::string many;
    for (int i = 0; i < 100'000; ++i)
        many += "RUN <<E" + std::to_string(i) + " <<-F\n";
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_THAT(uses(many + std::string(1'000'000, '\\') + "\n" + std::string(1'000'000, '$')),
                IsEmpty());
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
}

}  // namespace
