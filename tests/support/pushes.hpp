// SPDX-License-Identifier: MIT
/// @file
/// Pushes for tests of the pairing: made by hand, or at random from a universe so small that everything
/// collides.
#ifndef TCCC_TESTS_SUPPORT_PUSHES_HPP
#define TCCC_TESTS_SUPPORT_PUSHES_HPP

#include <tccc/record_push.hpp>
#include <tccc/session.hpp>
#include <tccc/session_aggregator.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tccc::testing {

/// An instant, in seconds from an epoch of the test's own.
inline std::chrono::sys_seconds at(std::int64_t second) {
    return std::chrono::sys_seconds(std::chrono::seconds(1'600'000'000 + second));
}

inline record_push make_push(std::string_view session, std::string_view record, std::string_view user,
                             std::int64_t timestamp = 0, std::string_view url = "http://a.myqcloud.com/1.mp3",
                             std::string_view custom = {}) {
    record_push push;
    push.sdk_app_id = 1400264214;
    push.session_id = session;
    push.record_id = record;
    push.endpoint_user = endpoint_user(std::string(user));
    push.timestamp = at(timestamp);
    push.record_url = record_url(std::string(url));
    if (!custom.empty()) push.custom_record_url = record_url(std::string(custom));
    return push;
}

inline constexpr std::string_view a_customer = "008613812345678";
inline constexpr std::string_view an_agent = "lululing@tencent.com";
inline constexpr std::string_view another_agent = "meimei@tencent.com";

/// splitmix64: the same sequence on every platform, which std's distributions do not promise.
class random_source {
public:
    explicit random_source(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next() {
        std::uint64_t z = (state_ += 0x9e3779b97f4a7c15);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(next() % bound); }
    template <class T, std::size_t N>
    const T& pick(const std::array<T, N>& from) {
        return from[below(N)];
    }
    template <class T>
    void shuffle(std::vector<T>& items) {
        for (std::size_t i = items.size(); i > 1; --i) {
            std::swap(items[i - 1], items[below(i)]);
        }
    }

private:
    std::uint64_t state_;
};

/// Any push of a universe of 2 applications, `sessions` sessions, 6 parties and 2 recordings each; few time
/// stamps and URLs, so that ties, repeats, improvements and missing URLs are common.
inline record_push random_push(random_source& random, std::size_t sessions) {
    constexpr std::array<std::string_view, 6> users = {a_customer,    "+8613900000000", an_agent,
                                                       another_agent, "zz@tencent.com", "voip-user 7"};
    constexpr std::array<std::string_view, 4> urls = {"", "http://a/1", "http://a/2", "http://a/3"};
    constexpr std::array<std::string_view, 4> customs = {"", "", "https://c/1", "https://c/2"};
    const std::string_view url = random.pick(urls);
    std::string_view custom = random.pick(customs);
    if (url.empty() && custom.empty())
        custom = customs.back();  // a parser lets no push without a URL through
    record_push push = make_push("session-" + std::to_string(random.below(sessions)),
                                 random.below(2) == 0 ? "1608130650" : "1608130651", random.pick(users),
                                 static_cast<std::int64_t>(random.below(3)), url, custom);
    push.sdk_app_id = 1 + static_cast<std::int64_t>(random.below(2));
    return push;
}

/// Sessions by identity.
using session_key = std::pair<std::int64_t, std::string>;
using session_map = std::map<session_key, session>;

inline session_key key_of(const session& s) { return {s.sdk_app_id, s.session_id}; }

/// What a consumer does that follows the contract: keeps the first, merges what comes later.
inline auto merge_into(session_map& stored) {
    return [&stored](const session& s) {
        const auto [it, fresh] = stored.try_emplace(key_of(s), s);
        if (!fresh) it->second = merge(it->second, s);
    };
}

/// The sessions of `pushes`, all at once and in that order.
inline session_map paired(const std::vector<record_push>& pushes, const session_policy& policy = {}) {
    session_aggregator sessions(policy);
    for (const record_push& push : pushes) {
        sessions.add(push, at(0));
    }
    session_map result;
    sessions.flush(merge_into(result));
    return result;
}

/// Equal in content, session by session.
inline bool same_content(const session_map& a, const session_map& b) {
    if (a.size() != b.size()) return false;
    for (const auto& [key, s] : a) {
        const auto other = b.find(key);
        if (other == b.end() || !same_content(s, other->second)) return false;
    }
    return true;
}

}  // namespace tccc::testing

#endif
