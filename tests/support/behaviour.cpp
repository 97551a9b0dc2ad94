#include <support/behaviour.hpp>

#include <utility>

namespace support {

selector selector::by_image(std::string image) {
    selector made;
    made.image = std::move(image);
    return made;
}

selector selector::by_name(std::string name) {
    selector made;
    made.name = std::move(name);
    return made;
}

selector selector::by_service(std::string service) {
    return by_label("com.docker.compose.service=" + service);
}

selector selector::by_label(std::string label) {
    selector made;
    made.label = std::move(label);
    return made;
}

selector selector::by_environment(std::string entry) {
    selector made;
    made.environment = std::move(entry);
    return made;
}

}  // namespace support
