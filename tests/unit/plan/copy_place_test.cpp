#include <rollout/plan/copy_place.hpp>

#include <gtest/gtest.h>

#include <stdexcept>

namespace {

using rollout::plan::copied_path;
using rollout::plan::place_of_copy;

copied_path at(const std::string& path, bool exists, bool is_folder) {
    copied_path p;
    p.path = path;
    p.exists = exists;
    p.is_folder = is_folder;
    return p;
}
copied_path file(const std::string& path) {
    return at(path, true, false);
}
copied_path folder(const std::string& path) {
    return at(path, true, true);
}
copied_path nothing(const std::string& path) {
    return at(path, false, false);
}

std::string place(const copied_path& from, const copied_path& to) {
    try {
        const auto p = place_of_copy(from, to);
        return p.folder + " " + p.name;
    } catch (const std::invalid_argument& e) {
        return e.what();
    }
}

TEST(CopyPlace, IntoAFolderThatExistsUnderItsOwnName) {
    EXPECT_EQ(place(file("/a/f"), folder("/to")), "/to f");
    EXPECT_EQ(place(folder("/a/d"), folder("/to/")), "/to d");
    EXPECT_EQ(place(folder("/a/d/"), folder("/")), "/ d");
}

TEST(CopyPlace, WhatAFolderHoldsWithASlashAndADot) {
    EXPECT_EQ(place(folder("/a/d/."), folder("/to")), "/to .");
    EXPECT_EQ(place(folder("/"), folder("/to")), "/to .");
}

TEST(CopyPlace, UnderANewName) {
    EXPECT_EQ(place(file("/a/f"), nothing("/to/g")), "/to g");
    EXPECT_EQ(place(file("/a/f"), file("/to/g")), "/to g");
    EXPECT_EQ(place(folder("/a/d"), nothing("/to/e")), "/to e");
    EXPECT_EQ(place(folder("/a/d/."), nothing("/to/e")), "/to e");
    EXPECT_EQ(place(folder("/a/d"), nothing("/e/")), "/ e");
}

TEST(CopyPlace, NeverAFolderOverAFile) {
    EXPECT_EQ(place(folder("/d"), file("/to/f")),
              "a folder cannot be copied to /to/f, which is a file");
}

TEST(CopyPlace, NotIntoAFolderThatIsNotThere) {
    EXPECT_EQ(place(file("/f"), nothing("/to/d/")), "there is no folder /to/d/");
}

TEST(CopyPlace, AFileIsNoFolder) {
    EXPECT_EQ(place(file("/f/"), folder("/to")), "/f/ is no folder");
    EXPECT_EQ(place(file("/f/."), folder("/to")), "/f/. is no folder");
}

}  // namespace
