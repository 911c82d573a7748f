// SPDX-License-Identifier: MIT
/// @file
/// How is a push recognised when its text is gone? By keyed hashes.
#ifndef TCCC_DETAIL_PUSH_DIGEST_HPP
#define TCCC_DETAIL_PUSH_DIGEST_HPP

#include <tccc/config.hpp>
#include <tccc/detail/manifest.hpp>
#include <tccc/detail/siphash.hpp>
#include <tccc/record_push.hpp>
#include <tccc/session.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string_view>

TCCC_PUSH_BEGIN_NAMESPACE
namespace detail {

/// What is remembered of one push that was handed out: of a recording all of it, a URL as its hash and 0 for none; of a
/// call record its end, the hash of its content, and how many recordings it promises; of a voicemail `key` alone.
struct seen_push {
    std::uint64_t key = 0;
    std::int64_t timestamp = 0;
    std::uint64_t url = 0;
    std::uint64_t custom_url = 0;

    [[nodiscard]] friend constexpr bool operator==(const seen_push&, const seen_push&) = default;
};

/// Makes `seen_push`es.
class push_digest {
public:
    explicit push_digest(hash_key key) noexcept : key_(key) {}

    [[nodiscard]] std::uint64_t session(std::int64_t sdk_app_id, std::string_view session_id) const noexcept {
        const std::uint64_t hash =
            siphash(key_).add(static_cast<std::uint64_t>(sdk_app_id)).add(session_id).finish();
        return hash != 0 ? hash : 1;
    }
    [[nodiscard]] seen_push of(const record_push_view& push) const noexcept {
        const auto hash = [this](std::string_view text) -> std::uint64_t {
            return text.empty() ? 0 : std::max<std::uint64_t>(siphash(key_).add(text).finish(), 1);
        };
        return {siphash(key_).add(push.endpoint_user.value()).add(push.record_id).finish(),
                push.timestamp.time_since_epoch().count(), hash(push.record_url.value()),
                hash(custom_url_of(push))};
    }
    template <class S>
    [[nodiscard]] seen_push of(const basic_cdr_push<S>& record) const {
        siphash content(key_);
        add_to(content, record);
        const auto ended = record.ended_timestamp.value_or((std::chrono::sys_seconds::min)());
        return {siphash(key_).add(call_record_mark).finish(), ended.time_since_epoch().count(),
                content.finish(), count_promises(record)};
    }
    [[nodiscard]] seen_push of(const voicemail_push_view& mail) const noexcept {
        siphash content(key_);
        content.add(voicemail_mark)
            .add(static_cast<std::uint64_t>(mail.timestamp.time_since_epoch().count()));
        return {content.add(mail.endpoint_user.value()).add(mail.record_url.value()).finish(), 0, 0, 0};
    }

private:
    // One word where a recording's key begins with a text.
    static constexpr std::uint64_t call_record_mark = 1;
    static constexpr std::uint64_t voicemail_mark = 2;

    /// Whatever the storage: an optional as whether it is there, a list as its size, before what is in them.
    template <class T>
    static void add_to(siphash& hash, const T& value) {
        if constexpr (textual<T>) {
            hash.add(text_of(value));
        } else if constexpr (has_field_table<T>) {
            for_each_field(value, [&hash](std::string_view, const auto& field) { add_to(hash, field); });
        } else if constexpr (is_optional<T>) {
            hash.add(std::uint64_t{value.has_value()});
            if (value) add_to(hash, *value);
        } else if constexpr (is_list<T>) {
            hash.add(std::uint64_t{value.size()});
            for (const auto& item : value)
                add_to(hash, item);
        } else if constexpr (requires { value.time_since_epoch(); }) {
            hash.add(static_cast<std::uint64_t>(value.time_since_epoch().count()));
        } else if constexpr (requires { value.count(); }) {
            hash.add(static_cast<std::uint64_t>(value.count()));
        } else {
            hash.add(static_cast<std::uint64_t>(value));
        }
    }

    hash_key key_;
};

}  // namespace detail
TCCC_PUSH_END_NAMESPACE

#endif
