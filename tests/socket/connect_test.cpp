// An engine that cannot be reached: which kind of error, and the next step.
#include "support.hpp"

#include <support/temp_dir.hpp>

#include <boost/asio/ip/tcp.hpp>

#include <filesystem>
#include <sys/socket.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>

namespace engine_api {
namespace {

std::optional<failure> failure_of(const std::string& url, client_options options = patient()) {
    return failure_with(
        url, [](client& e) { return list_all(e); }, options);
}

/// A unix socket that listens, or only lies there.
class raw_socket {
  public:
    explicit raw_socket(const std::filesystem::path& path) : fd_(make()) {
        address_.sun_family = AF_UNIX;
        path.string().copy(address_.sun_path, sizeof address_.sun_path - 1);
    }
    ~raw_socket() { ::close(fd_); }
    raw_socket(const raw_socket&) = delete;
    raw_socket& operator=(const raw_socket&) = delete;

    void bind() { ::bind(fd_, name(), sizeof address_); }
    void listen() { ::listen(fd_, 0); }
    /// Takes the connection that waits, then answers the one behind it.
    void serve_twice() {
        ::close(::accept(fd_, nullptr, nullptr));
        const int second = ::accept(fd_, nullptr, nullptr);
        char byte = 0;
        (void)!::recv(second, &byte, 1, 0);
        const std::string answer = plain("[]");
        (void)!::send(second, answer.data(), answer.size(), MSG_NOSIGNAL);
        ::close(second);
    }
    void connect() { ::connect(fd_, name(), sizeof address_); }

  private:
    static int make() { return ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0); }
    [[nodiscard]] const sockaddr* name() const {
        return reinterpret_cast<const sockaddr*>(&address_);
    }
    int fd_;
    sockaddr_un address_{};
};

TEST(Connect, AbsentSocketIsNoEngineAndNamesTheNextStep) {
    support::temp_dir dir;
    const auto failed = failure_of("unix://" + (dir / "none").string());
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->kind, error_kind::no_engine);
    EXPECT_EQ(failed->status, 0);
    EXPECT_NE(failed->text.find("cannot reach the Docker engine at unix://" +
                                (dir / "none").string() + ": No such file or directory"),
              std::string::npos)
        << failed->text;
    EXPECT_NE(failed->remedy.find("is the engine running"), std::string::npos);
}

TEST(Connect, ASocketWhereNobodyListensIsNoEngine) {
    support::temp_dir dir;
    raw_socket idle(dir / "s");
    idle.bind();
    const auto failed = failure_of("unix://" + (dir / "s").string());
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->kind, error_kind::no_engine);
    EXPECT_NE(failed->text.find("Connection refused"), std::string::npos) << failed->text;
    EXPECT_NE(failed->remedy.find("DOCKER_HOST"), std::string::npos);
}

TEST(Connect, AFullQueueEndsAtTheLimit) {
    support::temp_dir dir;
    raw_socket busy(dir / "s");
    busy.bind();
    busy.listen();
    raw_socket waiting(dir / "s");
    waiting.connect();
    auto options = patient();
    options.timeouts.connect = must_expire;
    const auto begin = clock_type::now();
    const auto failed = failure_of("unix://" + (dir / "s").string(), options);
    EXPECT_LT(clock_type::now() - begin, promptly);
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->kind, error_kind::timeout) << failed->text;
}

// An engine that is busy for a moment: its queue of connections is full, and then it is not.
TEST(Connect, AFullQueueIsWaitedFor) {
    support::temp_dir dir;
    raw_socket busy(dir / "s");
    busy.bind();
    busy.listen();
    std::optional<raw_socket> waiting(dir / "s");
    waiting->connect();
    std::thread later([&] {
        std::this_thread::sleep_for(must_expire);
        busy.serve_twice();
    });
    const auto failed = failure_of("unix://" + (dir / "s").string());
    later.join();
    EXPECT_FALSE(failed) << failed->text;
}

TEST(Connect, ARefusedPortIsNoEngine) {
    net::io_context context;
    net::ip::tcp::acceptor taken(context, {net::ip::address_v4::loopback(), 0});
    const auto port = taken.local_endpoint().port();
    taken.close();
    const auto failed = failure_of("tcp://127.0.0.1:" + std::to_string(port));
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->kind, error_kind::no_engine);
    EXPECT_NE(failed->text.find("tcp://127.0.0.1:" + std::to_string(port)), std::string::npos);
}

TEST(Connect, AnUnknownHostIsNoEngine) {
    auto options = patient();
    options.timeouts.connect = std::chrono::seconds(10);
    const auto failed = failure_of("tcp://no-such-host.invalid:2375", options);
    ASSERT_TRUE(failed);
    EXPECT_TRUE(failed->kind == error_kind::no_engine || failed->kind == error_kind::timeout)
        << failed->text;
}

// Root may open every socket, so the test steps down in a process of its own.
TEST(Connect, ASocketOfOthersIsAQuestionOfPermission) {
    support::temp_dir dir;
    raw_socket closed(dir / "s");
    closed.bind();
    closed.listen();
    std::filesystem::permissions(dir / "s", std::filesystem::perms::none);
    std::filesystem::permissions(dir.path(), std::filesystem::perms(0755));
    const auto url = "unix://" + (dir / "s").string();
    EXPECT_EXIT(
        {
            if (::geteuid() == 0 && ::seteuid(65534) != 0) std::_Exit(2);
            const auto failed = failure_of(url);
            const bool right = failed && failed->kind == error_kind::permission &&
                               failed->remedy.find("member of the group") != std::string::npos;
            std::_Exit(right ? 0 : 1);
        },
        testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace engine_api
