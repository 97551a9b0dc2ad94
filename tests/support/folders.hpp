#pragma once

#include <string>

namespace support {

/// The checkout that the tests were built from, and the folder that they were built in. Functions,
/// so that one file alone has to be compiled anew in another folder.
std::string source_dir();
std::string build_dir();

}  // namespace support
