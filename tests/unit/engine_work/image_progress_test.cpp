#include <gtest/gtest.h>

#include <engine_work/image_progress.hpp>

namespace {

using namespace rollout::engine_work;

TEST(BuilderLines, TellWhichInstructionBegins) {
    builder_lines lines;
    const auto first = lines.step_in("Step 1/12 : FROM a:1");
    ASSERT_TRUE(first);
    EXPECT_EQ(first->step, 1);
    EXPECT_EQ(first->steps, 12);
    EXPECT_EQ(first->instruction, "FROM a:1");
    EXPECT_TRUE(lines.step_in("Step 2/12 : RUN echo 'Step 3/12 : x'"));
}

TEST(BuilderLines, WhatAnInstructionPrintsIsNoStep) {
    builder_lines lines;
    for (const auto* line :
         {"Step 2/3 : RUN x", "Step 1/3: RUN x", "Step one", "Step 1", " Step 1/3 : x",
          "Step 99999999999/3 : x", "Step -1/3 : x", "Step ", ""})
        EXPECT_FALSE(lines.step_in(line)) << line;
    EXPECT_TRUE(lines.step_in("Step 1/3 : RUN x"));
    EXPECT_FALSE(lines.step_in("Step 1/3 : RUN x"));
}

TEST(BuilderLines, WhatIsSaidAboutLayersIsKnown) {
    EXPECT_TRUE(builder_lines::is_about_layers(" ---> Using cache"));
    EXPECT_TRUE(builder_lines::is_about_layers(" ---> Running in 6b83d5232728"));
    EXPECT_TRUE(builder_lines::is_about_layers("Removing intermediate container 6b83d5232728"));
    EXPECT_FALSE(builder_lines::is_about_layers("Successfully built 6b83d5232728"));
    EXPECT_FALSE(builder_lines::is_about_layers("---> of a program"));
}

TEST(LayerProgress, IsNewsWithEachStatusAndEachTwentieth) {
    layer_progress told;
    EXPECT_TRUE(told.is_news("a", "Downloading", 0, 1000));
    EXPECT_FALSE(told.is_news("a", "Downloading", 49, 1000));
    EXPECT_TRUE(told.is_news("a", "Downloading", 50, 1000));
    EXPECT_TRUE(told.is_news("b", "Downloading", 50, 1000));
    EXPECT_FALSE(told.is_news("a", "Downloading", 51, 1000));
    EXPECT_TRUE(told.is_news("a", "Extracting", 51, 1000));
    EXPECT_TRUE(told.is_news("a", "Pull complete", 0, 0));
    EXPECT_FALSE(told.is_news("a", "Pull complete", 0, 0));
}

}  // namespace
